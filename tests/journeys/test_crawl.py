"""A reader who follows every link: no dead end, no cookie, nothing from elsewhere, nothing inline, no full name."""

import csv
import http.client
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from django.conf import settings

pytestmark = pytest.mark.journey
MOST_PAGES = 600
KB = 1024


class Page(HTMLParser):
    """The links, resources and inline code of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.resources: set[str] = set()
        self.inline: list[str] = []
        self.headings = 0
        self.forms: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            self.links.add(values["href"])
        for name in ("src", "srcset", "poster", "data"):
            if values.get(name):
                self.resources.add(values[name])
        if tag == "link":
            self.resources.add(values["href"])
        if "style" in values or tag == "style" or (tag == "script" and not values.get("src")):
            self.inline.append(tag)
        self.inline += [name for name in values if name.startswith("on")]
        self.headings += tag == "h1"


@pytest.fixture(scope="module")
def crawled(portal):
    """Every public HTML page by address, with what was wrong on the way."""
    host = urlsplit(portal.url)
    connection = http.client.HTTPConnection(host.hostname, host.port)
    waiting, seen, wrong = ["/"], {}, []
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        connection.request("GET", address)
        answer = connection.getresponse()
        body = answer.read()
        seen[address] = (answer.status, answer.getheaders(), body)
        if answer.status in (301, 302):
            waiting.append(urldefrag(urlsplit(answer.getheader("Location"))._replace(scheme="", netloc="").geturl())[0])
        if "html" not in (answer.getheader("Content-Type") or ""):
            continue
        page = Page()
        page.feed(body.decode())
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("tel", "mailto") or (parts.netloc and parts.netloc != host.netloc):
                continue
            if not link.startswith(("/", "?", "#")):
                wrong.append((address, "a link that is not root-absolute", link))
            target = urldefrag(f"{urlsplit(address).path}{link}" if link.startswith("?") else link)[0]
            if target and not target.startswith(("#", "/admin")) and "view=large" not in target:
                waiting.append(target)
        wrong += [(address, "from elsewhere", each) for each in page.resources if not each.startswith(("/", "data:"))]
        wrong += [(address, "inline code", each) for each in page.inline]
        if answer.status == 200 and page.headings != 1:
            wrong.append((address, "headings of the first level", page.headings))
    return seen, wrong


def test_nothing_inline_and_nothing_from_elsewhere(crawled):
    seen, wrong = crawled
    assert len(seen) > 60, "the crawl must have got somewhere"
    assert wrong == []


def test_no_dead_links(crawled):
    seen, _ = crawled
    assert [(address, status) for address, (status, *_rest) in seen.items() if status >= 400] == []


def test_no_page_sets_a_cookie_and_all_carry_the_strict_policy(crawled):
    seen, _ = crawled
    for address, (_, headers, _) in seen.items():
        names = {name.lower(): value for name, value in headers}
        assert "set-cookie" not in names, address
        if "html" in names.get("content-type", ""):
            policy = names["content-security-policy"]
            assert "script-src 'self';" in f"{policy};", address
            assert "unsafe" not in policy, address


def test_no_full_name_of_the_roster_is_on_any_page(crawled):
    seen, _ = crawled
    with Path(settings.BASE_DIR, "demo/data/roster-2026-10.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["户主姓名"] for row in csv.DictReader(file) if len(row["户主姓名"]) >= 3}
    assert len(names) > 500
    pattern = re.compile("|".join(map(re.escape, names)))
    for address, (_, headers, body) in seen.items():
        if "text" in {name.lower(): value for name, value in headers}.get("content-type", ""):
            found = pattern.findall(body.decode("utf-8", "replace"))
            assert found == [], address
