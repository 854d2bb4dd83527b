from datetime import date

import pytest

from policies_cms.domain.cases import case_length, is_short_enough
from policies_cms.domain.validity import DatesOutOfOrder, Validity, check_order, validity

FIRST, LAST, REPEAL = date(2026, 7, 1), date(2027, 6, 30), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("on", "expires_on", "repealed_on", "expected"),
    [
        (date(2026, 6, 30), None, None, Validity.NOT_YET),
        (date(2026, 7, 1), None, None, Validity.IN_FORCE),
        (date(2099, 1, 1), None, None, Validity.IN_FORCE),
        (date(2027, 6, 30), LAST, None, Validity.IN_FORCE),
        (date(2027, 7, 1), LAST, None, Validity.EXPIRED),
        (date(2026, 11, 30), LAST, REPEAL, Validity.IN_FORCE),
        (date(2026, 12, 1), LAST, REPEAL, Validity.REPEALED),
        (date(2028, 1, 1), LAST, REPEAL, Validity.REPEALED),
        (date(2026, 6, 1), LAST, REPEAL, Validity.NOT_YET),
        # A document can be repealed on the day it would have come into force.
        (date(2026, 7, 1), None, FIRST, Validity.REPEALED),
    ],
)
def test_validity(on, expires_on, repealed_on, expected):
    assert validity(on=on, effective_on=FIRST, expires_on=expires_on, repealed_on=repealed_on) is expected


@pytest.mark.parametrize(
    ("expires_on", "repealed_on", "culprit"),
    [(date(2026, 6, 30), None, "expires_on"), (None, date(2026, 6, 30), "repealed_on")],
)
def test_an_end_before_the_beginning_is_refused(expires_on, repealed_on, culprit):
    with pytest.raises(DatesOutOfOrder, match=culprit):
        check_order(effective_on=FIRST, expires_on=expires_on, repealed_on=repealed_on)


def test_one_day_is_enough():
    check_order(effective_on=FIRST, expires_on=FIRST, repealed_on=FIRST)


@pytest.mark.parametrize(("text", "fits"), [("字" * 100, True), ("字" * 101, False), ("字 \n" * 100, True)])
def test_a_case_has_at_most_a_hundred_characters(text, fits):
    assert is_short_enough(text) is fits
    assert case_length(text) == text.count("字")
