"""What came of problems that the media exposed (C11): public pages, read from published outcomes alone."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from complaints.models.outcomes import MediaOutcome

PER_PAGE = 20


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """All of them, newest first; a withdrawn one stays with its reason."""
    found = MediaOutcome.objects.select_related("office")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "complaints/outcomes.html", {"page": page})


@require_safe
def outcome(request: HttpRequest, pk: str) -> HttpResponse:
    """One of them."""
    found = get_object_or_404(MediaOutcome.objects.select_related("office"), pk=pk)
    return render(request, "complaints/outcome.html", {"outcome": found})
