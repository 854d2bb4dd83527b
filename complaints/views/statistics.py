"""What the public learns of cases: figures of closed months."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from complaints.domain.figures import MonthFigures
from complaints.queries import public_statistics
from complaints.words import ENDINGS, KINDS
from county.models.areas import Area

BAR = 200
"""Length of the longest bar, in the drawing's units."""


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Figures with their definitions."""
    townships = dict(Area.objects.townships().values_list("pk", "name"))
    months = [_told(month, townships) for month in public_statistics()]
    return render(request, "complaints/statistics.html", {"months": months})


def _told(month: MonthFigures, townships: dict[str, str]) -> dict[str, Any]:
    rows = [
        {
            "kind": KINDS[kind.kind],
            "closed": kind.closed,
            "on_time": kind.on_time,
            "late": kind.late,
            "median": kind.median,
            "outcomes": [(ENDINGS.get(code, code), number) for code, number in kind.outcomes.items()],
        }
        for kind in month.kinds
    ]
    named = [(townships.get(code, code), number) for code, number in month.townships.items()]
    most = max((number for _name, number in named if number), default=0)
    bars = [(name, number, round(number / most * BAR) if number else 0) for name, number in named]
    return {"month": month.month, "total": month.total, "received": month.received, "rows": rows, "townships": bars}
