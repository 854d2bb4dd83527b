"""Legal limits of an application, from the documents; each number stands here once."""

from datetime import date

import pytest

from complaints.domain.clock import CLOCK
from county.domain.limits import ANSWER, Asked, Cause, SinceMissing, SinceTooEarly, Step, decision_limit, owed_by
from county.domain.workdays import Calendar, DayKind

PLAIN = Calendar(known_years=frozenset({2026}))
ALL = frozenset(Cause)


@pytest.mark.parametrize(
    ("delegated", "causes", "days"),
    [
        (False, frozenset(), 30),
        (True, frozenset(), 20),
        *[(delegated, frozenset({cause}), 45) for delegated in (False, True) for cause in Cause],
        (False, ALL, 45),
    ],
)
def test_the_limit_by_cause_and_delegation(delegated, causes, days):
    limit = decision_limit(delegated=delegated, causes=causes)
    assert limit.days == days
    assert "运民发〔2023〕50号 四（二）" in limit.source


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        # Monday 2026-03-02; the day itself is not counted, weeks of five.
        (Asked(date(2026, 3, 2)), 30, date(2026, 4, 13)),
        (Asked(date(2026, 3, 2), delegated=True), 20, date(2026, 3, 30)),
        (Asked(date(2026, 3, 2), causes=frozenset({Cause.ELSEWHERE})), 45, date(2026, 5, 4)),
        # A Saturday: the first day counted is the Monday after.
        (Asked(date(2026, 3, 7), delegated=True), 20, date(2026, 4, 3)),
        # Examined anew from a later day: counted from there, whatever has passed.
        (Asked(date(2026, 3, 2), delegated=True, step=Step.AGAIN, since=date(2026, 3, 16)), 20, date(2026, 4, 13)),
        # Refused on a Thursday: the letter by Tuesday, whatever the cause was.
        (Asked(date(2026, 3, 2), causes=ALL, step=Step.REFUSED, since=date(2026, 3, 5)), 3, date(2026, 3, 10)),
    ],
)
def test_what_is_owed_and_by_when(asked, days, due):
    owed = owed_by(asked, PLAIN)
    assert (owed.limit.days, owed.due.due) == (days, due)
    assert sum(step.counted for step in owed.due.trace) == days
    assert owed.restarted == (asked.step is Step.AGAIN)


def test_holidays_and_shifted_days_move_the_day():
    calendar = Calendar(
        {date(2026, 3, 6): DayKind.HOLIDAY, date(2026, 3, 8): DayKind.SHIFTED}, known_years=frozenset({2026})
    )
    asked = Asked(date(2026, 3, 2), step=Step.REFUSED, since=date(2026, 3, 5))
    owed = owed_by(asked, calendar)
    assert owed.due.due == date(2026, 3, 10)
    assert [(step.date.day, step.counted) for step in owed.due.trace] == [
        (5, False),
        (6, False),
        (7, False),
        (8, True),
        (9, True),
        (10, True),
    ]


def test_a_year_without_a_calendar_is_provisional():
    assert owed_by(Asked(date(2026, 12, 1)), PLAIN).due.provisional
    assert not owed_by(Asked(date(2026, 3, 2)), PLAIN).due.provisional


@pytest.mark.parametrize("step", [Step.AGAIN, Step.REFUSED])
def test_a_step_needs_its_day(step):
    with pytest.raises(SinceMissing):
        owed_by(Asked(date(2026, 3, 2), step=step), PLAIN)
    with pytest.raises(SinceTooEarly):
        owed_by(Asked(date(2026, 3, 2), step=step, since=date(2026, 3, 1)), PLAIN)


def test_what_guides_say_of_answers_is_what_the_clock_counts():
    assert {term.days for term in CLOCK.values()} == {ANSWER.days}
