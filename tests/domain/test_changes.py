from decimal import Decimal

import pytest

from publicity.domain.changes import Changes, compare, total


def yuan(**amounts):
    return {key: Decimal(str(value)) for key, value in amounts.items()}


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({}, {}, Changes()),
        ({}, yuan(a=1), Changes(new=1)),
        (yuan(a=1), {}, Changes(left=1)),
        (yuan(a=1), yuan(a=2), Changes(raised=1)),
        (yuan(a=2), yuan(a="1.99"), Changes(lowered=1)),
        (yuan(a=2), yuan(a="2.00"), Changes(unchanged=1)),
        (yuan(a=1, b=2, c=3), yuan(b=3, c=3, d=4), Changes(new=1, left=1, raised=1, unchanged=1)),
    ],
)
def test_changes_of_a_village(before, after, changes):
    assert compare(before, after) == changes


def test_sum_over_villages():
    assert total([Changes(new=1, refused=2), Changes(new=2, left=1)]) == Changes(new=3, left=1, refused=2)
