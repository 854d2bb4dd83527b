"""One person hides a privacy error at once; another confirms or lifts; rows leave every output meanwhile."""

import json
from html import unescape

import pytest
from django.urls import reverse

from publicity.actions.errors import NotAllowed, SameHand, WrongState
from publicity.actions.hiding import confirm_hiding, hide, lift_hiding
from publicity.actions.windows import withdraw
from publicity.domain.windows import State
from publicity.ledger_check import check_ledger
from publicity.models.events import Hiding, ListEvent
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import NameKey, Publication
from publicity.queries import look_up
from tests.factories_publicity import TODAY, people, published

pytestmark = pytest.mark.django_db
WHY = "可能显示了不应公示的内容"


@pytest.fixture
def listed(settings):
    settings.PORTAL_TODAY = TODAY.isoformat()
    return published(stage="proposed")


def bodies():
    return [json.loads(bytes(leaf)) for leaf in LedgerEntry.objects.order_by("index").values_list("leaf", flat=True)]


def outputs(client, listed):
    """Page, table, data and query: wherever a row can be read."""
    texts = [client.get(reverse(f"publicity:{name}", args=[listed.pk])) for name in ("list", "list_csv", "list_json")]
    return [unescape(answer.content.decode()) if answer.status_code == 200 else "" for answer in texts]


def test_one_entry_leaves_every_output_at_once(client, listed):
    entry = listed.entries.get(number=3)
    assert all("欧阳**" in text for text in outputs(client, listed))
    hide(publication=listed, entry=entry, reason=WHY, by=people().township, today=TODAY)
    assert not any("欧阳**" in text for text in outputs(client, listed))
    assert all("王**" in text for text in outputs(client, listed))
    assert look_up(village=listed.village, name="欧阳小明", today=TODAY)[1] == []
    assert [item.name_masked for item in look_up(village=listed.village, name="王秀英", today=TODAY)[1]] == ["王**"]
    listed.refresh_from_db()
    assert (listed.shown_households, listed.state(TODAY)) == (4, State.OPEN)


def test_the_ledger_does_not_say_which_entry(listed):
    entry = listed.entries.get(number=3)
    hide(publication=listed, entry=entry, reason=WHY, by=people().township, today=TODAY)
    (body,) = [item for item in bodies() if item["type"] == "hide"]
    assert (body["step"], body["what"], body["reason"]) == ("hide", "entry", "privacy")
    assert entry.pk not in json.dumps(body)
    assert not {"number", "entry"} & set(body)


def test_the_rows_root_still_verifies_with_a_hidden_entry(listed):
    hide(publication=listed, entry=listed.entries.get(number=3), reason=WHY, by=people().township, today=TODAY)
    problems = [str(item) for item in check_ledger(today=TODAY, fetch=None).problems]
    assert not [item for item in problems if listed.pk in item], problems


def test_a_whole_list_leaves_and_comes_back_with_its_days(client, listed):
    hands = people()
    hiding = hide(publication=listed, reason=WHY, by=hands.township, today=TODAY)
    listed.refresh_from_db()
    assert listed.state(TODAY) is State.HIDDEN
    assert not Publication.objects.open_on(TODAY).exists()
    assert not any("王**" in text for text in outputs(client, listed))
    lift_hiding(hiding=hiding, reason="核对无误", by=hands.lead, today=TODAY)
    listed.refresh_from_db()
    assert listed.state(TODAY) is State.OPEN
    assert listed.closes_on.isoformat() == "2026-11-30"  # one day lost; the 28th is a Saturday
    assert NameKey.objects.filter(publication=listed).count() == 4
    assert all("王**" in text for text in outputs(client, listed))


def test_an_entry_that_was_hidden_by_mistake_comes_back(listed):
    hands = people()
    entry = listed.entries.get(number=3)
    hiding = hide(publication=listed, entry=entry, reason=WHY, by=hands.lead, today=TODAY)
    with pytest.raises(SameHand):
        lift_hiding(hiding=hiding, reason="核对无误", by=hands.lead, today=TODAY)
    lift_hiding(hiding=hiding, reason="核对无误", by=hands.county, today=TODAY)
    assert listed.entries.filter(pk=entry.pk).exists()
    listed.refresh_from_db()
    assert listed.closes_on.isoformat() == "2026-11-27"


@pytest.mark.parametrize(
    ("by", "error"), [("lead", None), ("county", None), ("township", SameHand), ("clerk", NotAllowed)]
)
def test_the_second_eye(listed, by, error):
    hands = people()
    if error is SameHand:  # the township's officer who hid it holds no role to settle it either
        error = NotAllowed
    hiding = hide(publication=listed, reason=WHY, by=hands.township, today=TODAY)
    assert list(Hiding.objects.waiting()) == [hiding]
    ask = {"hiding": hiding, "reason": "确有不应公示的内容", "by": getattr(hands, by), "today": TODAY}
    if error:
        with pytest.raises(error):
            confirm_hiding(**ask)
        return
    confirm_hiding(**ask)
    assert not Hiding.objects.waiting().exists()
    assert [item.kind for item in ListEvent.objects.of(listed)] == ["hide", "confirm"]
    with pytest.raises(WrongState):
        lift_hiding(**ask)


def test_another_townships_people_hide_nothing_here(listed):
    hands = people()
    hands.township.office.area = listed.village.parent.parent.children.create(
        code="379901001000", name="东城街道", kind="township"
    )
    hands.township.office.save()
    with pytest.raises(NotAllowed):
        hide(publication=listed, reason=WHY, by=hands.township, today=TODAY)


def test_what_is_withdrawn_can_not_be_hidden(listed):
    withdraw(publication=listed, because="mistake", reason="村名有误", by=people().lead, today=TODAY)
    with pytest.raises(WrongState):
        hide(publication=listed, reason=WHY, by=people().township, today=TODAY)


def test_everyone_reads_that_rows_were_hidden(client, listed):
    hide(publication=listed, entry=listed.entries.get(number=3), reason=WHY, by=people().township, today=TODAY)
    shown = outputs(client, listed)[0]
    assert WHY in shown
    assert "1 行" in shown


def test_a_list_whose_only_row_is_hidden_does_not_say_that_there_is_nobody(client, settings):
    settings.PORTAL_TODAY = TODAY.isoformat()
    made = published(stage="proposed", names=("王秀英",))
    hide(publication=made, entry=made.entries.get(), reason=WHY, by=people().township, today=TODAY)
    shown = outputs(client, made)[0]
    assert "没有需要公示的对象" not in shown
    assert "已隐藏 1 行" in shown
