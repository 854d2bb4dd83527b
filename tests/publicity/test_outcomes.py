"""What becomes of each entry of a first list, and who is missing there when it comes to approving."""

import json
from datetime import date

import pytest

from county.models.audit import AuditEntry
from publicity.actions.errors import NotAllowed, OutcomeTooEarly, SameHand, UnknownOutcome, WrongState
from publicity.actions.outcomes import confirm_others, set_outcome, set_outcomes
from publicity.actions.proposals import approval_gaps
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import Publication
from publicity.models.rosters import RosterRow
from tests.factories_publicity import HIDDEN_NAME, TODAY, people, published, roster

pytestmark = pytest.mark.django_db
AFTER = date(2026, 11, 28)


@pytest.fixture
def listed():
    return published(stage="proposed")


@pytest.fixture
def lead(listed):
    return people().lead


def last_body():
    return json.loads(bytes(LedgerEntry.objects.order_by("-index").first().leaf))


def test_an_objected_entry_waits_and_the_rest_go_on(listed, lead):
    second = listed.entries.get(number=2)
    set_outcome(entry=second, outcome="re-investigating", by=lead, today=TODAY)
    confirm_others(publication=listed, by=lead, today=AFTER)
    outcomes = list(listed.entries.values_list("number", "outcome"))
    assert outcomes == [(1, "confirmed"), (2, "re-investigating"), (3, "confirmed"), (4, "confirmed")]
    body = last_body()
    assert body["outcomes"] == {"confirmed": 3, "refused": 0, "withdrawn": 0, "re-investigating": 1}
    assert (body["type"], body["waiting"]) == ("outcome", 0)
    assert second.pk not in json.dumps(body)
    assert AuditEntry.objects.filter(verb="list.outcome").count() == 2


@pytest.mark.parametrize(
    ("outcome", "today", "error"),
    [
        ("confirmed", TODAY, OutcomeTooEarly),
        ("confirmed", date(2026, 11, 27), OutcomeTooEarly),
        ("confirmed", AFTER, None),
        ("refused", TODAY, None),
        ("withdrawn", TODAY, None),
        ("re-investigating", AFTER, None),
        ("maybe", AFTER, UnknownOutcome),
        ("refused", date(2026, 11, 19), WrongState),
    ],
)
def test_when_which_outcome(listed, lead, outcome, today, error):
    ask = {"entry": listed.entries.get(number=1), "outcome": outcome, "by": lead, "today": today}
    if error is None:
        set_outcome(**ask)
        assert listed.entries.get(number=1).outcome == outcome
        return
    with pytest.raises(error):
        set_outcome(**ask)
    assert listed.entries.get(number=1).outcome == ""


@pytest.mark.parametrize("name", ["township", "clerk"])
def test_only_the_publishers_role(listed, name):
    with pytest.raises(NotAllowed):
        confirm_others(publication=listed, by=getattr(people(), name), today=AFTER)


def test_who_imported_the_roster_sets_no_outcome(listed):
    hands = people()
    Publication.objects.filter(pk=listed.pk).update(imported_by=hands.county)
    with pytest.raises(SameHand):
        confirm_others(publication=listed, by=hands.county, today=AFTER)


def test_other_lists_have_no_outcomes():
    made = published(stage="approved")
    with pytest.raises(WrongState):
        confirm_others(publication=made, by=people().county, today=TODAY)


def test_an_entry_of_another_list_is_refused(listed, lead):
    other = published(stage="approved", place=listed.village)
    with pytest.raises(UnknownOutcome):
        set_outcomes(publication=listed, outcomes={other.entries.first().pk: "refused"}, by=lead, today=TODAY)


def approved_roster(listed, *, extra=("周新增",)):
    """The same people, with the same person keys, and one that no first list has."""
    made = roster(village=listed.village, by=people().clerk, stage="approved", names=("王秀英", "李建国", *extra))
    first = RosterRow.objects.filter(roster_id=listed.roster_ref)
    for row in RosterRow.objects.filter(roster=made):
        known = first.filter(head_name=row.head_name).first()
        if known:
            row.person_key = known.person_key
            row.save()
    return made


def certificates(made, *names):
    return list(RosterRow.objects.filter(roster=made, head_name__in=names).values_list("certificate", flat=True))


def test_who_is_to_be_approved_without_a_first_list_is_named_to_the_publisher(listed, lead):
    made = approved_roster(listed)
    set_outcome(entry=listed.entries.get(number=2), outcome="re-investigating", by=lead, today=TODAY)
    gaps = approval_gaps(rosters=[made], today=AFTER)[made.pk]
    assert gaps.never_listed == certificates(made, "周新增")
    assert gaps.held_back == certificates(made, "李建国")
    assert not set(certificates(made, HIDDEN_NAME)) & {*gaps.never_listed, *gaps.held_back}


def test_before_the_window_has_ended_nobody_is_cleared(listed):
    made = approved_roster(listed)
    gaps = approval_gaps(rosters=[made], today=TODAY)[made.pk]
    assert len(gaps.never_listed) == 4


def test_other_stages_are_not_asked(listed):
    made = roster(village=listed.village, by=people().clerk)
    assert approval_gaps(rosters=[made], today=AFTER) == {}
