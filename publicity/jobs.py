"""Periodic jobs of publicity."""

from django.utils import timezone

from county.jobs import periodic
from county.today import today
from publicity.actions import (
    closing,
    importing,
    ledger,
    posting,
    print_runs,
    replaying,
    retention,
    schedules,
    stamped,
    totals,
)


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


@periodic(cron="10 0 * * *", name="log-schedules")
def log_schedules() -> None:
    """Writes down who owes a list this month and next, before it is due; daily, for villages that were added."""
    schedules.log_due_schedules(today=today())


@periodic(cron="20 0 * * *", name="release-totals")
def release_totals() -> None:
    """Last month's totals, as far as the rule on differences allows."""
    totals.release_closed_month(today=today())


@periodic(cron="40 2 * * *", name="apply-retention")
def apply_retention() -> None:
    """Erases what has been kept long enough, and again what a restored database brought back."""
    replaying.replay_erasures(today=today())
    retention.apply_retention(today=today(), now=timezone.now())


@periodic(cron="*/5 * * * *", name="expire-prints")
def expire_prints() -> None:
    """Notices that were made for one file go after an hour, fetched or not."""
    print_runs.expire_prints(now=timezone.now())


@periodic(cron="50 2 * * *", name="drop-papers")
def drop_papers() -> None:
    """Photos of boards whose lists ended long enough ago, and stamped originals of lists that are closed."""
    posting.drop_old_photos(today=today())
    stamped.remove_closed(today=today())
