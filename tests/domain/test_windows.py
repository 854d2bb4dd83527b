from datetime import date
from functools import partial

import pytest
from chinese_calendar.constants import holidays, workdays

from county.domain.workdays import Calendar, DayKind, is_workday
from publicity.domain.stages import Stage
from publicity.domain.windows import State, Unit, Window, window

CALENDAR = Calendar(
    dict.fromkeys(holidays, DayKind.HOLIDAY) | dict.fromkeys(workdays, DayKind.SHIFTED),
    frozenset(day.year for day in holidays),
)


def proposed(published: str, *, days: int = 7, unit: Unit = Unit.CALENDAR) -> Window:
    return window(
        stage=Stage.PROPOSED,
        published=date.fromisoformat(published),
        days=days,
        unit=unit,
        is_workday=partial(is_workday, calendar=CALENDAR),
    )


@pytest.mark.parametrize(
    ("published", "unit", "last"),
    [
        # 运民发〔2023〕50号: seven days; the day of publishing is not counted (民法典 201)
        ("2026-11-20", Unit.CALENDAR, "2026-11-27"),
        ("2026-11-16", Unit.CALENDAR, "2026-11-23"),
        # the last day is a Saturday: the window runs to Monday (民法典 203)
        ("2026-11-21", Unit.CALENDAR, "2026-11-30"),
        ("2026-11-22", Unit.CALENDAR, "2026-11-30"),
        # the seventh day falls into the National Day week, worked again from 8 October
        ("2026-09-24", Unit.CALENDAR, "2026-10-08"),
        # Saturday 10 October 2026 is worked in exchange: a last day there stays
        ("2026-10-03", Unit.CALENDAR, "2026-10-10"),
        # over the year's end: 1 January 2027 is off by the weekday rule's absence, a Friday
        ("2026-12-25", Unit.CALENDAR, "2027-01-01"),
        ("2025-12-25", Unit.CALENDAR, "2026-01-04"),  # 1 to 3 January off, Sunday the 4th worked
        # the national directory: seven working days
        ("2026-11-20", Unit.WORKING, "2026-12-01"),
        ("2026-09-24", Unit.WORKING, "2026-10-12"),
        ("2026-11-21", Unit.WORKING, "2026-12-01"),
    ],
)
def test_last_day(published, unit, last):
    assert proposed(published, unit=unit).closes_on == date.fromisoformat(last)


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.LONG_TERM])
def test_a_list_that_stays_has_no_last_day(stage):
    made = window(
        stage=stage, published=date(2026, 11, 20), days=7, unit=Unit.CALENDAR, is_workday=lambda day: day.weekday() < 5
    )
    assert made == Window(date(2026, 11, 20))
    assert made.days_left(date(2027, 1, 1)) is None
    assert made.state(date(2030, 1, 1)) is State.OPEN


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [
        ("2026-11-19", State.SCHEDULED, 8),
        ("2026-11-20", State.OPEN, 7),
        ("2026-11-26", State.OPEN, 1),
        ("2026-11-27", State.OPEN, 0),  # through 24:00 of the last day
        ("2026-11-28", State.CLOSED, 0),
    ],
)
def test_state_by_day(day, state, left):
    made = proposed("2026-11-20")
    assert (made.state(date.fromisoformat(day)), made.days_left(date.fromisoformat(day))) == (state, left)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, State.OPEN),
        ({"closed": True}, State.CLOSED),
        ({"paused": True}, State.PAUSED),
        ({"hidden": True, "paused": True}, State.HIDDEN),
        ({"hidden": True, "closed": True}, State.HIDDEN),
        ({"withdrawn": True, "closed": True}, State.WITHDRAWN),
        ({"replaced": True, "withdrawn": True, "closed": True}, State.REPLACED),
    ],
)
def test_what_takes_a_list_away_before_its_last_day(facts, state):
    assert proposed("2026-11-20").state(date(2026, 11, 22), **facts) is state


def test_a_pause_outlasts_the_last_day():
    assert proposed("2026-11-20").state(date(2026, 12, 5), paused=True) is State.PAUSED


def test_a_window_of_no_day_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        proposed("2026-11-20", days=0)
