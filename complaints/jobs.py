"""Periodic jobs of cases."""

from django.utils import timezone

from complaints.actions.oversight import escalate_overdue
from complaints.session import forget_expired
from county.jobs import periodic
from county.today import today


@periodic(cron="15 0 * * *", name="escalate-overdue-cases")
def escalate() -> None:
    """Just after midnight: cases whose due day was yesterday."""
    escalate_overdue(today=today())


@periodic(cron="*/5 * * * *", name="forget-idle-case-keys")
def forget() -> None:
    """Keys of sessions that went idle."""
    forget_expired(timezone.now())
