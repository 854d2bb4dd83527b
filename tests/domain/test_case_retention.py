"""Years, leap days, and how long a hold may be."""

from datetime import date

import pytest

from complaints.domain.retention import BadHold, checked_hold, ended_by, seal_on


@pytest.mark.parametrize(
    ("ended", "years", "sealed"),
    [
        ("2026-11-20", 10, "2036-11-20"),
        ("2024-02-29", 1, "2025-03-01"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2026-12-31", 1, "2027-12-31"),
    ],
)
def test_the_same_day_years_later(ended, years, sealed):
    day = date.fromisoformat(sealed)
    assert seal_on(date.fromisoformat(ended), years) == day
    assert date.fromisoformat(ended) <= ended_by(day, years)


@pytest.mark.parametrize(
    ("day", "years", "last"),
    [("2028-02-29", 1, "2027-02-28"), ("2028-02-29", 4, "2024-02-29"), ("2025-02-28", 1, "2024-02-28")],
)
def test_the_last_day_on_which_it_may_have_ended(day, years, last):
    assert ended_by(date.fromisoformat(day), years) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("until", "good"), [("2026-11-21", False), ("2026-11-22", True), ("2027-11-21", True), ("2027-11-22", False)]
)
def test_a_hold_lasts_a_year_at_most(until, good):
    day, today = date.fromisoformat(until), date(2026, 11, 21)
    if good:
        assert checked_hold(day, today) == day
    else:
        with pytest.raises(BadHold):
            checked_hold(day, today)
