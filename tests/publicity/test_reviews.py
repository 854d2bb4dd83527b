"""The result of a review is publicised again: linked from its list, village, roll and feed, naming no objector."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from complaints.actions import handling
from complaints.domain.kinds import Kind
from publicity.actions.errors import ForbiddenPattern
from publicity.actions.reviews import publish_review_notice
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import ReviewNotice
from publicity.panels import roll_panel
from tests.factories_complaints import FILED, FOUND, file_case, make_world
from tests.factories_publicity import TODAY, people, published

pytestmark = pytest.mark.django_db
WORDS = "经复核，该户收入超过标准，不予纳入。"


@pytest.fixture(autouse=True)
def today(settings):
    settings.PORTAL_TODAY = TODAY.isoformat()


@pytest.fixture
def listed():
    return published(stage="proposed")


def notice(listed, **changes):
    hands = people()
    given = {
        "village": listed.village,
        "publication": listed,
        "entry_number": 2,
        "outcome": "upheld",
        "explanation": WORDS,
        "by": hands.township,
        "approved_by": hands.lead,
        "today": TODAY,
    }
    return publish_review_notice(**{**given, **changes})


def text(client, address):
    return unescape(client.get(address).content.decode())


def places(listed):
    """Where a notice is linked from; the roll is a panel of the home page, which is another app's."""
    return {
        "list": reverse("publicity:list", args=[listed.pk]),
        "village": reverse("publicity:area", args=[listed.village_id]),
        "feed": reverse("publicity:feed"),
    }


def test_it_stands_in_the_roll(listed, rf):
    made = notice(listed)
    assert list(roll_panel(rf.get("/")).context["reviews"]) == [made]


@pytest.mark.parametrize("place", ["list", "village", "feed"])
def test_everyone_finds_it_from_where_they_are(client, listed, place):
    made = notice(listed)
    assert reverse("publicity:review", args=[made.pk]) in text(client, places(listed)[place])


def test_it_leads_back_to_the_list_and_the_entry_it_concerns(client, listed):
    made = notice(listed)
    shown = text(client, reverse("publicity:review", args=[made.pk]))
    assert reverse("publicity:list", args=[listed.pk]) in shown
    assert "2" in shown
    assert WORDS in shown
    on_list = text(client, places(listed)["list"])
    assert WORDS not in on_list  # only the notice itself says why, and only in its own time


def test_it_has_a_window_of_its_own(client, listed, settings):
    made = notice(listed, today=date(2026, 11, 25))
    settings.PORTAL_TODAY = "2026-12-02"
    assert made.closes_on == date(2026, 12, 2)
    assert not listed.is_open(date(2026, 12, 2))
    assert WORDS in text(client, reverse("publicity:review", args=[made.pk]))
    settings.PORTAL_TODAY = "2026-12-03"
    for address in (reverse("publicity:review", args=[made.pk]), *places(listed).values()):
        assert WORDS not in text(client, address)


@pytest.mark.parametrize(
    "words", ["请联系 13912345678", "身份证 379901197001010018", "卡号 6217909960308246281", "王某，13912345678"]
)
def test_numbers_of_a_person_are_refused(listed, words):
    with pytest.raises(ForbiddenPattern):
        notice(listed, explanation=words)


def test_no_word_of_the_objector_gets_out(client, settings):
    """From the objection to the approved decision: what the sender wrote is on no page, in no feed, in no entry."""
    settings.PORTAL_TODAY = FILED.isoformat()
    canary = "我是东头第三家的赵大嫂"
    world = make_world()
    case, _receipt = file_case(world, kind=Kind.OBJECTION, text=f"{canary}，他家有两辆车")
    handling.accept_case(**world.acting("township", case))
    handling.start_review(**world.acting("township", case))
    handling.decide_case(
        **world.acting("township", case), outcome="upheld", reasons=f"{canary}所述属实", public_text=WORDS, **FOUND
    )
    handling.approve_decision(**world.acting("lead", case))
    made = ReviewNotice.objects.get()
    shown = [text(client, reverse("publicity:review", args=[made.pk])), text(client, reverse("publicity:feed"))]
    assert all(WORDS in page or made.pk in page for page in shown)
    leaves = [bytes(leaf).decode() for leaf in LedgerEntry.objects.values_list("leaf", flat=True)]
    fields = [str(value) for value in ReviewNotice.objects.values().get().values()]
    assert not any(word in part for part in (*shown, *leaves, *fields) for word in (canary, "赵大嫂"))
