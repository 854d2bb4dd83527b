"""A flow chart of steps and branches, laid out from top to bottom so that it reads on a phone of 320 pixels.

Steps stand below each other on a spine; what branches off stands indented beside the spine, so nothing ever crosses.
All measures are units of the drawing; `em` is the text's size in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from county.domain.wrapping import wrap

WIDTH = 320.0
EDGE = 2.0
SMALL = 0.88
"""Size of a note beside the step's title."""
LEADING = 1.5
PAD = 0.65
GAP = 1.7
BRANCH_GAP = 0.7
SPINE = 1.1
INDENT = 2.6
HEAD = 0.42
STRONG = 1.06
"""Bold narrow characters are so much wider."""


class BoxKind(StrEnum):
    """What a box is; told apart by outline and place, not by colour alone."""

    STEP = "step"
    DECISION = "decision"
    BRANCH = "branch"


@dataclass(frozen=True)
class FlowStep:
    """One step in words: its title with number, a note (who, how long), what branches off, and what leads on."""

    title: str
    note: str = ""
    branches: tuple[str, ...] = ()
    onward: str = ""


@dataclass(frozen=True)
class Line:
    """A line of text: where its left end's baseline stands, how large it is, whether it is bold."""

    text: str
    x: float
    y: float
    size: float
    strong: bool = False


@dataclass(frozen=True)
class Box:
    """A box with its lines."""

    kind: BoxKind
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half its height."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Arrow:
    """A straight arrow; `head` is the points of its tip as SVG writes them."""

    x1: float
    y1: float
    x2: float
    y2: float
    head: str


@dataclass(frozen=True)
class Chart:
    """The whole drawing; `words` are the answers beside the spine."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    words: tuple[Line, ...]


def layout(steps: Sequence[FlowStep], *, em: float = 16.0, width: float = WIDTH) -> Chart:
    """Where everything stands."""
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    words: list[Line] = []
    spine, top = EDGE + SPINE * em, EDGE
    for number, step in enumerate(steps, start=1):
        kind = BoxKind.DECISION if step.branches else BoxKind.STEP
        box = _box(kind, [(step.title, 1.0, True), (step.note, SMALL, False)], EDGE, top, width - EDGE, em)
        boxes.append(box)
        top = box.bottom
        for text in step.branches:
            branch = _box(
                BoxKind.BRANCH, [(text, SMALL, False)], EDGE + INDENT * em, top + BRANCH_GAP * em, width - EDGE, em
            )
            boxes.append(branch)
            arrows.append(_across(spine, branch.x, branch.middle, em))
            top = branch.bottom
        last = number == len(steps)
        if step.branches and last:
            arrows.append(Arrow(spine, box.bottom, spine, boxes[-1].middle, ""))
        elif not last:
            label = _words(step.onward, spine + 0.7 * em, top, width - EDGE, em)
            words.extend(label)
            end = top + max(GAP, len(label) * LEADING * SMALL + 1.0) * em
            arrows.append(_down(spine, box.bottom, end, em))
            top = end
    return Chart(_r(width), _r(top + EDGE), tuple(boxes), tuple(arrows), tuple(words))


def _box(kind: BoxKind, texts: list[tuple[str, float, bool]], left: float, top: float, right: float, em: float) -> Box:
    pad = PAD * em
    lines: list[Line] = []
    y = top + pad
    for text, scale, strong in texts:
        size = em * scale
        most = (right - left - 2 * pad) / size / (STRONG if strong else 1.0)
        for line in wrap(text, most) if text else []:
            lines.append(Line(line, _r(left + pad), _r(y + size * 1.13), _r(size), strong))
            y += size * LEADING
    return Box(kind, _r(left), _r(top), _r(right - left), _r(y + pad - top), tuple(lines))


def _words(text: str, left: float, top: float, right: float, em: float) -> list[Line]:
    size = em * SMALL
    lines = wrap(text, (right - left) / size) if text else []
    return [
        Line(line, _r(left), _r(top + 0.35 * em + size * (1.13 + number * LEADING)), _r(size))
        for number, line in enumerate(lines)
    ]


def _down(x: float, start: float, end: float, em: float) -> Arrow:
    tip = HEAD * em
    return Arrow(_r(x), _r(start), _r(x), _r(end - tip), _points((x, end), (x - tip, end - tip), (x + tip, end - tip)))


def _across(start: float, end: float, y: float, em: float) -> Arrow:
    tip = HEAD * em
    return Arrow(_r(start), _r(y), _r(end - tip), _r(y), _points((end, y), (end - tip, y - tip), (end - tip, y + tip)))


def _points(*points: tuple[float, float]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in ((_r(x), _r(y)) for x, y in points))


def _r(value: float) -> float:
    return round(value, 1)
