"""What the public learns of cases: figures of closed months."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from complaints.domain.figures import MonthFigures
from complaints.queries import public_statistics
from complaints.words import ENDINGS, KINDS
from county.today import today


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Figures with their definitions."""
    months = [_told(month) for month in public_statistics(today())]
    return render(request, "complaints/statistics.html", {"months": months})


def _told(month: MonthFigures) -> dict[str, Any]:
    rows = [
        {
            "kind": KINDS[kind.kind],
            "closed": kind.closed,
            "on_time": kind.on_time,
            "late": kind.late,
            "outcomes": [(ENDINGS.get(code, code), number) for code, number in kind.outcomes.items()],
        }
        for kind in month.kinds
    ]
    return {"month": month.month, "total": month.total, "rows": rows}
