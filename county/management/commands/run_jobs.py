"""run_jobs: the scheduler of periodic jobs; any number may run, each slot is taken once."""

from datetime import datetime
from typing import Any

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from county.jobs import Job, registered_jobs, run_once


class Command(BaseCommand):
    """Runs until stopped."""

    help = "Run the periodic jobs."

    def handle(self, *args: Any, **options: Any) -> None:
        """Schedules each job on its crontab line; a run missed while asleep is made up once."""
        scheduler = BlockingScheduler(timezone=timezone.get_default_timezone())
        for job in registered_jobs():
            trigger = CronTrigger.from_crontab(job.cron, timezone=timezone.get_default_timezone())
            scheduler.add_job(_take, trigger, args=[job], coalesce=True, misfire_grace_time=None)
        scheduler.start()


def _take(job: Job) -> None:
    close_old_connections()
    run_once(job, _minute(timezone.now()))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
