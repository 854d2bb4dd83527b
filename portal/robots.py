"""What search engines may keep: policies and guides, yes; whatever could show a household or a sender, no.

Lists are closed to robots twice: they are asked not to fetch them here, and told not to keep them (X-Robots-Tag and a
meta element) should they come by another way. An address alone says nothing of a person.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from county.links import absolute

#: Below the prefix; a robot takes each as the beginning of an address.
CLOSED = (
    "/publicity/list/",
    "/publicity/review/",
    "/publicity/query/",
    "/publicity/feed.atom",
    "/api/",
    "/objection/",
    "/tip/",
    "/receipt/",
    "/search/",
    "/q/",
    "/admin/",
)
_OPEN = ("policies_cms:directory", "publicity:index", "publicity:coverage", "ledger:index")
_HOUR = 3_600


@require_safe
@cache_control(public=True, max_age=_HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt (RFC 9309). Under a prefix the county's own portal serves the host's: copy these lines there."""
    lines = ["User-agent: *", *(f"Disallow: {settings.PORTAL_PREFIX}{path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=_HOUR)
def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages that may be found: policies, guides, standards, cases, services, and the ways into publicity."""
    urls = "".join(_url(*entry) for entry in _entries())
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return HttpResponse(f"{head}{urls}</urlset>\n", content_type="application/xml")


def _entries() -> Iterator[tuple[str, str]]:
    for page in Page.objects.live().public().filter(depth__gt=1).order_by("path"):
        if address := page.get_url():
            changed = page.last_published_at
            yield absolute(urlsplit(address).path), changed.date().isoformat() if changed else ""
    for name in _OPEN:
        yield absolute(reverse(name)), ""


def _url(address: str, changed: str) -> str:
    lastmod = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{lastmod}</url>"
