"""Where a list stands with its paper."""

from datetime import date

import pytest

from publicity.domain.postings import Standing, due_on, in_time, months_before, standing

OPENS = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "is_open", "posted", "hanging", "expected"),
    [
        (19, False, False, False, Standing.AHEAD),
        (19, False, True, True, Standing.POSTED),
        (20, True, False, False, Standing.TO_POST),
        (21, True, False, False, Standing.TO_POST),
        (22, True, False, False, Standing.OVERDUE),
        (22, True, True, True, Standing.POSTED),
        (22, True, True, False, Standing.TAKEN_DOWN),
        (29, False, True, True, Standing.TO_TAKE_DOWN),
        (29, False, True, False, Standing.TAKEN_DOWN),
        (29, False, False, False, Standing.NEVER_POSTED),
    ],
)
def test_standing(day, is_open, posted, hanging, expected):
    found = standing(day=date(2026, 11, day), opens_on=OPENS, is_open=is_open, posted=posted, hanging=hanging)
    assert found is expected


def test_one_day_of_grace():
    assert due_on(OPENS) == date(2026, 11, 21)
    assert in_time(opens_on=OPENS, up_on=date(2026, 11, 21))
    assert not in_time(opens_on=OPENS, up_on=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 21), 6, date(2026, 5, 21)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 30), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_months_before(day, months, expected):
    assert months_before(day, months) == expected
