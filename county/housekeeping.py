"""Nightly: traces of staff's own work that nobody needs any more go, and codes on paper are tried."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from county.actions.links import check_links
from county.jobs import periodic
from county.today import today

#: A result tells which page was indexed when; a week is enough to see what failed.
KEEP_TASKS = timedelta(days=7)
#: A lockout ends after a quarter of an hour. What was typed as a user name may be anything, so it goes within a day.
KEEP_SIGN_INS = timedelta(hours=12)


@periodic(cron="35 2 * * *", name="prune-traces")
def prune_traces() -> dict[str, int]:
    """Deletes them and answers how many of each."""
    now = timezone.now()
    sign_ins = [
        kind.objects.filter(attempt_time__lte=now - KEEP_SIGN_INS).delete()[0]
        for kind in (AccessAttempt, AccessFailureLog, AccessLog)
    ]
    return {
        "sessions": Session.objects.filter(expire_date__lt=now).delete()[0],
        "tasks": DBTaskResult.objects.finished().filter(finished_at__lte=now - KEEP_TASKS).delete()[0],
        "sign_ins": sum(sign_ins),
    }


@periodic(cron="20 3 * * *", name="check-short-links")
def check_short_links() -> dict[str, int]:
    """Asks every code's target whether it still answers."""
    return check_links(today=today())
