"""Tables out as .xlsx: text stays text, nothing that somebody wrote can become a formula or a link."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.module_loading import import_string

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell of a .csv that begins so for a formula."""
_WIDTHS = (6, 40)
"""Narrowest and widest column, in characters."""


def as_text(text: str) -> str:
    """What somebody wrote as a cell of a .csv that no spreadsheet reckons with."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def workbook_bytes(*, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet: the title, the headings on every printed page, then the rows; days are real days."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    # Loaded with the first table that somebody asks for: at start it would cost every process 12 MB.
    book = import_string("xlsxwriter.Workbook")(out, options)
    sheet = book.add_worksheet(title[:31])
    bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    sheet.write_row(1, 0, headings, bold)
    widths = [len(heading) * 2 for heading in headings]
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, str(value))
            widths[column] = max(widths[column], len(str(value)) + 2)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width, _WIDTHS[0]), _WIDTHS[1]))
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()
