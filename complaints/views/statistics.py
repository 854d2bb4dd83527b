"""What the public learns of cases: figures of ended months, as pages, charts and a file."""

import csv
import io
from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from complaints.domain.clock import CLOCK, EXTENSION_DAYS
from complaints.domain.figures import Figures, MonthFigures
from complaints.domain.kinds import Kind
from complaints.figure_words import COLUMNS, DOES, ENDINGS, OWN_PROMISE
from complaints.models.counts import StatisticsRelease
from complaints.released import public_statistics
from complaints.words import KINDS
from county.charts import Bar, bar_chart
from county.models.areas import Area
from county.templatetags.portal import cn_month

NOT_TOLD = "*"
NOT_KEPT = "—"
"""Where a figure does not exist, or, for a median, there was no case."""
OFFICIALS = Kind.TIP_OFFICIAL.value
OF_KINDS = ("closed", "on_time", "late", "median")
OF_OFFICIALS = ("received", *OF_KINDS)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """One year's months, the newest year first, with what the figures mean."""
    years = sorted({month[:4] for month in _released()}, reverse=True)
    year = request.GET.get("year") or (years[0] if years else "")
    if years and year not in years:
        raise Http404
    months = public_statistics(month__startswith=f"{year}-") if years else []
    context = {
        "year": year,
        "years": years,
        "rows": [_row(cn_month(month.month), month.households, link=_link(month.month)) for month in months],
        "chart": _chart("months", _("Cases closed by month"), [(cn_month(m.month), m.households) for m in months]),
        "headings": COLUMNS.values(),
        "terms": _terms(),
        "extension": EXTENSION_DAYS,
    }
    return render(request, "complaints/statistics.html", context)


@require_safe
def statistics_month(request: HttpRequest, month: str) -> HttpResponse:
    """One month: all cases, by kind, by township."""
    told = next(iter(public_statistics(month=month)), None)
    if told is None:
        raise Http404
    known = _released()
    at, townships = known.index(month), _townships()
    named = [(townships.get(code, code), row) for code, row in told.townships.items()]
    context = {
        "month": month,
        "before": known[at - 1] if at else "",
        "after": known[at + 1] if at + 1 < len(known) else "",
        "headings": COLUMNS.values(),
        "kinds": _kind_rows(told),
        "townships": [_row(name, row) for name, row in named],
        "chart": _chart("townships", _("Cases about households that were closed, by township"), named),
        "endings": [(ENDINGS[code], number) for code, number in told.households.endings.items()],
    }
    return render(request, "complaints/statistics_month.html", context)


@require_safe
def statistics_file(request: HttpRequest) -> HttpResponse:
    """Everything that was released, as CSV with the headings of the pages."""
    out = io.StringIO()
    sheet = csv.writer(out)
    more = [ending for ending in ENDINGS if ending not in COLUMNS]
    headings = [*COLUMNS.values(), *(ENDINGS[ending] for ending in more)]
    sheet.writerow([_("Month"), _("Area code"), _("Cases"), *map(str, headings)])
    townships = _townships()
    for month in reversed(public_statistics()):
        lines = [("", line, more if line["whole"] else ()) for line in _kind_rows(month)]
        lines += [(code, _row(townships.get(code, code), row), ()) for code, row in month.townships.items()]
        for code, line, told in lines:
            rest = [_cell(month.households, column) if column in told else NOT_KEPT for column in more]
            sheet.writerow([month.month, code, line["name"], *line["cells"], *rest])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="statistics.csv"'
    return response


def _released() -> list[str]:
    return sorted(StatisticsRelease.objects.values_list("month", flat=True))


def _townships() -> dict[str, str]:
    return dict(Area.objects.townships().values_list("pk", "name"))


def _link(month: str) -> str:
    return reverse("complaints:statistics_month", args=[month])


def _kind_rows(told: MonthFigures) -> list[dict[str, Any]]:
    """All cases about households, each kind of them, and tips about officials, which are in no sum."""
    kinds = [_row(KINDS[code], row, only=OF_KINDS) for code, row in told.kinds.items()]
    whole = {**_row(_("About households, together"), told.households), "whole": True}
    return [whole, *kinds, _row(KINDS[OFFICIALS], told.officials, only=OF_OFFICIALS)]


def _row(name: object, row: Figures, *, link: str = "", only: Collection[str] = tuple(COLUMNS)) -> dict[str, Any]:
    """A line of a table; what is not counted for it is a dash."""
    cells = [_cell(row, column) if column in only else NOT_KEPT for column in COLUMNS]
    return {"name": name, "link": link, "cells": cells, "whole": False}


def _cell(row: Figures, column: str) -> str:
    number = row.endings.get(column) if column in ENDINGS else getattr(row, column)
    if column == "median" and row.closed == 0:
        return NOT_KEPT
    return NOT_TOLD if number is None else str(number)


def _chart(key: str, title: str, rows: list[tuple[str, Figures]]) -> SafeString:
    """Closed cases as bars; nothing where there is nothing to draw. The text is escaped by the chart."""
    if not any(row.closed for _name, row in rows):
        return SafeString("")
    bars = [Bar(name, row.closed, _bar_words(row)) for name, row in rows]
    told = "；".join(f"{bar.label} {bar.words}" for bar in bars)
    return mark_safe(bar_chart(key=key, title=title, description=told, bars=bars))  # noqa: S308


def _bar_words(row: Figures) -> str:
    return _("not shown") if row.closed is None else _("%(number)s cases") % {"number": row.closed}


def _terms() -> list[dict[str, Any]]:
    """The table of time limits as it stands in the domain."""
    return [
        {
            "kind": KINDS[kind],
            "promise": DOES[term.promise],
            "days": term.days,
            "source": OWN_PROMISE if term.source == "own" else term.source,
        }
        for kind, term in CLOCK.items()
    ]
