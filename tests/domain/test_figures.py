"""Small cells are suppressed, and what they could be worked out from."""

import pytest

from complaints.domain.figures import Count, figures
from complaints.domain.kinds import Kind


def of(number, *, kind=Kind.OBJECTION, outcome="upheld", on_time=True, month="2026-10"):
    return Count(month, kind, outcome, on_time, number)


def first(counts):
    month = figures(counts, before="2026-11")[0]
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


def test_only_months_that_have_closed_latest_first():
    counts = [of(10, month=month) for month in ("2026-09", "2026-11", "2026-10")]
    assert [month.month for month in figures(counts, before="2026-11")] == ["2026-10", "2026-09"]
