"""Reads a workbook from standard input and writes its rows as lines of JSON; imports nothing of the portal.

Started by `workbook.py` in isolation. Formulas are never evaluated here: the value that was saved with them comes
out, and their text beside it; pictures, macros and links are not looked at. Limits are set before the first byte is
read. A line is a sheet (`{"sheet": title, …}`), a row (`[number, texts]` or `[number, texts, marks]`) or the end.
"""

import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

MEMORY = 512 * 1024 * 1024
SECONDS = 90
MAX_ROWS = 200_000
MAX_COLUMNS = 60
MAX_CELL = 500
MAX_MERGED = 400_000
MAX_OUTPUT = 128 * 1024 * 1024
#: Of a hidden sheet only as much as shows whether it is a roster.
HIDDEN_ROWS = 60
#: Group headings span columns; further down a merged row is a title or a remark.
HEADING_ROWS = 40
#: Excel keeps 15 digits of a number: what is longer is shown as Excel shows it, because digits are lost.
EXACT = 10**15
_CHUNK = 1 << 18
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"')
_YES = frozenset({"1", "true"})


def limit() -> None:
    """No more memory, time or files than a roster needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text(value: Any) -> str:
    """A cell's value as a person would see it: numbers to 15 digits as Excel keeps them, dates as ISO."""
    if isinstance(value, str):
        return value[:MAX_CELL]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        if abs(value) >= EXACT:
            return f"{float(value):.5E}"
        return f"{value:.15g}"
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    return str(value)[:MAX_CELL]


def index(letters: str) -> int:
    """A column's letters as its index from 0."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number - 1


def merged(source: Any) -> Iterator[tuple[int, int, int, int]]:
    """Top row, left column, bottom row and right column of each merged range; they stand behind the rows."""
    rest, count = b"", 0
    while chunk := source.read(_CHUNK):
        block = rest + chunk
        end = 0
        for match in _MERGED.finditer(block):
            end = match.end()
            count += 1
            if count > MAX_MERGED:
                raise MemoryError
            left, top, right, bottom = (part.decode() for part in match.groups())
            yield int(top), index(left), int(bottom), index(right)
        rest = block[max(end, len(block) - 100) :]


class Merged:
    """The merged ranges of a sheet, asked row by row from above: what runs down into a row, what spans columns."""

    def __init__(self, ranges: Iterator[tuple[int, int, int, int]]) -> None:
        self.starts: dict[int, list[tuple[int, int]]] = {}
        self.spans: dict[int, dict[int, int]] = {}
        self.running: dict[int, tuple[int, str]] = {}
        for top, left, bottom, right in ranges:
            if bottom > top and left < MAX_COLUMNS:
                self.starts.setdefault(top, []).append((left, bottom))
            if right > left and top <= HEADING_ROWS:
                self.spans.setdefault(top, {})[left] = min(right, MAX_COLUMNS) - left + 1

    def fill(self, number: int, cells: list[str]) -> list[int]:
        """Puts the text of a merged cell into the blank cells below it; answers their columns."""
        filled = []
        for left, (bottom, kept) in list(self.running.items()):
            if number > bottom:
                del self.running[left]
            elif kept and (left >= len(cells) or not cells[left]):
                cells.extend([""] * (left + 1 - len(cells)))
                cells[left] = kept
                filled.append(left)
        for left, bottom in self.starts.get(number, ()):
            self.running[left] = (bottom, cells[left] if left < len(cells) else "")
        return filled


def reader_class() -> type:
    """openpyxl's parser, which also keeps the text of formulas beside the values saved with them."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser  # noqa: PLC0415 - after the limits

    class Parser(WorkSheetParser):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, data_only=True, **kwargs)
            self.formulas: dict[int, str] = {}

        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell = super().parse_cell(element)
            if len(element) and element[0].tag == FORMULA_TAG:
                formula = self.parse_formula(element)
                self.formulas[cell["column"] - 1] = str(getattr(formula, "text", formula))[:MAX_CELL]
            return cell

    return Parser


def struck_styles(book: Any) -> set[int]:
    """The cell styles whose font is struck through."""
    return {number for number, style in enumerate(book._cell_styles) if book._fonts[style.fontId].strike}


def is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or drawn to nothing."""
    return attributes.get("hidden") in _YES or attributes.get(size) in {"0", "0.0"}


def hidden_columns(parser: Any) -> list[int]:
    """The hidden columns, which the file names before the first row."""
    found: list[int] = []
    for attributes in parser.column_dimensions.values():
        if is_hidden(attributes, "width"):
            found += range(int(attributes["min"]) - 1, min(int(attributes["max"]), MAX_COLUMNS))
    return found


def sheet_rows(book: Any, sheet: Any, parser: Any, struck: set[int]) -> Iterator[list[Any]]:
    """The rows of a sheet that are not blank, with what a person sees and the text alone does not say."""
    with book._archive.open(sheet._worksheet_path) as source:
        ranges = Merged(merged(source))
    count = 0
    for number, parsed in parser.parse():
        formulas, parser.formulas = parser.formulas, {}
        attributes = parser.row_dimensions.pop(str(number), None)
        cells = [""] * min(parsed[-1]["column"], MAX_COLUMNS) if parsed else []
        for cell in parsed:
            if cell["value"] is not None and cell["column"] <= MAX_COLUMNS:
                cells[cell["column"] - 1] = text(cell["value"])
        if not any(cells) and not formulas:
            continue
        count += 1
        if count > MAX_ROWS:
            raise MemoryError
        marks: dict[str, Any] = {
            "filled": ranges.fill(number, cells) if ranges.running or number in ranges.starts else None,
            "hidden": attributes and is_hidden(attributes, "ht"),
            "struck": struck and [c["column"] - 1 for c in parsed if c["style_id"] in struck and c["value"]],
            "formulas": list(formulas.items()),
            "spans": list(ranges.spans.get(number, {}).items()),
        }
        marks = {name: value for name, value in marks.items() if value}
        yield [number, cells, marks] if marks else [number, cells]


def rows(book: Any) -> Iterator[dict[str, Any] | list[Any]]:
    """Each sheet's title and state, then its rows."""
    parser_class, struck = reader_class(), struck_styles(book)
    for sheet in book.worksheets:
        hidden = sheet.sheet_state != "visible"
        with book._archive.open(sheet._worksheet_path) as source:
            parser = parser_class(
                source,
                sheet._shared_strings,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            found = sheet_rows(book, sheet, parser, struck)
            first = next(found, None)
            yield {"sheet": sheet.title, "hidden": hidden, "hidden_columns": hidden_columns(parser)}
            if first is not None:
                yield first
            for count, row in enumerate(found, start=2):
                if hidden and count > HIDDEN_ROWS:
                    break
                yield row


def main() -> dict[str, Any]:
    """Writes everything; answers the closing line."""
    limit()
    from openpyxl import load_workbook  # noqa: PLC0415 - after the limits

    data = sys.stdin.buffer.read()
    written = 0
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        for row in rows(book):
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            written += len(line)
            if written > MAX_OUTPUT:
                return {"error": "unpacks-too-large"}
            sys.stdout.write(line + "\n")
    except MemoryError:
        return {"error": "unpacks-too-large"}
    except Exception:  # whatever a crafted file makes openpyxl raise, the file is broken
        return {"error": "broken-file"}
    return {"end": True}


if __name__ == "__main__":
    closing = main()
    sys.stdout.write(json.dumps(closing) + "\n")
    sys.stdout.flush()
