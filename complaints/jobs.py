"""Periodic jobs of cases."""

from django.utils import timezone

from complaints.actions.holding import forget_held
from complaints.actions.leaving import seal_out_leavers
from complaints.actions.oversight import escalate_overdue, recount_due_days
from complaints.actions.releasing import release_statistics
from complaints.actions.reminding import digests, remind_due
from complaints.actions.retention import announce_sealing, seal_away
from complaints.mails import send_digests
from complaints.session import forget_expired
from county.jobs import periodic
from county.storage import rewrite
from county.today import today


@periodic(cron="10 * * * *", name="recount-due-days")
def recount() -> None:
    """Within the hour after somebody changed the calendar, and before the day's overdue cases are marked."""
    recount_due_days(today=today())


@periodic(cron="15 0 * * *", name="escalate-overdue-cases")
def escalate() -> None:
    """Just after midnight: cases whose due day was yesterday."""
    escalate_overdue(today=today())


@periodic(cron="30 7 * * *", name="remind-of-cases")
def remind() -> None:
    """Before work begins: reminders in the cases, counts by mail to those who have an address."""
    remind_due(today=today())
    send_digests(digests(today=today()))


@periodic(cron="40 0 * * *", name="release-case-statistics")
def release() -> None:
    """On the first night of a month, or a later one that made it up."""
    release_statistics(today=today())


@periodic(cron="0 3 * * *", name="seal-cases-away")
def seal() -> None:
    """At night, after the day's list was made; what was destroyed leaves the database's file too."""
    announce_sealing(today=today())
    if seal_away(today=today()):
        rewrite()


@periodic(cron="25 * * * *", name="seal-out-leavers")
def seal_out() -> None:
    """Who stopped acting for an office by another road than the accounts' screens: a renamed role, a shell."""
    seal_out_leavers(today=today())


@periodic(cron="*/5 * * * *", name="forget-idle-case-keys")
def forget() -> None:
    """Keys of sessions that went idle."""
    forget_expired(timezone.now())


@periodic(cron="20 0 * * *", name="forget-held-files")
def forget_files() -> None:
    """Files that waited between two pages of a form which nobody can send any more."""
    forget_held(today=today())
