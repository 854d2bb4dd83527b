"""What is promised, by kind: the legal numbers in one place."""

import pytest

from complaints.domain.clock import CLOCK, BadExtension, Promise, Who, checked_extension
from complaints.domain.kinds import Kind, Subject, kind_for


@pytest.mark.parametrize(
    ("kind", "promise", "days", "who"),
    [
        (Kind.REVIEW, Promise.DECIDE, 10, Who.HANDLING_OFFICE),
        (Kind.OBJECTION, Promise.DECIDE, 10, Who.HANDLING_OFFICE),
        (Kind.TIP_HOUSEHOLD, Promise.ANSWER, 10, Who.HANDLING_OFFICE),
        (Kind.TIP_OFFICIAL, Promise.HAND_OVER, 10, Who.DISCIPLINE),
    ],
)
def test_promises(kind, promise, days, who):
    term = CLOCK[kind]
    assert (term.promise, term.days, term.who) == (promise, days, who)


def test_every_kind_has_a_promise_and_only_the_review_claims_the_document():
    assert set(CLOCK) == set(Kind)
    assert [kind for kind, term in CLOCK.items() if term.source != "own"] == [Kind.REVIEW]
    assert CLOCK[Kind.REVIEW].source == "菏区政办发〔2022〕23号 三（四）"


@pytest.mark.parametrize("days", [1, 10])
def test_extensions_within_ten_days(days):
    assert checked_extension(days) == days


@pytest.mark.parametrize("days", [-1, 0, 11])
def test_other_extensions_are_refused(days):
    with pytest.raises(BadExtension):
        checked_extension(days)


@pytest.mark.parametrize(
    ("kind", "subject", "is_open", "names_list", "taken_as"),
    [
        (Kind.OBJECTION, Subject.HOUSEHOLD, True, True, Kind.OBJECTION),
        (Kind.OBJECTION, Subject.HOUSEHOLD, False, True, Kind.TIP_HOUSEHOLD),
        (Kind.OBJECTION, Subject.HOUSEHOLD, False, False, Kind.OBJECTION),
        (Kind.OBJECTION, Subject.VILLAGE_CADRE, True, True, Kind.TIP_OFFICIAL),
        (Kind.TIP_HOUSEHOLD, Subject.UNKNOWN, False, False, Kind.TIP_OFFICIAL),
        (Kind.TIP_HOUSEHOLD, Subject.HOUSEHOLD, False, False, Kind.TIP_HOUSEHOLD),
        (Kind.REVIEW, Subject.HOUSEHOLD, False, True, Kind.REVIEW),
    ],
)
def test_a_case_is_taken_in_as_what_it_is(kind, subject, is_open, names_list, taken_as):
    assert kind_for(kind, subject=subject, list_is_open=is_open, names_list=names_list) is taken_as
