"""The public search page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search import queries

LONGEST_SHOWN = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`, narrowed by `?kind=`, page by page."""
    q = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SHOWN]
    number = request.GET.get("page", "1")
    results = queries.search(
        q=q, kind=request.GET.get("kind", ""), page=int(number) if number.isascii() and number.isdigit() else 1
    )
    context = {
        "q": q,
        "results": results,
        "filters": [
            (name, label, results.counts[name]) for name, label in queries.KINDS.items() if results.counts.get(name)
        ],
        "all_count": sum(results.counts.values()),
        "pager": Paginator(range(results.total), queries.PER_PAGE).get_page(results.number),
    }
    return render(request, "search/search.html", context)
