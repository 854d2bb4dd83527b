"""run_jobs: the scheduler of periodic jobs; any number may run, each slot is taken once."""

import logging
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from county.jobs import Job, make_up, registered_jobs, run_once

MAKE_UP_MINUTES = 5
"""How often the scheduler looks for runs that were missed or broken off."""
_BACK = (timedelta(hours=2), timedelta(days=2), timedelta(days=40), timedelta(days=400))
"""How far back a job's last slot is looked for, step by step: a job of every minute has thousands in a month."""
log = logging.getLogger(__name__)


class Command(BaseCommand):
    """Runs until stopped."""

    help = "Run the periodic jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes up at once what was missed while nothing ran, then runs each job on its crontab line."""
        make_up_all()
        scheduler = BlockingScheduler(timezone=timezone.get_default_timezone())
        for job in registered_jobs():
            scheduler.add_job(_take, _trigger(job), args=[job], coalesce=True, misfire_grace_time=None)
        scheduler.add_job(make_up_all, "interval", minutes=MAKE_UP_MINUTES, coalesce=True, misfire_grace_time=None)
        scheduler.start()


def make_up_all() -> None:
    """Every job's last slot, if it was missed or broken off; one that fails does not keep the others from theirs."""
    close_old_connections()
    now = timezone.now()
    for job in registered_jobs():
        slot = last_slot(job, now)
        try:
            if slot is not None:
                make_up(job, slot, now)
        except Exception:
            log.exception("job %s", job.name)


def last_slot(job: Job, now: datetime) -> datetime | None:
    """The last time at or before `now` that the crontab line of `job` names; None within 400 days."""
    trigger, local = _trigger(job), now.astimezone(timezone.get_default_timezone())
    for back in _BACK:
        found, at = None, trigger.get_next_fire_time(None, local - back)
        while at is not None and at <= local:
            found, at = at, trigger.get_next_fire_time(at, at)
        if found is not None:
            return found
    return None


def _trigger(job: Job) -> CronTrigger:
    return CronTrigger.from_crontab(job.cron, timezone=timezone.get_default_timezone())


def _take(job: Job) -> None:
    """The slot that is due; several schedulers name the same, however late they wake."""
    close_old_connections()
    slot = last_slot(job, timezone.now())
    if slot is not None:
        run_once(job, slot)
