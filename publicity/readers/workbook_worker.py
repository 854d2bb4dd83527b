"""Reads a workbook from standard input and writes its rows as lines of JSON; imports nothing of the portal.

Started by `workbook.py` in isolation. Formulas come out as their text and are never evaluated; pictures, macros
and links are not looked at. Limits are set before the first byte is read.
"""

import io
import json
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
MAX_OUTPUT = 128 * 1024 * 1024


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
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, int):
        return str(value)[:MAX_CELL]
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    return "=" + str(getattr(value, "text", ""))[:MAX_CELL]


def rows(book: Any) -> Iterator[str | list[Any]]:
    """The title of each visible sheet, then its rows that are not blank."""
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        yield sheet.title
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), start=1):
            if number > MAX_ROWS:
                raise MemoryError
            cells = [text(value) for value in values]
            if any(cells):
                yield [number, cells]


def main() -> dict[str, Any]:
    """Writes everything; answers the closing line."""
    limit()
    from openpyxl import load_workbook  # noqa: PLC0415 - after the limits

    data = sys.stdin.buffer.read()
    written = 0
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
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
