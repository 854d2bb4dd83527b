from xml.etree import ElementTree

import pytest
from django.urls import reverse

from tests.factories_publicity import published

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client):
    feed = ElementTree.fromstring(client.get(reverse("publicity:feed")).content)
    return feed.findall(f"{ATOM}entry")


def test_an_entry_has_the_five_disclosures_and_no_name(client, settings):
    made = published(stage="proposed")
    (entry,) = entries(client)
    assert entry.find(f"{ATOM}title").text == made.title
    assert entry.find(f"{ATOM}link").get("href").startswith(settings.PORTAL_BASE_URL)
    summary = entry.find(f"{ATOM}summary").text
    for part in ("4 户", "8 人", "2,400 元", "580 元", "0599-123-4567", "2026年11月20日", "2026年11月27日"):
        assert part in summary
    assert "**" not in summary
    assert entry.find(f"{ATOM}updated").text == "2026-11-20T00:00:00+08:00"


def test_a_closed_list_is_gone(client, settings):
    published(stage="proposed")
    settings.PORTAL_TODAY = "2026-11-28"
    assert entries(client) == []
