"""Public search over live pages, service windows and villages; never over names on lists."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelsearch.query import PlainText, SearchQuery
from modelsearch.utils import OR
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from county.models.areas import Area
from policies_cms.models.guides import GuidePage
from policies_cms.models.info import InfoPage
from policies_cms.models.news import NewsPage
from policies_cms.models.policies import PolicyPage
from policies_cms.models.services import ServiceIndexPage, ServiceWindow
from policies_cms.models.standards import StandardsPage
from policies_cms.models.surveys import SurveyPage
from search.domain.highlight import Piece, excerpt, marked
from search.domain.text import Tokens, find, pairs, phrases, tokens, variants
from search.models.synonyms import synonym_groups

PER_PAGE = 10
MOST_PLACES = 20

KINDS: dict[str, Any] = {
    "villages": _("Villages' lists"),
    "guides": _("Guides"),
    "policies": _("Policies"),
    "services": _("Service windows"),
    "news": _("News and cases"),
    "pages": _("Other pages"),
}
PAGE_KINDS: dict[str, tuple[type[Page], ...]] = {
    "guides": (GuidePage,),
    "policies": (PolicyPage,),
    "news": (NewsPage,),
    "pages": (InfoPage, StandardsPage, SurveyPage, ServiceIndexPage),
}
KIND_OF_MODEL = {model: kind for kind, models in PAGE_KINDS.items() for model in models}


@dataclass(frozen=True)
class Hit:
    """One result, ready to show; `title` and `excerpt` are pieces, hits marked."""

    kind: str
    url: str
    title: list[Piece]
    excerpt: list[Piece]
    note: str = ""

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Results:
    """One page of results."""

    query: str
    kind: str
    number: int
    total: int
    hits: list[Hit]
    close_only: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PER_PAGE))


def search(*, q: str, kind: str = "", page: int = 1) -> Results:
    """What the public finds for `q`; an unknown kind counts as all, a page too far as the last.

    Where the whole query is found nowhere, what holds its parts is shown instead (`close_only`).
    """
    kind = kind if kind in KINDS else ""
    asked = phrases(q)
    if not asked:
        return Results(query=q, kind=kind, number=1, total=0, hits=[])
    groups = synonym_groups()
    same = [variants(phrase, groups) for phrase in asked]
    wanted = [variant for phrase in same for variant in phrase]
    found = everything(PlainText(q), asked=asked, same=same, kind=kind)
    close_only = not sum(found.counts.values())
    if close_only:
        wanted = [pair for phrase in asked for pair in pairs(phrase)]
        same = [wanted]
        found = everything(OR([PlainText("".join(pair)) for pair in wanted]), asked=asked, same=same, kind=kind)
    total = len(found)
    number = min(max(1, page), max(1, -(-total // PER_PAGE)))
    items = found.part((number - 1) * PER_PAGE, number * PER_PAGE)
    return Results(
        query=q,
        kind=kind,
        number=number,
        total=total,
        hits=hits_of(items, wanted),
        close_only=close_only and total > 0,
        counts=found.counts,
    )


@dataclass(frozen=True)
class Found:
    """Everything found, in order: places named in the query, pages by rank, other windows; pages are not yet read."""

    first: list[Any]
    pages: Any
    page_count: int
    last: list[Any]
    counts: dict[str, int]

    def __len__(self) -> int:
        return len(self.first) + self.page_count + len(self.last)

    def part(self, start: int, end: int) -> list[Any]:
        """The items from `start` to `end` (exclusive)."""
        after_first, after_pages = len(self.first), len(self.first) + self.page_count
        items = self.first[start:end]
        if start < after_pages and end > after_first:
            items += self.pages[max(0, start - after_first) : min(end, after_pages) - after_first]
        return items + self.last[max(0, start - after_pages) : max(0, end - after_pages)]


def everything(query: SearchQuery, *, asked: list[Tokens], same: list[list[Tokens]], kind: str) -> Found:
    """All that matches, with counts by kind; `kind` narrows what is listed, not what is counted."""
    backend = get_search_backend()
    live = Page.objects.live().public()
    places = areas_named(asked)
    windows = windows_holding(same)
    named = [window for window in windows if names(window.name, asked)]
    matching = backend.search(query, live.type(*KIND_OF_MODEL))
    counts = {"villages": len(places), "services": len(windows)} | page_counts(matching)
    if kind in PAGE_KINDS:
        matching = backend.search(query, live.type(*PAGE_KINDS[kind]))
    return Found(
        first=[*(places if kind in ("", "villages") else []), *(named if kind in ("", "services") else [])],
        pages=matching,
        page_count=0
        if kind in ("villages", "services")
        else sum(counts[one] for one in PAGE_KINDS if kind in ("", one)),
        last=[window for window in windows if window not in named] if kind in ("", "services") else [],
        counts={one: counts[one] for one in KINDS},
    )


def page_counts(matching: Any) -> dict[str, int]:
    """How many pages match, by kind."""
    types = ContentType.objects.get_for_models(*KIND_OF_MODEL)
    kind_of_type = {types[model].pk: kind for model, kind in KIND_OF_MODEL.items()}
    counts = dict.fromkeys(PAGE_KINDS, 0)
    for type_key, count in matching.facet("content_type_id").items():
        counts[kind_of_type[type_key]] += count
    return counts


def names(text: str, asked: list[Tokens]) -> bool:
    """Whether `text` holds every phrase."""
    words = tokens(text)
    return all(find(phrase, words) >= 0 for phrase in asked)


def areas_named(asked: list[Tokens]) -> list[Area]:
    """Villages and townships whose name holds every phrase."""
    areas = Area.objects.exclude(kind=Area.Kind.COUNTY).select_related("parent")
    return [area for area in areas if names(area.long_name, asked)][:MOST_PLACES]


def windows_holding(same: list[list[Tokens]]) -> list[ServiceWindow]:
    """Service windows that hold each phrase in one of its variants; they are few, so no index is asked."""
    found = []
    for window in ServiceWindow.objects.select_related("area"):
        words = tokens("\n".join([window.name, window.area.name, window.address, window.offers]))
        if all(any(find(one, words) >= 0 for one in phrase) for phrase in same):
            found.append(window)
    return found[:MOST_PLACES]


def hits_of(items: list[Any], wanted: list[Tokens]) -> list[Hit]:
    """The results ready to show; pages are read in their own type at once."""
    keys = [item.pk for item in items if isinstance(item, Page)]
    specific = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()} if keys else {}
    services = ServiceIndexPage.objects.live().first()
    services_url = services.get_url() if services else ""
    hits = []
    for item in items:
        if isinstance(item, Area):
            hits.append(area_hit(item, wanted))
        elif isinstance(item, ServiceWindow):
            hits.append(window_hit(item, services_url, wanted))
        else:
            hits.append(page_hit(specific[item.pk], wanted))
    return hits


def area_hit(area: Area, wanted: list[Tokens]) -> Hit:
    """A village or township leads to its lists."""
    text = str(_("The lists that are publicised now, their numbers and the supervision phone."))
    return Hit(
        kind="villages",
        url=reverse("publicity:area", args=[area.pk]),
        title=marked(area.long_name, wanted),
        excerpt=[Piece(text, hit=False)],
    )


def window_hit(window: ServiceWindow, url: str, wanted: list[Tokens]) -> Hit:
    """A window leads to its place on the services page."""
    text = " · ".join([window.phone, window.address, *window.offer_lines])
    return Hit(
        kind="services",
        url=f"{url}#{window.anchor}",
        title=marked(window.name, wanted),
        excerpt=excerpt(text, wanted),
    )


def page_hit(page: Any, wanted: list[Tokens]) -> Hit:
    """A page with the stretch of its text that matches."""
    return Hit(
        kind=KIND_OF_MODEL[type(page)],
        url=page.get_url(),
        title=marked(page.title, wanted),
        excerpt=excerpt(page.plain_text, wanted),
        note=page.document_number if isinstance(page, PolicyPage) else "",
    )
