"""Periodic jobs of publicity."""

from django.utils import timezone

from county.jobs import periodic
from county.today import today
from publicity.actions import closing, importing, ledger


@periodic(cron="5 0 * * *", name="close-due-lists")
def close_due_lists() -> None:
    """Puts the end of yesterday's windows on record; what readers see went by the date at midnight already."""
    closing.close_due_lists(today=today())


@periodic(cron="17 * * * *", name="expire-pending-imports")
def expire_pending_imports() -> None:
    """Workbooks that nobody confirmed go after 24 hours."""
    importing.expire_imports(now=timezone.now())


@periodic(cron="*/10 * * * *", name="sign-ledger")
def sign_ledger() -> None:
    """Makes good what a crash left unsigned, and files that were lost."""
    ledger.publish_checkpoint()
