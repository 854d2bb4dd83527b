"""A .docx as lines and tables: headings by style or number, lists with the numbers that readers see."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from xml.etree.ElementTree import Element

from policies_cms.domain.outline import Grid, Line
from policies_cms.importing.numbering import Numbering, W, value, whole
from policies_cms.importing.package import DocxCode, Package, UnreadableDocx

MOST_TEXT = 200_000
MOST_CELLS = 20_000
MOST_COLUMNS = 60
_DEEPEST_STYLE = 12
#: Elements whose content is read as if they were not there.
_THROUGH = frozenset(
    W + name for name in ("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "moveTo", "customXml", "fldSimple")
)
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


class Loss(StrEnum):
    """What a file has and a page doesn't take over."""

    PICTURES = "pictures"
    NOTES = "notes"
    DELETED = "deleted"
    HIDDEN = "hidden"
    FORMULAS = "formulas"
    INNER_TABLES = "inner-tables"


_LOSSES = {
    W + "drawing": Loss.PICTURES,
    W + "pict": Loss.PICTURES,
    W + "object": Loss.PICTURES,
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent": Loss.PICTURES,
    W + "footnoteReference": Loss.NOTES,
    W + "endnoteReference": Loss.NOTES,
    W + "del": Loss.DELETED,
    W + "moveFrom": Loss.DELETED,
    _MATHS + "oMath": Loss.FORMULAS,
    _MATHS + "oMathPara": Loss.FORMULAS,
}
_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


@dataclass
class Read:
    """What came out of a file."""

    parts: list[Line | Grid] = field(default_factory=list)
    losses: Counter[Loss] = field(default_factory=Counter)


def read_docx(data: bytes) -> Read:
    """The text of a file in order. Raises UnreadableDocx."""
    package = Package(data)
    root = package.part("word/document.xml")
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise UnreadableDocx(DocxCode.NO_DOCX)
    styles = _styles(package.part("word/styles.xml"))
    return _Reader(styles, Numbering(package.part("word/numbering.xml"))).read(body)


@dataclass(frozen=True)
class _Style:
    """What a paragraph style says of a paragraph."""

    based_on: str
    level: int | None
    list_id: str
    depth: int


def _styles(root: Element | None) -> dict[str, _Style]:
    found = {}
    for style in root.findall(W + "style") if root is not None else ():
        properties = style.find(W + "pPr")
        name = value(style, "name").lower()
        level = 0 if name == "title" else _outline(properties)
        if level is None and name.startswith("heading "):
            level = whole(name.removeprefix("heading "), 1)
        list_id, depth = _list(properties)
        found[style.get(W + "styleId", "")] = _Style(value(style, "basedOn"), level, list_id, depth)
    return found


def _outline(properties: Element | None) -> int | None:
    """The heading level from 1; the ninth says "body text"."""
    text = value(properties, "outlineLvl")
    return whole(text) + 1 if text.isdecimal() and whole(text) < 9 else None


def _list(properties: Element | None) -> tuple[str, int]:
    numbered = properties.find(W + "numPr") if properties is not None else None
    return value(numbered, "numId"), whole(value(numbered, "ilvl"))


def _is_hidden(run: Element) -> bool:
    """Whether a run is formatted as hidden: who wrote it did not mean readers to see it."""
    sign = run.find(f"{W}rPr/{W}vanish")
    return sign is not None and sign.get(W + "val", "true") not in ("0", "false", "off")


class _Reader:
    def __init__(self, styles: dict[str, _Style], numbering: Numbering) -> None:
        self.styles = styles
        self.numbering = numbering
        self.out = Read()
        self.size = 0
        self.cells = 0

    def read(self, body: Element) -> Read:
        for element in self._flat(body):
            if element.tag == W + "p":
                self.out.parts += self._paragraph(element)
            elif element.tag == W + "tbl":
                rows = self._rows(element)
                if rows:
                    self.out.parts.append(Grid(rows))
        return self.out

    def _flat(self, element: Element) -> Iterator[Element]:
        for child in element:
            if child.tag in _THROUGH:
                yield from self._flat(child)
            elif child.tag in _LOSSES:
                self.out.losses[_LOSSES[child.tag]] += 1
            else:
                yield child

    def _paragraph(self, element: Element) -> list[Line]:
        text = self._text(element)
        level, list_id, depth = self._looks(element)
        label = self.numbering.label(list_id, depth) if list_id and text.strip() else ""
        lines = [" ".join(line.split()) for line in text.split("\n")]
        lines = [line for line in lines if line]
        if not lines:
            return []
        first = Line((label or "") + lines[0], level, bullet=label is None)
        return [first, *(Line(line) for line in lines[1:])]

    def _looks(self, element: Element) -> tuple[int | None, str, int]:
        """Heading level, list and depth: the paragraph's own words before its style's, and those before its base's."""
        properties = element.find(W + "pPr")
        level = _outline(properties)
        list_id, depth = _list(properties)
        name = value(properties, "pStyle")
        for _step in range(_DEEPEST_STYLE):
            style = self.styles.get(name)
            if style is None:
                break
            level = style.level if level is None else level
            if not list_id:
                list_id, depth = style.list_id, style.depth
            name = style.based_on
        return level, list_id, depth

    def _text(self, element: Element) -> str:
        parts = []
        for child in self._flat(element):
            if child.tag == W + "r" and _is_hidden(child):
                self.out.losses[Loss.HIDDEN] += 1
            elif child.tag == W + "r":
                for piece in self._flat(child):
                    parts.append(piece.text or "" if piece.tag == W + "t" else _SIGNS.get(piece.tag, ""))
        text = "".join(parts)
        self.size += len(text)
        if self.size > MOST_TEXT:
            raise UnreadableDocx(DocxCode.LARGE)
        return text

    def _rows(self, table: Element) -> tuple[tuple[str, ...], ...]:
        """Every row with as many cells as the widest; what was merged downwards stands in each of its rows."""
        rows: list[list[str]] = []
        for row in self._flat(table):
            if row.tag != W + "tr":
                continue
            cells: list[str] = []
            for cell in self._flat(row):
                if cell.tag == W + "tc":
                    self._cell(cell, cells, rows[-1] if rows else [])
            rows.append(cells[:MOST_COLUMNS])
        width = max((len(row) for row in rows), default=0)
        return tuple((*row, *[""] * (width - len(row))) for row in rows) if width else ()

    def _cell(self, cell: Element, cells: list[str], above: list[str]) -> None:
        properties = cell.find(W + "tcPr")
        merged = properties.find(W + "vMerge") if properties is not None else None
        goes_on = merged is not None and merged.get(W + "val", "continue") == "continue"
        at = len(cells)
        text = above[at] if goes_on and at < len(above) else self._cell_text(cell)
        span = min(max(whole(value(properties, "gridSpan"), 1), 1), MOST_COLUMNS)
        self.cells += span
        if self.cells > MOST_CELLS:
            raise UnreadableDocx(DocxCode.LARGE)
        cells += [text, *[""] * (span - 1)]

    def _cell_text(self, cell: Element) -> str:
        found = []
        for element in self._flat(cell):
            if element.tag == W + "p":
                found += [line.text for line in self._paragraph(element)]
            elif element.tag == W + "tbl":
                self.out.losses[Loss.INNER_TABLES] += 1
        return " ".join(found)
