"""Workbooks in the layouts that townships send, for tests of reading: no database."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from publicity.domain.roster import read_sheets
from publicity.domain.roster_places import Places
from publicity.domain.roster_reading import Reading
from publicity.domain.roster_rows import RowCheck
from publicity.domain.roster_terms import BadSheet
from publicity.readers.files import open_sheets
from tests.conftest import DATA

STRUCK = Font(strike=True)


@dataclass
class Table:
    """One sheet: rows from the first on, merged ranges, hidden rows and columns, struck cells, its state."""

    rows: Sequence[Sequence[Any]]
    title: str = "花名册"
    merged: Sequence[str] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    struck: Sequence[str] = ()
    state: str = "visible"
    formats: dict[str, str] = field(default_factory=dict)


def workbook(*tables: Table) -> bytes:
    """An .xlsx file of these sheets."""
    book = Workbook()
    book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.title)
        for cells in table.rows:
            sheet.append(list(cells))
        for cells in table.merged:
            sheet.merge_cells(cells)
        for number in table.hidden_rows:
            sheet.row_dimensions[number].hidden = True
        for letters in table.hidden_columns:
            sheet.column_dimensions[letters].hidden = True
        for cells in table.struck:
            for line in sheet[cells] if ":" in cells else ((sheet[cells],),):
                for cell in line:
                    cell.font = STRUCK
        for cell, number_format in table.formats.items():
            sheet[cell].number_format = number_format
        sheet.sheet_state = table.state
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table_text(rows: Sequence[Sequence[Any]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A file of text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def demo_places(allowed: frozenset[str] | None = None) -> Places:
    """The demo county's villages."""
    lines = list(csv.DictReader((DATA / "areas.csv").read_text("utf-8-sig").splitlines()))
    names = {line["code"]: line["name"] for line in lines}
    codes = {
        (names[line["parent"]], line["name"]): line["code"]
        for line in lines
        if line["kind"] in ("village", "community")
    }
    return Places(codes, allowed, county="明安县", code="379901")


def read(data: bytes, *, places: Places | None = None, **options: Any) -> Reading:
    """What a file says, with a file that is no roster as one problem."""
    try:
        return read_sheets(open_sheets(data), RowCheck(places=places or demo_places(), period="2026-11"), **options)
    except BadSheet as error:
        return Reading(problems=[error.problem])


def facts(reading: Reading) -> list[tuple[Any, ...]]:
    """What must be read whatever the layout, by certificate."""
    return sorted(
        (
            line.certificate,
            line.village,
            line.head_name,
            line.identity,
            line.household_size,
            line.covered_persons,
            line.residence,
            line.category,
            line.amount,
            line.since,
            line.confidential,
        )
        for line in reading.lines
    )
