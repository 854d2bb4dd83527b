"""The working-day clock: boundaries, year end, shifted working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county.domain.workdays import Calendar, DayKind, due_date, is_workday, next_workday, workdays_left

HOLIDAYS = [date(2026, 9, day) for day in (25, 26, 27)] + [date(2026, 10, day) for day in range(1, 8)]
CALENDAR = Calendar(
    dict.fromkeys(HOLIDAYS, DayKind.HOLIDAY)
    | {date(2026, 9, 20): DayKind.SHIFTED, date(2026, 10, 10): DayKind.SHIFTED},
    frozenset({2026}),
)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # Filed before Mid-Autumn and National Day: 25-27 September and 1-7 October off, 10 October worked.
        ("2026-09-24", 10, "2026-10-15"),
        ("2026-11-20", 10, "2026-12-04"),
        ("2026-11-20", 1, "2026-11-23"),
        # Filed on a Saturday or Sunday, the first working day is the first to count.
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-22", 1, "2026-11-23"),
        # A shifted Sunday counts.
        ("2026-09-19", 1, "2026-09-20"),
        ("2026-10-09", 1, "2026-10-10"),
        # Across the year's end.
        ("2026-12-31", 1, "2027-01-01"),
        ("2026-12-24", 10, "2027-01-07"),
    ],
)
def test_due_date(start, days, due):
    assert due_date(date.fromisoformat(start), days, CALENDAR).due == date.fromisoformat(due)


def test_the_day_of_filing_is_not_counted_and_the_trace_tells_every_day():
    result = due_date(date(2026, 9, 24), 10, CALENDAR)
    assert result.trace[0].why is DayKind.FILED
    assert not result.trace[0].counted
    assert [step.date for step in result.trace] == [date(2026, 9, 24) + timedelta(days=n) for n in range(22)]
    assert sum(step.counted for step in result.trace) == 10
    assert {step.date for step in result.trace if step.why is DayKind.SHIFTED} == {date(2026, 10, 10)}


@pytest.mark.parametrize(("start", "provisional"), [("2026-12-10", False), ("2026-12-24", True), ("2027-03-01", True)])
def test_an_unknown_year_makes_the_day_provisional_and_refuses_nothing(start, provisional):
    assert due_date(date.fromisoformat(start), 10, CALENDAR).provisional is provisional


@pytest.mark.parametrize("days", [0, -1])
def test_no_days_is_an_error(days):
    with pytest.raises(ValueError, match="days"):
        due_date(date(2026, 11, 20), days, CALENDAR)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-10-01", "2026-10-08"), ("2026-10-10", "2026-10-10"), ("2026-11-21", "2026-11-23")],
)
def test_next_workday(day, expected):
    assert next_workday(date.fromisoformat(day), CALENDAR) == date.fromisoformat(expected)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 60))
def test_the_due_day_is_worked_and_exactly_that_many_days_off(start, days):
    due = due_date(start, days, CALENDAR).due
    assert is_workday(due, CALENDAR)
    assert workdays_left(start, due, CALENDAR) == days


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [("2026-11-20", "2026-11-20", 0), ("2026-11-20", "2026-11-23", 1), ("2026-11-24", "2026-11-20", -2)],
)
def test_days_left_turn_negative_when_overdue(today, due, left):
    assert workdays_left(date.fromisoformat(today), date.fromisoformat(due), CALENDAR) == left
