"""Who confirms in a township: county or, by dated delegation, the township; who publishes, issues and signs follows."""

import json
from datetime import date

import pytest

from county.domain.roles import Action
from county.models.audit import AuditEntry
from county.models.settings import CountySettings
from publicity.actions.delegation import decides, delegate, publisher_action, revoke
from publicity.actions.errors import AlreadyDelegated, BadWindow, ForbiddenPattern, NotAllowed, NotDelegated
from publicity.actions.publishing import publish_list
from publicity.domain.places import DECISION_DAYS, Decider, issuer, publisher, title
from publicity.domain.stages import Stage
from publicity.models.ledger import LedgerEntry
from tests.factories_county import AreaFactory
from tests.factories_publicity import TODAY, people, roster, standard, village

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    standard()
    return village()


def given(place, **changes):
    ask = {
        "township": place.parent,
        "since": TODAY,
        "scope": "最低生活保障审核确认",
        "letter": "明政办发〔2026〕3号",
        "by": people().county,
        "today": TODAY,
    }
    return delegate(**{**ask, **changes})


@pytest.mark.parametrize(
    ("stage", "decides", "long_term", "by"),
    [
        (Stage.APPRAISAL, Decider.COUNTY, Decider.COUNTY, Decider.TOWNSHIP),
        (Stage.PROPOSED, Decider.COUNTY, Decider.COUNTY, Decider.TOWNSHIP),
        (Stage.APPROVED, Decider.COUNTY, Decider.TOWNSHIP, Decider.COUNTY),
        (Stage.APPROVED, Decider.TOWNSHIP, Decider.COUNTY, Decider.TOWNSHIP),
        (Stage.LONG_TERM, Decider.TOWNSHIP, Decider.COUNTY, Decider.COUNTY),
        (Stage.LONG_TERM, Decider.COUNTY, Decider.TOWNSHIP, Decider.TOWNSHIP),
    ],
)
def test_who_publishes_what(stage, decides, long_term, by):
    assert publisher(stage=stage, decides=decides, long_term=long_term) is by


def test_texts_follow_who_decides():
    """运城 2023: 30 working days, 20 where the township confirms."""
    assert DECISION_DAYS == {Decider.COUNTY: 30, Decider.TOWNSHIP: 20}
    assert issuer(township="东城街道", organiser="明安县民政局", by=Decider.TOWNSHIP) == "东城街道办事处"
    assert issuer(township="东城街道", organiser=" 明安县民政局 ", by=Decider.COUNTY) == "明安县民政局"
    key = {"place": "西河镇向阳村", "stage": Stage.APPROVED, "period": "2026-11", "batch": 2}
    assert title(**key) == "西河镇向阳村2026年11月第2批最低生活保障审核确认对象公示"
    assert title(**key, by=Decider.TOWNSHIP) == "西河镇向阳村2026年11月第2批受委托审核确认最低生活保障对象公示"


def test_a_delegation_holds_from_its_day_to_its_last(place):
    given(place, since=date(2026, 11, 25), until=date(2026, 12, 31))
    days = {"2026-11-24": "county", "2026-11-25": "township", "2026-12-31": "township", "2027-01-01": "county"}
    for day, by in days.items():
        assert decides(place.parent, date.fromisoformat(day)) == by
    assert publisher_action("approved", place.parent, date(2026, 11, 25)) is Action.PUBLISH_DELEGATED
    assert publisher_action("approved", place.parent, TODAY) is Action.PUBLISH_APPROVED


def test_the_township_publishes_in_its_own_name_and_the_county_no_longer(place):
    hands = people()
    roster(village=place, by=hands.clerk, stage="approved")
    ask = {"stage": "approved", "period": "2026-11", "village": place, "today": TODAY}
    with pytest.raises(NotAllowed):
        publish_list(**ask, by=hands.lead)
    given(place)
    with pytest.raises(NotAllowed):
        publish_list(**ask, by=hands.county)
    made = publish_list(**ask, by=hands.lead)
    assert made.issuer == "西河镇人民政府"
    assert "受委托" in made.title
    body = json.loads(bytes(LedgerEntry.objects.get(pk=made.ledger_index).leaf))
    assert body["decided_by"] == "township"


def test_another_township_is_not_delegated(place):
    given(place)
    east = AreaFactory(township=True, code="379901001000", name="东城街道")
    assert decides(east, TODAY) == "county"


def test_the_long_term_list_is_the_townships_by_setting(place):
    settings = CountySettings.load()
    settings.long_term_by = "township"
    settings.save()
    hands = people()
    roster(village=place, by=hands.clerk)
    ask = {"stage": "long-term", "period": "2026-11", "village": place, "today": TODAY}
    with pytest.raises(NotAllowed):
        publish_list(**ask, by=hands.county)
    assert publish_list(**ask, by=hands.lead).issuer == "西河镇人民政府"


def test_the_ledger_tells_of_both_ends(place):
    made = given(place)
    revoke(delegation=made, by=people().county, today=date(2026, 12, 1), until=date(2026, 12, 31))
    bodies = [json.loads(bytes(item.leaf)) for item in LedgerEntry.objects.order_by("index")]
    assert [(body["type"], body["step"], body["until"]) for body in bodies] == [
        ("delegate", "delegate", None),
        ("delegate", "revoke", "2026-12-31"),
    ]
    assert bodies[0]["letter"] == "明政办发〔2026〕3号"
    assert AuditEntry.objects.filter(verb__in=["approval.delegate", "approval.revoke"]).count() == 2


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"since": date(2026, 11, 19)}, BadWindow),
        ({"until": date(2026, 11, 19)}, BadWindow),
        ({"scope": "联系 13912345678"}, ForbiddenPattern),
        ({"letter": "379901197001010018"}, ForbiddenPattern),
    ],
)
def test_what_is_no_delegation(place, changes, error):
    with pytest.raises(error):
        given(place, **changes)
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize(
    ("since", "until", "fits"),
    [
        ("2026-11-20", None, False),
        ("2026-12-31", "2027-03-01", False),
        ("2026-11-20", "2026-11-24", True),
        ("2027-01-01", None, True),
    ],
)
def test_two_delegations_do_not_overlap(place, since, until, fits):
    given(place, since=date(2026, 11, 25), until=date(2026, 12, 31))
    ask = {"since": date.fromisoformat(since), "until": until and date.fromisoformat(until)}
    if fits:
        given(place, **ask)
        return
    with pytest.raises(AlreadyDelegated):
        given(place, **ask)


@pytest.mark.parametrize("name", ["lead", "clerk", "township"])
def test_only_the_county_delegates(place, name):
    with pytest.raises(NotAllowed):
        given(place, by=getattr(people(), name))
    made = given(place)
    with pytest.raises(NotAllowed):
        revoke(delegation=made, by=getattr(people(), name), today=TODAY)


def test_what_has_ended_is_not_ended_again(place):
    made = given(place)
    revoke(delegation=made, by=people().county, today=TODAY)
    assert decides(place.parent, TODAY) == "county"
    with pytest.raises(NotDelegated):
        revoke(delegation=made, by=people().county, today=date(2026, 11, 21))
