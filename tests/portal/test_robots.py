"""Search engines keep policies; whatever could show a household or a sender they neither fetch nor keep."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import Locale, Page

from tests.factories_cms import InfoFactory, PolicyFactory
from tests.factories_publicity import published

pytestmark = pytest.mark.django_db
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def policy():
    """A home page with one policy."""
    Locale.objects.get_or_create(language_code="zh-hans")
    if not Page.objects.exists():  # Wagtail's migration makes it; tables made without migrations lack it
        Page.add_root(title="Root", slug="root")
    return PolicyFactory()


def rules(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    parser = RobotFileParser()
    parser.parse(response.content.decode().splitlines())
    return parser


def listed(client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [item.text for item in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def closed_addresses(made):
    names = ("list", "list_pdf", "list_csv", "list_json", "list_datapackage")
    lists = [reverse(f"publicity:{name}", args=[made.pk]) for name in names]
    return [*lists, reverse("publicity:query"), reverse("publicity:feed"), "/api/v1/lists", f"/api/v1/lists/{made.pk}"]


def test_lists_and_the_query_are_neither_fetched_nor_kept(client):
    made, parser = published(), rules(client)
    for address in closed_addresses(made):
        assert not parser.can_fetch("any", f"{BASE}{address}"), address
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["X-Robots-Tag"] == "noindex, noarchive", address
        if "html" in response["Content-Type"]:
            assert '<meta name="robots" content="noindex,noarchive">' in response.content.decode(), address


@pytest.mark.parametrize("path", ["/tip/", "/objection/", "/receipt/", "/search/?q=x", "/q/abc", "/admin/"])
def test_doors_of_senders_and_staff_are_closed(client, path):
    assert not rules(client).can_fetch("any", f"{BASE}{path}")


def test_policies_may_be_found(client, policy):
    address = policy.get_url()
    assert rules(client).can_fetch("any", f"{BASE}{address}")
    response = client.get(address)
    assert response.status_code == 200
    assert "X-Robots-Tag" not in response
    assert '<meta name="robots"' not in response.content.decode()
    assert f"{BASE}{address}" in listed(client)


def test_the_sitemap_names_nothing_that_is_closed(client, policy):
    made = published()
    InfoFactory(slug="draft", live=False)
    parser, found = rules(client), listed(client)
    assert f"{BASE}/publicity/" in found
    assert all(parser.can_fetch("any", address) for address in found)
    assert not [address for address in found if made.pk in address or "draft" in address]
    assert len(found) == len(set(found))
    assert client.get("/robots.txt").content.decode().rstrip().endswith(f"Sitemap: {BASE}/sitemap.xml")


def test_neither_sets_a_cookie(client):
    for path in ("/robots.txt", "/sitemap.xml"):
        response = client.get(path)
        assert not response.cookies
        assert client.post(path).status_code == 405


def test_closed_addresses_move_with_the_prefix(client, monkeypatch):
    monkeypatch.setattr(settings, "PORTAL_PREFIX", "/sunshine")
    cache.clear()
    assert "Disallow: /sunshine/publicity/list/" in client.get("/robots.txt").content.decode()
