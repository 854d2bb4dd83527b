"""Which totals may go out: case tables of the release rule. tests/domain/test_attack.py attacks what it lets out."""

import pytest

from county.domain.small_cells import cells
from publicity.domain.suppression import Release, is_safe, releasable

TREE = {"county": None, "a": "county", "b": "county", "c": "county"} | {
    f"{town}{n}": town for town in "abc" for n in (1, 2)
}


def release(area, households, period="2026-10", persons=None):
    return Release(area, period, households, 2 * households if persons is None else persons)


@pytest.mark.parametrize(
    ("releases", "safe"),
    [
        ([], True),
        ([("county", 9)], False),
        ([("county", 10)], True),
        ([("county", 30), ("a", 20)], True),
        ([("county", 30), ("a", 21)], False),  # the rest is nine
        ([("county", 40), ("a", 15), ("b", 15)], True),
        ([("county", 38), ("a", 15), ("b", 15)], False),  # c is eight
        ([("county", 45), ("a", 15), ("b", 15), ("c", 15)], False),  # one part always stays unsaid
        ([("a", 15), ("b", 15)], True),
        ([("a", 25), ("a1", 12)], True),
        ([("a", 25), ("a1", 16)], False),
        ([("county", 10), ("county", 10)], False),  # the same twice
    ],
)
def test_within_a_month(releases, safe):
    assert is_safe(TREE, [release(area, number) for area, number in releases]) is safe


@pytest.mark.parametrize(
    ("releases", "safe"),
    [
        ([("county", 30, "2026-10"), ("county", 31, "2026-11")], False),
        ([("county", 30, "2026-10"), ("county", 30, "2026-11")], False),
        ([("county", 30, "2026-10"), ("county", 40, "2026-11")], True),
        ([("county", 30, "2026-10"), ("county", 40, "2026-11"), ("county", 35, "2026-12")], False),
        # what a part says in another month is set against the whole as if nobody had come or gone
        ([("county", 30, "2026-10"), ("a", 25, "2026-11")], False),
        ([("county", 60, "2026-10"), ("a", 20, "2026-10"), ("a", 35, "2026-12")], True),
        ([("county", 60, "2026-10"), ("a", 20, "2026-10"), ("b", 31, "2026-12")], False),
        # county +15, a +16: b and c together lost one
        (
            [("county", 60, "2026-10"), ("a", 20, "2026-10"), ("county", 75, "2026-11"), ("a", 36, "2026-11")],
            False,
        ),
        # together a and b have grown by one, but they are no area, and neither of them has changed by so few
        ([("a", 20, "2026-10"), ("b", 40, "2026-10"), ("a", 35, "2026-11"), ("b", 26, "2026-11")], True),
    ],
)
def test_between_months(releases, safe):
    assert is_safe(TREE, [release(area, number, month) for area, number, month in releases]) is safe


def test_persons_are_guarded_like_households():
    assert not is_safe(TREE, [release("county", 30, persons=30), release("county", 60, "2026-11", persons=35)])


def test_larger_areas_come_first_and_what_was_said_stays_said():
    october = [release("county", 40), release("a", 15), release("b", 15), release("c", 10)]
    first = releasable(tree=TREE, candidates=october, released=[])
    assert [item.area for item in first] == ["county", "a", "b"]
    november = [release("county", 41, "2026-11"), release("c", 12, "2026-11")]
    assert releasable(tree=TREE, candidates=november, released=first) == []


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({"death": 0, "moved": 0}, {"death": None, "moved": None}),
        ({"death": 9, "moved": 5}, {"death": None, "moved": None}),
        ({"death": 10, "moved": 12}, {"death": 10, "moved": 12}),
        ({"death": 30, "moved": 9}, {"death": None, "moved": None}),  # the total would give the nine away
        ({"death": 30, "moved": 20, "other": 1}, {"death": 30, "moved": None, "other": None}),
        ({"death": 30, "moved": 6, "other": 4}, {"death": None, "moved": None, "other": None}),
        (
            {"death": 10, "moved": 9, "other": 9},
            {"death": None, "moved": None, "other": None},
        ),  # 18 can only be 9 and 9
        (
            {"death": 40, "moved": 30, "other": 4, "married": 6},
            {"death": 40} | dict.fromkeys(["moved", "other", "married"]),
        ),
        (
            {"death": 30, "moved": 12, "other": 12, "married": 3},
            {"death": 30} | dict.fromkeys(["moved", "other", "married"]),
        ),
        ({"death": 30, "moved": 0, "other": 0}, {"death": None, "moved": None, "other": None}),
    ],
)
def test_reasons_in_cells_of_ten(counts, shown):
    assert cells(counts) == shown
