"""Receipt codes: uniform, 25 digits, and forgiving to type."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.receipt import BadReceipt, format_receipt, new_receipt, parse_receipt

CODE = "0123456789012345678901234"


class Fixed:
    def __init__(self, value):
        self.value = value

    def randrange(self, stop):
        assert stop == 10**25
        return self.value


@pytest.mark.parametrize(("value", "code"), [(0, "0" * 25), (7, "0" * 24 + "7"), (10**25 - 1, "9" * 25)])
def test_the_whole_range_is_used(value, code):
    assert new_receipt(Fixed(value)) == code


def test_for_people_it_is_five_groups_of_five():
    assert format_receipt(CODE) == "01234 56789 01234 56789 01234"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "01234 56789 01234 56789 01234",
        "01234-56789-01234-56789-01234",
        "01234－56789—01234–56789‑01234",
        "  01234\u300056789\t01234\n56789\u00a001234 ",
        "０１２３４　５６７８９　０１２３４　５６７８９　０１２３４",
    ],
)
def test_typing_is_forgiven(typed):
    assert parse_receipt(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "5", CODE[:-1] + "x", "²" * 25, "a" * 25])
def test_anything_else_is_refused(typed):
    with pytest.raises(BadReceipt):
        parse_receipt(typed)


@given(st.integers())
def test_what_is_printed_can_be_typed(seed):
    code = new_receipt(random.Random(seed))
    assert parse_receipt(format_receipt(code)) == code
