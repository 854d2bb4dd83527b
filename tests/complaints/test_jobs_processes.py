"""The clock's jobs in several processes: run once, survive a kill in the middle, and are made up after a rest."""

import os
import signal
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from complaints.actions import oversight
from complaints.domain.lifecycle import Event
from complaints.models.cases import Case, CaseEvent
from county.jobs import ABANDONED, make_up, registered_jobs, run_once
from county.models.jobs import JobRun
from tests.factories_complaints import file_case, make_world
from tests.processes import Processes

pytestmark = pytest.mark.django_db(transaction=True)

SLOT = datetime(2026, 12, 7, 16, 15, tzinfo=UTC)
LATER = SLOT + ABANDONED + timedelta(minutes=1)


@pytest.fixture
def processes(tmp_path, settings):
    settings.PORTAL_TODAY = "2026-12-08"
    world = make_world()
    for _each in range(3):
        file_case(world)
    world.users["township"].email = "desk@example.org"
    world.users["township"].save()
    return Processes(str(tmp_path / "copy.sqlite3"))


def job(name):
    return next(each for each in registered_jobs() if each.name == name)


def overdue():
    """How often each case was marked."""
    return sorted(case.events.filter(event=Event.OVERDUE).count() for case in Case.objects.all())


def test_of_several_workers_one_runs_the_job(processes):
    def work():
        ran = run_once(job("remind-of-cases"), SLOT)
        return [ran, len(mail.outbox)]

    told = processes.run(work, work, work)
    assert sorted(told) == [[False, 0], [False, 0], [True, 1]]


def test_even_without_the_lock_each_case_is_marked_once(processes):
    def work():
        return oversight.escalate_overdue(today=datetime(2026, 12, 8).date())

    assert sum(processes.run(work, work)) == 3
    assert processes.run(overdue) == [[1, 1, 1]]


def test_a_worker_killed_in_the_middle_leaves_nothing_half_and_another_goes_on(processes, monkeypatch):
    real = oversight.step

    def killed(case, *args, **kwargs):
        if CaseEvent.objects.filter(event=Event.OVERDUE).exists():
            os.kill(os.getpid(), signal.SIGKILL)
        return real(case, *args, **kwargs)

    def dying():
        monkeypatch.setattr(oversight, "step", killed)
        return run_once(job("escalate-overdue-cases"), SLOT)

    def state():
        run = JobRun.objects.get(name="escalate-overdue-cases")
        return [overdue(), run.done]

    assert processes.run(dying) == [None]
    assert processes.run(state) == [[[0, 0, 1], False]]
    soon, late = SLOT + timedelta(minutes=1), LATER

    def at(now):
        JobRun.objects.update(taken_at=SLOT)
        return make_up(job("escalate-overdue-cases"), SLOT, now)

    assert processes.run(lambda: at(soon)) == [False]
    assert processes.run(lambda: at(late)) == [True]
    assert processes.run(state) == [[[1, 1, 1], True]]
    assert processes.run(lambda: at(late)) == [False]
