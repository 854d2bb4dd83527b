"""Results of a survey as charts with their tables."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from county.charts import Bar, bar_chart
from policies_cms.domain.results import NO_ANSWER, Form, Results, Told


@dataclass(frozen=True)
class Table:
    """One question: its rows in words, and the chart as SVG text; `mean` stands alone for a number."""

    label: str
    rows: list[tuple[str, str]]
    chart: str
    mean: str = ""
    several: bool = False


def drawn(results: Results, *, large: bool = False) -> list[Table]:
    """Every question that is told, in order."""
    total = results.answers or 0
    return [_table(told, total, f"q{number}", large=large) for number, told in enumerate(results.questions, start=1)]


def _table(told: Told, total: int, key: str, *, large: bool) -> Table:
    if told.form is Form.NUMBER:
        return Table(told.label, [], "", mean=_untold() if told.mean is None else str(told.mean))
    rows = [(option if option != NO_ANSWER else _("no answer"), number) for option, number in told.rows]
    words = [(label, _untold() if number is None else _share(number, total)) for label, number in rows]
    bars = [Bar(label, number, text) for (label, number), (_label, text) in zip(rows, words, strict=True)]
    description = "；".join(f"{label} {text}" for label, text in words)
    chart = bar_chart(key=key, title=told.label, description=description, bars=bars, large=large)
    return Table(told.label, words, chart, several=told.form is Form.SEVERAL)


def _share(number: int, total: int) -> str:
    return f"{number}（{number / total:.0%}）"


def _untold() -> str:
    return _("not told")
