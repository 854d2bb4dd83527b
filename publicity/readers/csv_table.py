"""A table saved as text: UTF-8, GB 18030 or UTF-16, with commas, tabs or semicolons."""

import codecs
import csv
import io
from collections.abc import Iterator

from publicity.domain.roster import SheetRow
from publicity.readers.errors import FileCode, UnreadableFile

_SAMPLE = 4096
_DELIMITERS = ",\t;"
_MAX_CELL = 500


def read_csv(data: bytes) -> Iterator[SheetRow]:
    """The rows that are not blank, with their number as a spreadsheet would show it. Raises UnreadableFile."""
    text = _decode(data)
    sample = text[:_SAMPLE]
    delimiter = max(_DELIMITERS, key=sample.count)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if any(cells):
                yield number, [cell[:_MAX_CELL] for cell in cells]
    except csv.Error as error:
        raise UnreadableFile(FileCode.WRONG_TYPE) from error


def _decode(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or text.lstrip().startswith("<"):
            break
        return text
    raise UnreadableFile(FileCode.WRONG_TYPE)
