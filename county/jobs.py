"""Periodic jobs: a crontab line, a name and a function; docs/decisions/0003-periodic-jobs.md says why APScheduler."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from county.models.jobs import JobRun


@dataclass(frozen=True)
class Job:
    """What runs when; `cron` is minute, hour, day, month, weekday in Asia/Shanghai."""

    name: str
    cron: str
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def periodic(*, cron: str, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Registers a function to run on `cron` in one process of however many."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        _jobs[name] = Job(name, cron, function)
        return function

    return register


def registered_jobs() -> list[Job]:
    """Every job by name."""
    return [_jobs[name] for name in sorted(_jobs)]


def run_once(job: Job, slot: datetime) -> bool:
    """Runs `job` for `slot` unless another process has taken that slot; says whether it ran.

    The row is locked while it is read and written, so of several schedulers only the first goes on.
    """
    with transaction.atomic():
        row, made = JobRun.objects.select_for_update().get_or_create(name=job.name, defaults={"slot": slot})
        if not made and row.slot >= slot:
            return False
        row.slot = slot
        row.save(update_fields=["slot"])
    job.run()
    return True
