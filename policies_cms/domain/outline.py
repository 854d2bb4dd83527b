"""From lines and tables of an official document to the blocks of a page: headings, lists, paragraphs, tables.

Official documents number their parts 一、 （一） 1. (1) (GB/T 9704-2012, 7.3.3) and seldom use a program's own styles:
the numbers say what a line is. Nothing of the text is dropped: a number goes only where a list writes it again.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from policies_cms.domain.numbers import find_number

#: A heading is a short line without a full stop; longer ones are paragraphs that begin with their number.
LONGEST_HEADING = 60
_FIRST = re.compile(r"^(?:[一二三四五六七八九十百]+、|第[一二三四五六七八九十百零〇\d]+[章节编])")
_SECOND = re.compile(r"^[（(][一二三四五六七八九十百]+[）)]")
_NUMBERED = re.compile(r"^(\d{1,3})\s*[.．、]\s*(?!\d)(?=\S)")
_BULLET = re.compile(r"^[•·●▪◆■\-*]\s+(?=\S)")
_ENDS = ("。", "；", ";", "，", ",", "：", ":")
_DAY = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$")
_TITLE = re.compile(r"(?:通知|意见|办法|决定|方案|细则|规定|公告|通告|批复|条例|函)(?:（.{1,10}）)?$")
_BODY = re.compile(r"(?:局|政府|办公室|委员会|部|厅|办事处)$")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_HEAD_LINES = 12
_FOOT_LINES = 8

Block = tuple[str, object]


@dataclass(frozen=True)
class Line:
    """A line of text; `level` is 0 for a title, 1 and more for a heading where the file says so."""

    text: str
    level: int | None = None
    bullet: bool = False


@dataclass(frozen=True)
class Grid:
    """A table, row by row; every row has as many cells as the first."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Outline:
    """What a document says of itself, and its text as blocks."""

    title: str
    document_number: str
    issuing_body: str
    written: tuple[int, int, int] | None
    blocks: list[Block]


def outline(parts: Iterable[Line | Grid]) -> Outline:
    """The whole document. The title and a line that is nothing but the number leave the text: the page shows both."""
    found = [part for part in parts if isinstance(part, Grid) or part.text.strip()]
    lines = [part for part in found if isinstance(part, Line)]
    title = _title(lines)
    numbers = (find_number(line.text) for line in lines[:_HEAD_LINES])
    number = next((one for one in numbers if one), "")
    left_out = {id(line) for line in lines[:_HEAD_LINES] if line.text == title or _is_only(line.text, number)}
    body, written = _foot(lines)
    kept = [part for part in found if id(part) not in left_out]
    return Outline(title, number, body, written, blocks(kept))


def pasted(text: str) -> list[Line | Grid]:
    """Lines of a pasted text; two or more lines with tabs and as many cells are a table."""
    parts: list[Line | Grid] = []
    rows: list[tuple[str, ...]] = []

    def flush() -> None:
        if len(rows) > 1:
            parts.append(Grid(tuple(rows)))
        else:
            parts.extend(Line("　".join(cells)) for cells in rows)
        rows.clear()

    for raw in text.splitlines():
        cells = tuple(cell.strip() for cell in raw.split("\t"))
        if len(cells) > 1 and any(cells):
            if rows and len(rows[0]) != len(cells):
                flush()
            rows.append(cells)
            continue
        flush()
        if line := raw.strip():
            parts.append(Line(line))
    flush()
    return parts


def blocks(parts: Iterable[Line | Grid]) -> list[Block]:
    """The text as blocks of a page's body; the heading before a table is its caption too."""
    found: list[Block] = []
    prose: list[str] = []
    heading = ""
    for kind, value in _pieces(parts):
        if kind == "prose":
            prose.append(str(value))
            continue
        if prose:
            found.append(("text", "".join(prose)))
            prose = []
        if isinstance(value, Grid):
            rows = [list(row) for row in value.rows]
            found.append(("table", {"data": rows, "table_caption": heading, "first_row_is_table_header": True}))
        else:
            heading = str(value)
            found.append((kind, heading))
    if prose:
        found.append(("text", "".join(prose)))
    return found


def _pieces(parts: Iterable[Line | Grid]) -> Iterator[tuple[str, object]]:
    """Headings, tables and paragraphs as HTML, lists gathered."""
    items: list[str] = []
    tag = "ul"
    for part in parts:
        number = 0 if isinstance(part, Grid) or part.level is not None else _number(part)
        goes_on = number == len(items) + 1 and (tag == "ol" or not items)
        bullet = isinstance(part, Line) and part.level is None and _is_bullet(part)
        if items and not (goes_on or (bullet and tag == "ul")):
            yield "prose", f"<{tag}>{''.join(items)}</{tag}>"
            items = []
            goes_on = number == 1
        if isinstance(part, Grid):
            yield "table", part
        elif goes_on:
            tag = "ol"
            items.append(f"<li>{escape(_NUMBERED.sub('', part.text), quote=False)}</li>")
        elif bullet:
            tag = "ul"
            items.append(f"<li>{escape(_BULLET.sub('', part.text), quote=False)}</li>")
        else:
            yield _plain(part)
    if items:
        yield "prose", f"<{tag}>{''.join(items)}</{tag}>"


def _plain(line: Line) -> tuple[str, object]:
    text = line.text
    if line.level is not None and len(text) <= 2 * LONGEST_HEADING:
        return ("heading" if line.level <= 1 else "subheading"), text
    if len(text) <= LONGEST_HEADING and not text.endswith(_ENDS):
        if _FIRST.match(text):
            return "heading", text
        if _SECOND.match(text):
            return "subheading", text
    return "prose", f"<p>{escape(text, quote=False)}</p>"


def _number(line: Line) -> int:
    found = _NUMBERED.match(line.text)
    return int(found[1]) if found else 0


def _is_bullet(line: Line) -> bool:
    return line.bullet or bool(_BULLET.match(line.text))


def _is_only(text: str, number: str) -> bool:
    """Whether a line says the document's number and nothing else."""
    return bool(number) and len("".join(text.split())) <= len(number) + 1 and find_number(text) == number


def _title(lines: list[Line]) -> str:
    head = lines[:_HEAD_LINES]
    named = [line.text for line in head if line.level == 0]
    like = [line.text for line in head if _TITLE.search(line.text) and len(line.text) <= 2 * LONGEST_HEADING]
    first = [line.text for line in head if not find_number(line.text)]
    return next(iter([*named, *like, *first]), "")[:200]


def _foot(lines: list[Line]) -> tuple[str, tuple[int, int, int] | None]:
    """Who signs, and the day below: the last line that is a day and the line above it."""
    foot = lines[-_FOOT_LINES:]
    for at in range(len(foot) - 1, -1, -1):
        if day := _day(foot[at].text):
            above = "".join(foot[at - 1].text.split()) if at else ""
            return (above if _BODY.search(above) and len(above) <= LONGEST_HEADING else ""), day
    return "", None


def _day(text: str) -> tuple[int, int, int] | None:
    """A line such as 2026年6月18日 or 二〇二六年六月十八日."""
    plain = "".join(text.split())
    if not plain.isascii():
        plain = re.sub(r"[一二三四五六七八九]?十[一二三四五六七八九]?", _tens, plain).translate(_HAN_DIGITS)
    found = _DAY.match(plain)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _tens(found: "re.Match[str]") -> str:
    tens, _, ones = found[0].partition("十")
    return (tens or "一").translate(_HAN_DIGITS) + (ones or "〇").translate(_HAN_DIGITS)
