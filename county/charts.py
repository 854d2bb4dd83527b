"""Bar charts as SVG text that stand beside a table of the same figures; no script, no style in markup.

Presentation attributes only: the pages' content policy allows no style. As wide as a small phone, so that text is as
large as the page's; words are broken by measured widths, because the server knows no font. A bar that has no figure
says so in words: colour alone never tells anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from county.domain.wrapping import text_em, wrap

WIDTH = 320
EM, LARGE_EM = 15, 20
"""Text in units of the drawing, in the standard and in the large view."""
BAR = 14
GAP = 6
"""Units between what stands beside or below each other."""
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


def bar_chart(*, key: str, title: str, description: str, bars: Sequence[Bar], large: bool = False) -> str:
    """The chart, longest bar across; `key` makes its ids unique on the page, `description` is read out instead."""
    em = LARGE_EM if large else EM
    longest = max((bar.value for bar in bars if bar.value), default=0) or 1
    scale = room_for_bars(bars, em) / longest
    rows, height = "", GAP
    for bar in bars:
        row, height = _row(bar, height, scale, em)
        rows += row
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="{escape(key)}-title {escape(key)}-text" '
        f'font-family="system-ui, sans-serif" font-size="{em}">'
        f'<title id="{escape(key)}-title">{escape(title)}</title>'
        f'<desc id="{escape(key)}-text">{escape(description)}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<path d="M0.5 0v{height}" stroke="{LINE}"/>{rows}</svg>'
    )


def room_for_bars(bars: Sequence[Bar], em: int) -> float:
    """Units that the longest bar may take, so that the widest value still stands beside it."""
    widest = max((text_em(bar.words) for bar in bars), default=0) * em
    return max(WIDTH - widest - 2 * GAP, WIDTH / 5)


def _row(bar: Bar, top: int, scale: float, em: int) -> tuple[str, int]:
    """Words above, bar and value below; a bar without a figure is a dashed line. Answers where the next begins."""
    drawn = ""
    for line in wrap(bar.label, (WIDTH - 2 * GAP) / em):
        top += em + GAP // 2
        drawn += f'<text x="4" y="{top}" fill="{INK}">{escape(line)}</text>'
    middle = top + GAP + max(BAR, em) / 2
    below = top + 3 * GAP + max(BAR, em)
    base = middle + em * 0.36
    if bar.value is None:
        line = f'<path d="M1 {middle:g}h40" stroke="{SOFT}" stroke-dasharray="3 3"/>'
        return f'{drawn}{line}<text x="46" y="{base:g}" fill="{SOFT}">{escape(bar.words)}</text>', below
    length = round(bar.value * scale, 1)
    fill = FILLS[bar.series % len(FILLS)]
    return (
        f'{drawn}<rect x="1" y="{middle - BAR / 2:g}" width="{length:g}" height="{BAR}" fill="{fill}"/>'
        f'<text x="{length + GAP:g}" y="{base:g}" fill="{INK}">{escape(bar.words)}</text>'
    ), below
