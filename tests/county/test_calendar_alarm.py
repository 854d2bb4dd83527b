"""The alarm about the next year's holidays."""

import pytest

from county.calendar_alarm import missing_years
from county.domain.workdays import Calendar

KNOWN = Calendar({}, frozenset({2025, 2026}))


@pytest.mark.parametrize(
    ("year", "month", "missing"),
    [
        (2026, 10, []),
        (2026, 11, [2027]),
        (2026, 12, [2027]),
        (2027, 1, [2027]),
        (2027, 11, [2027, 2028]),
        (2025, 12, []),
    ],
)
def test_from_november_on_the_next_year_is_expected(year, month, missing):
    assert missing_years(year, month, KNOWN) == missing
