"""Small cells are suppressed, and what they could be worked out from."""

from datetime import date

import pytest

from complaints.domain.figures import Count, Days, figures, months_to_release
from complaints.domain.kinds import Kind


def of(number, *, kind=Kind.OBJECTION, outcome="upheld", on_time=True, month="2026-10", township=""):
    return Count(month, kind, outcome, on_time, number, township)


def first(counts):
    month = figures(counts, month="2026-10")
    return month, next(kind for kind in month.kinds if kind.kind is Kind.OBJECTION)


@pytest.mark.parametrize(("number", "shown"), [(1, None), (9, None), (10, 10), (11, 11)])
def test_the_border_is_ten(number, shown):
    month, objections = first([of(number)])
    assert objections.closed == shown
    assert month.total == shown


def test_a_small_part_hides_the_whole_split():
    _month, objections = first([of(20), of(3, on_time=False)])
    assert (objections.closed, objections.on_time, objections.late) == (23, None, None)
    assert objections.outcomes == {"upheld": 23}


def test_a_small_outcome_hides_all_outcomes():
    _month, objections = first([of(20), of(3, outcome="partly")])
    assert objections.outcomes == {}
    assert (objections.on_time, objections.late) == (23, 0)


def test_a_suppressed_kind_hides_the_total():
    month, objections = first([of(20), of(3, kind=Kind.REVIEW)])
    assert objections.closed == 20
    assert month.total is None


def test_other_months_are_left_aside():
    counts = [of(10, month=month) for month in ("2026-09", "2026-11", "2026-10")]
    assert figures(counts, month="2026-10").total == 10


@pytest.mark.parametrize(
    ("first", "released", "today", "months"),
    [
        ("2026-11", [], date(2026, 11, 30), []),
        ("2026-11", [], date(2026, 12, 1), ["2026-11"]),
        ("2026-11", [], date(2027, 1, 31), ["2026-11", "2026-12"]),
        ("2026-11", ["2026-11"], date(2027, 2, 1), ["2026-12", "2027-01"]),
        ("2027-03", [], date(2027, 2, 1), []),
    ],
)
def test_which_months_are_released(first, released, today, months):
    assert months_to_release(first, released=released, today=today) == months


@pytest.mark.parametrize(
    ("lengths", "median"),
    [([], None), ([(3, 1)], 3), ([(3, 5), (8, 5)], 3), ([(3, 5), (8, 6)], 8), ([(9, 1), (1, 3), (4, 4)], 4)],
)
def test_the_median_of_what_is_shown(lengths, median):
    days = [Days("2026-10", Kind.OBJECTION, length, number) for length, number in lengths]
    month = figures([of(12)], month="2026-10", days=days)
    assert next(kind for kind in month.kinds if kind.kind is Kind.OBJECTION).median == median


def test_the_median_of_few_is_not_shown():
    month = figures([of(9)], month="2026-10", days=[Days("2026-10", Kind.OBJECTION, 3, 9)])
    assert month.kinds[0].median is None


@pytest.mark.parametrize(("received", "shown"), [(0, 0), (1, None), (9, None), (10, 10)])
def test_received_has_the_same_border(received, shown):
    assert figures([], month="2026-10", received=received).received == shown


@pytest.mark.parametrize(
    ("townships", "shown"),
    [
        ({"a": 12, "b": 15}, {"a": 12, "b": 15}),
        ({"a": 12, "b": 15, "c": 3}, {"a": None, "b": 15, "c": None}),
        ({"a": 12, "b": 15, "c": 3, "d": 4}, {"a": None, "b": 15, "c": None, "d": None}),
        ({"a": 12, "b": 15, "c": 6, "d": 7}, {"a": 12, "b": 15, "c": None, "d": None}),
        ({"a": 12, "b": 15, "": 20}, {"a": None, "b": 15}),
        ({"a": 3, "b": 15}, {"a": None, "b": None}),
    ],
)
def test_a_township_that_the_sum_would_give_away_takes_another_with_it(townships, shown):
    counts = [of(number, township=code) for code, number in townships.items()]
    assert figures(counts, month="2026-10").townships == shown


def test_tips_about_officials_are_in_no_township():
    counts = [of(20, township="a"), of(20, kind=Kind.TIP_OFFICIAL)]
    assert figures(counts, month="2026-10").townships == {"a": 20}
