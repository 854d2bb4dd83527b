"""Codes on paper: as long as asked, of signs that can't be taken for each other."""

from random import Random

import pytest

from county.domain.codes import ALPHABET, code_of


@pytest.mark.parametrize("length", [0, 1, 6, 10])
def test_as_long_as_asked_and_drawn_by_whom_one_names(length):
    assert code_of(length, Random(1).choice) == code_of(length, Random(1).choice)
    assert len(code_of(length, Random(1).choice)) == length
    assert set(code_of(1000, Random(2).choice)) == set(ALPHABET)


def test_nothing_looks_like_another():
    assert not set("0o1il") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
