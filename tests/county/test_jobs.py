"""Runs that were missed or broken off are made up; what was never due is not."""

from datetime import UTC, datetime, timedelta

import pytest

from county.jobs import ABANDONED, Job, make_up, run_once
from county.management.commands import run_jobs
from county.management.commands.run_jobs import last_slot, make_up_all
from county.models.jobs import JobRun

SLOT = datetime(2026, 11, 20, 16, 15, tzinfo=UTC)
NEXT = SLOT + timedelta(days=1)


@pytest.mark.parametrize(
    ("cron", "last"),
    [
        ("*/5 * * * *", "2026-11-21 10:30"),
        ("10 * * * *", "2026-11-21 10:10"),
        ("33 10 * * *", "2026-11-21 10:33"),
        ("34 10 * * *", "2026-11-20 10:34"),
        ("15 0 * * *", "2026-11-21 00:15"),
        ("0 3 1 * *", "2026-11-01 03:00"),
        ("0 0 1 1 *", "2026-01-01 00:00"),
    ],
)
def test_the_last_time_that_a_line_names(cron, last):
    now = datetime(2026, 11, 21, 2, 33, 20, tzinfo=UTC)  # 10:33 in Shanghai
    assert f"{last_slot(Job('x', cron, print), now):%Y-%m-%d %H:%M}" == last


@pytest.fixture
def job(db):
    runs = []
    made = Job("count", "15 0 * * *", lambda: runs.append(1))
    return made, runs


def test_a_night_without_power_is_made_up_once(job):
    made, runs = job
    run_once(made, SLOT)
    assert make_up(made, NEXT, NEXT + timedelta(hours=9))
    assert not make_up(made, NEXT, NEXT + timedelta(hours=10))
    assert len(runs) == 2


def test_a_job_that_never_ran_begins_with_its_next_slot(job):
    made, runs = job
    assert not make_up(made, SLOT, SLOT + timedelta(hours=1))
    assert run_once(made, NEXT)
    assert len(runs) == 1


def test_what_somebody_is_at_work_on_is_left_to_them(job):
    made, runs = job
    JobRun.objects.create(name="count", slot=SLOT, taken_at=SLOT, done=False)
    assert not make_up(made, SLOT, SLOT + ABANDONED - timedelta(seconds=1))
    assert make_up(made, SLOT, SLOT + ABANDONED)
    assert (len(runs), JobRun.objects.get().done) == (1, True)


def test_a_job_that_fails_is_tried_again_and_keeps_no_other_from_its_turn(job, monkeypatch, caplog):
    made, runs = job

    def failing():
        raise ValueError("no disk")

    broken = Job("broken", "15 0 * * *", failing)
    for each in (broken, made):
        JobRun.objects.create(name=each.name, slot=SLOT - timedelta(days=30))
    monkeypatch.setattr(run_jobs, "registered_jobs", lambda: [broken, made])
    monkeypatch.setattr(run_jobs, "close_old_connections", lambda: None)
    make_up_all()
    assert "broken" in caplog.text
    assert len(runs) == 1
    assert not JobRun.objects.get(name="broken").done
