from datetime import date

import pytest

from publicity.domain.retention import add_months, is_due, last_due_period


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 1), -3, date(2025, 12, 1)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_the_same_day_months_later_or_the_last_of_the_month(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("today", "months", "newest_due"),
    [
        (date(2026, 11, 30), 0, "2026-10"),
        (date(2026, 12, 1), 0, "2026-11"),
        (date(2026, 11, 30), 6, "2026-04"),
        (date(2026, 12, 1), 6, "2026-05"),
        (date(2027, 1, 1), 15, "2025-09"),
    ],
)
def test_a_month_is_due_when_its_time_has_run_from_its_last_day(today, months, newest_due):
    assert last_due_period(today, months) == newest_due


@pytest.mark.parametrize(
    ("today", "months", "due"),
    [
        (date(2026, 5, 27), 6, False),
        (date(2026, 5, 28), 6, True),
        (date(2025, 11, 28), 0, True),
        (date(2025, 11, 27), 0, False),
    ],
)
def test_an_ended_list_is_due_on_the_day_itself(today, months, due):
    assert is_due(date(2025, 11, 28), months, today) is due
