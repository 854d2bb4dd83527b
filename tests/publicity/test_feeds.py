"""The Atom feed: valid (RFC 4287), with ids that never change, and gone with the list."""

import re
from datetime import date
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from county.models.areas import Area
from publicity import feeds
from publicity.actions.closing import close_due_lists
from publicity.actions.publishing import publish_list
from publicity.actions.reviews import publish_review_notice
from publicity.models.publications import Publication
from tests.factories_publicity import HIDDEN_NAME, NAMES, TODAY, people, published, roster, village

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 3339, as RFC 4287 asks for it.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
TAG = re.compile(r"tag:[A-Za-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:\S+")  # RFC 4151


def read(client, query=""):
    response = client.get(reverse("publicity:feed") + query)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


def entries(client, query=""):
    return read(client, query).findall(f"{ATOM}entry")


def links(feed):
    return {item.get("rel"): item.get("href") for item in feed.findall(f"{ATOM}link")}


def one(element, name):
    """The text of the only child of a name."""
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text


def assert_valid(feed):
    """What RFC 4287 demands of a feed (4.1.1) and of its entries (4.1.2)."""
    assert feed.tag == f"{ATOM}feed"
    assert TAG.fullmatch(one(feed, "id"))
    assert one(feed, "title")
    assert MOMENT.fullmatch(one(feed, "updated"))
    assert feed.find(f"{ATOM}author/{ATOM}name").text
    assert links(feed)["self"]
    ids = []
    for entry in feed.findall(f"{ATOM}entry"):
        ids.append(one(entry, "id"))
        assert TAG.fullmatch(ids[-1])
        assert one(entry, "title")
        assert MOMENT.fullmatch(one(entry, "updated"))
        assert [item.get("rel") for item in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert urlsplit(entry.find(f"{ATOM}link").get("href")).scheme
        assert one(entry, "summary")
    assert len(ids) == len(set(ids))


def review():
    hands = people()
    return publish_review_notice(
        village=village(),
        publication=None,
        entry_number=None,
        outcome="upheld",
        explanation="经复核，符合条件。",
        by=hands.township,
        approved_by=hands.lead,
        today=TODAY,
    )


def test_an_entry_has_the_five_disclosures_and_no_name(client, settings):
    made = published(stage="proposed")
    (entry,) = entries(client)
    assert one(entry, "title") == made.title
    assert entry.find(f"{ATOM}link").get("href").startswith(settings.PORTAL_BASE_URL)
    summary = one(entry, "summary")
    for part in ("4 户", "8 人", "2,400 元", "580 元", "0599-123-4567", "2026年11月20日", "2026年11月27日"):
        assert part in summary
    assert one(entry, "updated") == one(entry, "published") == "2026-11-20T00:00:00+08:00"
    text = client.get(reverse("publicity:feed")).content.decode()
    for name in ("**", *NAMES, HIDDEN_NAME):
        assert name not in text


def test_the_feed_is_valid_full_and_empty(client):
    assert_valid(read(client))
    published(stage="proposed")
    published()
    review()
    feed = read(client)
    assert_valid(feed)
    assert len(feed.findall(f"{ATOM}entry")) == 3
    assert "复核" in one(feed.findall(f"{ATOM}entry")[-1], "title")


def test_the_same_question_has_the_same_answer(client):
    """Nothing in it is the moment of the question, so that a reader is told "not modified"."""
    first = client.get(reverse("publicity:feed"))
    assert first.content == client.get(reverse("publicity:feed")).content
    published()
    first = client.get(reverse("publicity:feed"))
    again = client.get(reverse("publicity:feed"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_ids_stay_and_a_new_version_has_its_own(client):
    made = published()
    (before,) = entries(client)
    assert one(before, "id") == f"tag:127.0.0.1,2026-01-01:list/{made.pk}"
    hands = people()
    roster(village=made.village, by=hands.clerk, names=NAMES[:2])
    publish_list(
        stage="long-term",
        period="2026-11",
        village=made.village,
        by=hands.county,
        today=date(2026, 11, 21),
        reason_code="correction",
    )
    (after,) = entries(client)
    assert one(after, "id") != one(before, "id")
    assert one(after, "updated") == "2026-11-21T00:00:00+08:00"


def test_a_closed_list_is_gone(client, settings):
    published(stage="proposed")
    settings.PORTAL_TODAY = "2026-11-28"
    assert entries(client) == []
    before = one(read(client), "updated")
    close_due_lists(today=date(2026, 11, 28))
    assert one(read(client), "updated") > before


def test_a_township_and_a_village_have_feeds_of_their_own(client):
    made = published()
    county = made.village.parent.parent
    far = Area.objects.create(code="379901200000", name="东关镇", kind="township", parent=county)
    Area.objects.create(code="379901200200", name="河口村", kind="village", parent=far)
    for code, count in ((made.village_id, 1), (made.village.parent_id, 1), (far.pk, 0), (county.pk, 1)):
        feed = read(client, f"?area={code}")
        assert_valid(feed)
        assert len(feed.findall(f"{ATOM}entry")) == count
        assert links(feed)["self"].endswith(f"?area={code}")
        assert code in one(feed, "id")
    for wrong in ("1", "x", "379901100999"):
        assert client.get(reverse("publicity:feed"), {"area": wrong}).status_code == 404


def test_a_long_feed_is_paged(client, monkeypatch):
    monkeypatch.setattr(feeds, "ITEMS", 2)
    for number in range(5):
        published(place=village(f"第{number}村", f"37990110040{number}"))
    seen, address = [], reverse("publicity:feed")
    feed = read(client)
    assert "previous" not in links(feed)
    while True:
        assert_valid(feed)
        seen += [one(entry, "id") for entry in feed.findall(f"{ATOM}entry")]
        assert links(feed)["first"].endswith(address)
        assert links(feed)["last"].endswith(f"{address}?page=3")
        if "next" not in links(feed):
            break
        feed = read(client, "?" + urlsplit(links(feed)["next"]).query)
    assert len(seen) == len(set(seen)) == Publication.objects.count()
    for wrong in ("0", "4", "x", "-1", "99999999999999999999"):
        assert client.get(address, {"page": wrong}).status_code == 404
