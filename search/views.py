"""The public search page, and titles for what is being typed."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from search import queries

LONGEST_SHOWN = 200
FEWEST = 2
HEADINGS = {"kind": _("Kind"), "township": _("Township"), "year": _("Year")}


@dataclass(frozen=True)
class Value:
    """One value of a facet, as a link."""

    label: str
    href: str
    current: bool


def typed(request: HttpRequest) -> str:
    """The query as people see it again."""
    return request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SHOWN]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`, narrowed by `?kind=`, `?township=` and `?year=`, page by page."""
    q = typed(request)
    number = request.GET.get("page", "1")
    narrow = {name: request.GET.get(name, "") for name in queries.FACETS}
    page = int(number) if number.isascii() and number.isdigit() and len(number) < len(str(10**9)) else 1
    results = queries.search(q=q, page=page, **narrow)
    choices = facets(request, results)
    context = {
        "q": q,
        "results": results,
        "facets": choices,
        "more": any(not facet["first"] for facet in choices),
        "narrowed": any(name in results.narrow for name in ("township", "year")),
        "pager": Paginator(range(results.total), queries.PER_PAGE).get_page(results.number),
    }
    response = render(request, "search/search.html", context)
    # What one reader typed may be a name: no cache between keeps it for others.
    response["Cache-Control"] = "private"
    return response


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Titles that go on from `?q=`, for a page that completes what is typed; nothing is kept of it."""
    q = typed(request)
    response = JsonResponse({"q": q, "titles": queries.suggestions(q=q)})
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


def facets(request: HttpRequest, results: queries.Results) -> list[dict[str, Any]]:
    """Each facet with links to its values, most first, years newest first; one without a choice is left out."""
    labels = queries.facet_labels()
    shown = []
    for name in queries.FACETS:
        chosen = results.narrow.get(name, "")
        counts = results.facets.get(name, {})
        known = labels.get(name, {value: value for value in [*counts, chosen]})
        found = {value: counts.get(value, 0) for value in [*counts, chosen] if value in known and value}
        if len(found) < FEWEST and not chosen:
            continue
        order = sorted(found, key=lambda value: value if name == "year" else found[value], reverse=True)
        values = [
            Value(f"{known[value]} ({found[value]})", link(request, name, value), value == chosen) for value in order
        ]
        values.insert(0, Value(str(_("All of them")), link(request, name, ""), not chosen))
        shown.append({"heading": HEADINGS[name], "values": values, "first": name == "kind"})
    return shown


def link(request: HttpRequest, name: str, value: str) -> str:
    """This search with another value of one facet, from its first page."""
    asked = request.GET.copy()
    for gone in (name, "page"):
        asked.pop(gone, None)
    if value:
        asked[name] = value
    return f"?{asked.urlencode()}"
