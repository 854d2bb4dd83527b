"""Periodic jobs: a crontab line, a name and a function; docs/decisions/0003-periodic-jobs.md says why APScheduler."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from county.models.jobs import JobRun

ABANDONED = timedelta(minutes=20)
"""A run that has not ended after so long is taken to have died: no job takes a tenth of it."""


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

    The row is locked while it is read and written, so of several schedulers only the first goes on. A run that dies
    or fails stays marked as not done; `make_up` runs it again.
    """
    with transaction.atomic():
        row, made = JobRun.objects.select_for_update().get_or_create(name=job.name, defaults=_taken(slot))
        if not made and row.slot >= slot:
            return False
        _take(row, slot)
    return _run(job, slot)


def make_up(job: Job, slot: datetime, now: datetime) -> bool:
    """Runs `job` for `slot`, its last before `now`, if that was missed or broken off; says whether it ran.

    Missed: no process ran at that time. Broken off: whoever took a slot did not come to its end within ABANDONED. A
    job that never ran begins with its next slot. Jobs may be repeated: each does what is left to do.
    """
    with transaction.atomic():
        row, made = JobRun.objects.select_for_update().get_or_create(
            name=job.name, defaults={"slot": slot, "taken_at": now, "done": True}
        )
        broken_off = row.taken_at is None or row.taken_at <= now - ABANDONED
        if made or not (row.slot < slot if row.done else broken_off):
            return False
        slot = max(slot, row.slot)
        _take(row, slot)
    return _run(job, slot)


def _run(job: Job, slot: datetime) -> bool:
    job.run()
    JobRun.objects.filter(name=job.name, slot=slot).update(done=True)
    return True


def _taken(slot: datetime) -> dict[str, Any]:
    return {"slot": slot, "taken_at": timezone.now(), "done": False}


def _take(row: JobRun, slot: datetime) -> None:
    for name, value in _taken(slot).items():
        setattr(row, name, value)
    row.save()
