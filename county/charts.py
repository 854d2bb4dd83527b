"""Bar charts as SVG text that stand beside a table of the same figures; no script, no style in markup.

Presentation attributes only: the pages' content policy allows no style. 360 units wide, so that a phone shows its text
as large as the page's. A bar that has no figure says so in words: colour alone never tells anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 360
TEXT = 13
ROW = 42
BAR = 14
VALUE_ROOM = 74
"""Units kept free on the right for the value's words."""
INK, SOFT, LINE = "#16243a", "#4a586c", "#d9d6cc"
FILLS = ("#174a7c", "#f2b233", "#1d6b46")
"""By series; series are told apart by their words, not by these."""


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how long it is (None: not told), and its value in words."""

    label: str
    value: float | None
    words: str
    series: int = 0


def bar_chart(*, key: str, title: str, description: str, bars: Sequence[Bar]) -> str:
    """The chart, longest bar across; `key` makes its ids unique on the page, `description` is read out instead."""
    longest = max((bar.value for bar in bars if bar.value), default=0) or 1
    height = ROW * max(len(bars), 1) + 4
    rows = "".join(_row(bar, ROW * at, (WIDTH - VALUE_ROOM) / longest) for at, bar in enumerate(bars))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="{escape(key)}-title {escape(key)}-text" '
        f'font-family="system-ui, sans-serif" font-size="{TEXT}">'
        f'<title id="{escape(key)}-title">{escape(title)}</title>'
        f'<desc id="{escape(key)}-text">{escape(description)}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<path d="M0.5 0v{height}" stroke="{LINE}"/>{rows}</svg>'
    )


def _row(bar: Bar, top: int, scale: float) -> str:
    """Words above, bar and value below; a bar without a figure is a dashed line."""
    label = f'<text x="4" y="{top + 16}" fill="{INK}">{escape(bar.label)}</text>'
    middle = top + 20 + BAR / 2
    if bar.value is None:
        line = f'<path d="M1 {middle:g}h40" stroke="{SOFT}" stroke-dasharray="3 3"/>'
        return f'{label}{line}<text x="46" y="{middle + 5:g}" fill="{SOFT}">{escape(bar.words)}</text>'
    length = round(bar.value * scale, 1)
    fill = FILLS[bar.series % len(FILLS)]
    return (
        f'{label}<rect x="1" y="{top + 20}" width="{length:g}" height="{BAR}" fill="{fill}"/>'
        f'<text x="{length + 6:g}" y="{middle + 5:g}" fill="{INK}">{escape(bar.words)}</text>'
    )
