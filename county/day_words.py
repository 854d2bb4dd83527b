"""How the days of a counted period are told."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from county.domain.workdays import DayKind

DAYS: dict[str, Any] = {
    DayKind.FILED: _("day of filing, not counted"),
    DayKind.WORKDAY: _("working day"),
    DayKind.SHIFTED: _("shifted working day"),
    DayKind.WEEKEND: _("weekend"),
    DayKind.HOLIDAY: _("official holiday"),
}


def told_days(trace: Iterable[tuple[date, bool, str]]) -> list[dict[str, Any]]:
    """Each day from the first to the last, with its number if it counts; for components/trace.html."""
    rows, number = [], 0
    for day, counted, why in trace:
        number += counted
        rows.append({"day": day, "number": number if counted else None, "why": DAYS[why]})
    return rows
