"""The coverage picture: months across, areas down, one square a village. Shapes tell the states, not colours alone.

Presentation attributes only: the pages' content policy allows no style in markup. 360 units wide, so that its text can
be read on a phone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from publicity.domain.coverage import Coverage, Tally

WIDTH = 360
NAME_WIDTH = 78
NAME_CHARACTERS = 6
TOP = 24
TEXT = 11
PITCH = 10
INK, SOFT, LINE = "#16243a", "#4a586c", "#d9d6cc"


@dataclass(frozen=True)
class Band:
    """One row of the picture: an area, and for each month the states of its villages, or of the one that it is."""

    name: str
    months: list[list[Coverage]]
    tallies: list[Tally]


@dataclass(frozen=True)
class _Shape:
    """How a state is drawn in a square of 8; {} parts are corner-relative path data."""

    path: str
    fill: str
    stroke: str


_BOX = "h8v8h-8z"
_SHAPES: dict[Coverage, tuple[_Shape, ...]] = {
    Coverage.ON_TIME: (_Shape(_BOX, "#1d6b46", "none"),),
    Coverage.LATE: (_Shape(_BOX, "#f2b233", "none"), _Shape("m0 8l8-8", "none", INK)),
    Coverage.MISSING: (_Shape(f"{_BOX}l8 8m-8 0l8-8", "#fbeae8", "#a8231c"),),
    Coverage.PENDING: (_Shape(_BOX, "#fff", "#8b95a3"),),
    Coverage.WITHDRAWN: (_Shape(f"{_BOX}m0 4h8", "#d9d6cc", INK),),
    Coverage.PUBLISHED: (_Shape(f"{_BOX}m4 2v4", "#174a7c", "#fff"),),
    Coverage.NONE: (_Shape("m2 4h4", "none", "#8b95a3"),),
}


def heatmap(
    *, title: str, description: str, months: Sequence[str], bands: Sequence[Band], words: dict[Coverage, str]
) -> str:
    """The picture as SVG text; `words` are the legend's."""
    width = (WIDTH - NAME_WIDTH) / max(len(months), 1)
    parts = [_text(NAME_WIDTH + width * at + 2, 15, month) for at, month in enumerate(months)]
    y = TOP
    for band in bands:
        drawn, height = _band(band, y, width)
        parts += drawn
        y += height
    legend, height = _legend(words, y + 8)
    height += y + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="map-title map-text" font-family="system-ui, sans-serif" font-size="{TEXT}">'
        f'<title id="map-title">{escape(title)}</title><desc id="map-text">{escape(description)}</desc>'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(parts)}{"".join(legend)}</svg>'
    )


def _band(band: Band, y: int, width: float) -> tuple[list[str], int]:
    most = max((len(states) for states in band.months), default=1)
    across, scale = _fit(most, width)
    rows, pitch = max(-(-most // across), 1), PITCH * scale
    single = most == 1
    height = round(max(rows * pitch + (4 if single else TEXT + 10), 26))
    parts = [f'<path d="M0 {y}h{WIDTH}" stroke="{LINE}"/>', *_name(band.name, y)]
    for at, (states, tally) in enumerate(zip(band.months, band.tallies, strict=True)):
        left = NAME_WIDTH + at * width + 2
        top = y + ((height - 8 * scale) / 2 if single else 5)
        parts.append(_squares(states, left, top, across, scale))
        if not single:
            done = tally.on_time + tally.late + tally.published
            parts.append(_text(left, y + height - 5, f"{done}/{tally.expected or len(states)}", fill=SOFT))
    return parts, height


def _fit(villages: int, width: float) -> tuple[int, float]:
    """How many squares stand side by side, and how large: one line if it can be, never larger than a letter."""
    scale = min(max((width - 8) / (PITCH * max(villages, 1)), 1), 1.6)
    return max(int((width - 8) // (PITCH * scale)), 1), round(scale, 2)


def _squares(states: Sequence[Coverage], left: float, top: float, across: int, scale: float) -> str:
    """One path a state, whatever the number of villages."""
    corners: dict[Coverage, list[str]] = defaultdict(list)
    for at, state in enumerate(states):
        corners[state].append(f"M{at % across * PITCH} {at // across * PITCH}")
    paths = "".join(
        f'<path d="{"".join(corner + shape.path for corner in corners[state])}" fill="{shape.fill}" '
        f'stroke="{shape.stroke}"/>'
        for state in Coverage
        if state in corners
        for shape in _SHAPES[state]
    )
    return f'<g transform="translate({left:g} {top:g}) scale({scale:g})">{paths}</g>'


def _name(name: str, y: int) -> list[str]:
    lines = [name[:NAME_CHARACTERS], name[NAME_CHARACTERS : 2 * NAME_CHARACTERS]]
    return [_text(4, y + 15 + 13 * at, line) for at, line in enumerate(lines) if line]


def _legend(words: dict[Coverage, str], y: int) -> tuple[list[str], int]:
    """The states that occur, three in a line."""
    parts = []
    for at, (state, word) in enumerate(words.items()):
        left, top = at % 3 * (WIDTH // 3) + 4, y + at // 3 * 18
        parts.append(_squares([state], left + 1, top + 1, 1, 1))
        parts.append(_text(left + 14, top + 9, word))
    return parts, -(-len(words) // 3) * 18 + 4


def _text(x: float, y: float, text: str, *, fill: str = INK) -> str:
    return f'<text x="{x:g}" y="{y:g}" fill="{fill}">{escape(text)}</text>'
