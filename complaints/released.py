"""What was released of cases to the public, as it was stored: for page, chart and file."""

from typing import Any

from complaints.domain.figures import Figures, MonthFigures
from complaints.models.counts import StatisticsRelease


def public_statistics(**only: Any) -> list[MonthFigures]:
    """What was released, latest month first; `only` are look-ups such as month="2026-10"."""
    return [released(release.figures) for release in StatisticsRelease.objects.filter(**only)]


def released(told: dict[str, Any]) -> MonthFigures:
    """The figures of a release."""
    rows = {name: Figures(**told[name]) for name in ("households", "officials")}
    tables = {name: {code: Figures(**row) for code, row in told[name].items()} for name in ("townships", "kinds")}
    return MonthFigures(month=told["month"], **rows, **tables)
