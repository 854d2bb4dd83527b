"""What the public learns of cases: figures of closed months."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from complaints.queries import public_statistics
from county.today import today


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Figures with their definitions."""
    return render(request, "complaints/statistics.html", {"figures": public_statistics(today())})
