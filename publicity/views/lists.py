"""The lists: by township, by village, one by one, and who has published what."""

from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from county.models.areas import Area
from county.today import today
from publicity import queries
from publicity.domain.windows import State
from publicity.list_history import outcome_counts, who_decides
from publicity.models.erasures import ErasedRow
from publicity.models.events import ListEvent
from publicity.models.publications import Publication, PublicationEntry, ReviewNotice
from publicity.views.http import public_page, unlisted
from publicity.views.rows import rows_html, web_columns
from publicity.wording import STAGES, list_name

ROWS_A_PAGE = 50
REVIEWS_SHOWN = 20
# Lists that are neither open nor over: a village's page tells of them apart.
ASTRAY = frozenset({State.SCHEDULED, State.PAUSED, State.HIDDEN, State.WITHDRAWN})


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Townships, their villages and what is open; with `q` the places whose name holds it."""
    townships = queries.open_lists_by_township(today=today())
    text = request.GET.get("q", "").strip()[:40]
    found = queries.matching(townships, text)
    context = {"section": "lists", "townships": townships, "text": text, "found": found, "stages": STAGES}
    return render(request, "publicity/index.html", context)


@public_page
@unlisted
def area(request: HttpRequest, code: str) -> HttpResponse:
    """A township's villages, or a village's lists."""
    place = get_object_or_404(Area.objects.select_related("parent"), pk=code)
    if place.is_village:
        return _village(request, place)
    if place.kind == Area.Kind.COUNTY:
        return HttpResponseRedirect(reverse("publicity:index"))
    (township,) = queries.open_lists_by_township(today=today(), township=place)
    context = {
        "section": "lists",
        "township": township,
        "stages": STAGES,
        "decides": who_decides(place, today()),
        "crumbs": _crumbs(place),
    }
    return render(request, "publicity/township.html", context)


def _village(request: HttpRequest, village: Area) -> HttpResponse:
    day = today()
    lists = list(Publication.objects.for_village(village).current().order_by("-period", "stage", "-batch"))
    context = {
        "section": "lists",
        "village": village,
        "open_lists": [_listed(item, day) for item in lists if item.is_open(day)],
        "coming_lists": [_listed(item, day) for item in lists if item.state(day) in ASTRAY],
        "past_lists": [_listed(item, day) for item in lists if item.state(day) is State.CLOSED],
        "reviews": ReviewNotice.objects.filter(village=village)[:REVIEWS_SHOWN],
        "crumbs": _crumbs(village),
    }
    return render(request, "publicity/village.html", context)


def _listed(publication: Publication, day: date) -> dict[str, object]:
    return {
        "list": publication,
        "stage": list_name(publication.programme, publication.stage),
        "state": publication.state(day).value,
        "days_left": publication.window.days_left(day),
    }


@public_page
@unlisted
def list_page(request: HttpRequest, pk: str) -> HttpResponse:
    """One list: the five disclosures, its rows while it is open, and how to check, download and object."""
    publication = get_object_or_404(_with_signs(Publication.objects.with_places()), pk=pk)
    day = today()
    is_open = publication.is_open(day)
    erased = publication.erased_rows.count() if publication.has_erased else 0
    hidden = _hidden(publication) if publication.has_events else 0
    page = _page(request, publication, erased + hidden) if is_open else None
    context = {
        "section": "lists",
        "list": publication,
        "is_open": is_open,
        "state": publication.state(day).value,
        "hidden": hidden,
        "events": ListEvent.objects.of(publication) if publication.has_events else [],
        "outcomes": [] if is_open else outcome_counts(publication),
        "reviews": publication.review_notices.all()[:REVIEWS_SHOWN] if publication.has_reviews else [],
        "days_left": publication.window.days_left(day),
        "ended_on": publication.closed_on or publication.closes_on,
        "newer": None if publication.is_current else Publication.objects.filter(replaces=publication).first(),
        "page": page,
        "erased": erased,
        "columns": web_columns(publication),
        "rows": rows_html(request, publication, page.object_list) if page is not None else "",
        "other_paper": _other_paper(request, publication),
        "crumbs": [
            *_crumbs(publication.village, last=False),
            (list_name(publication.programme, publication.stage), ""),
        ],
    }
    return render(request, "publicity/list.html", context)


def _with_signs(lists: QuerySet[Publication]) -> QuerySet[Publication]:
    """Says in the same query what most lists have none of, so that those cost no query each."""
    own = OuterRef("pk")
    return lists.annotate(
        has_events=Exists(ListEvent.objects.filter(publication=own)),
        has_reviews=Exists(ReviewNotice.objects.filter(publication=own)),
        has_erased=Exists(ErasedRow.objects.filter(publication=own)),
    )


def _hidden(publication: Publication) -> int:
    """How many rows were hidden to protect privacy; each left an event."""
    return PublicationEntry.everything.filter(publication=publication).exclude(hidden_on=None).count()


def _page(request: HttpRequest, publication: Publication, missing: int) -> Page:
    paginator = Paginator(publication.entries.defer("salt"), ROWS_A_PAGE)
    paginator.count = publication.shown_households - missing  # known already: no need to count rows
    return paginator.get_page(request.GET.get("page"))


def _other_paper(request: HttpRequest, publication: Publication) -> bool:
    """Whether the code on the paper that led here (its QR carries it) is not this version's."""
    code = request.GET.get("h", "")
    return bool(code) and code != publication.short_hash


@public_page
@unlisted
def review(request: HttpRequest, pk: str) -> HttpResponse:
    """The result of a review; its explanation is public during the window only."""
    notice = get_object_or_404(ReviewNotice.objects.select_related("village__parent", "publication"), pk=pk)
    context = {
        "section": "lists",
        "notice": notice,
        "is_open": notice.is_open(today()),
        "crumbs": [*_crumbs(notice.village, last=False), (_("Result of a review"), "")],
    }
    return render(request, "publicity/review.html", context)


def _crumbs(place: Area, *, last: bool = True) -> list[tuple[str, str]]:
    """From all lists down to a place; `last` says whether the place is the page itself."""
    items = [(_("Lists"), reverse("publicity:index"))]
    if place.is_village and place.parent:
        items.append((place.parent.name, reverse("publicity:area", args=[place.parent_id])))
    items.append((place.name, "" if last else reverse("publicity:area", args=[place.pk])))
    return items
