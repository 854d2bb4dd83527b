"""A table saved as text: UTF-8, GB 18030 or UTF-16, with commas, tabs or semicolons."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from publicity.domain.roster_sheet import SheetRow
from publicity.readers.errors import FileCode, UnreadableFile

_SAMPLE = 4096
_DELIMITERS = ",\t;"
_MAX_CELL = 500
#: What Excel writes into the first line to say how cells are separated.
_HINT = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
#: A text kept as text by writing it as a formula: ="379901…".
_QUOTED = re.compile(r'="([^"]*)"')


def read_csv(data: bytes) -> Iterator[SheetRow]:
    """The rows that are not blank, with their number as a spreadsheet would show it. Raises UnreadableFile."""
    text = _decode(data)
    hint = _HINT.match(text)
    delimiter = hint[1] if hint else max(_DELIMITERS, key=text[:_SAMPLE].count)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            if any(cells) and not (hint and number == 1):
                yield SheetRow(number, [_cell(cell) for cell in cells])
    except csv.Error as error:
        raise UnreadableFile(FileCode.WRONG_TYPE) from error


def _cell(text: str) -> str:
    if text.startswith('="') and (match := _QUOTED.fullmatch(text)):
        text = match[1]
    return text[:_MAX_CELL]


def _decode(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or text.lstrip().startswith("<"):
            break
        return text
    raise UnreadableFile(FileCode.WRONG_TYPE)


def _encodings(data: bytes) -> tuple[str, ...]:
    """What a table's bytes may be; UTF-16 without its mark shows by a zero byte beside each comma and digit."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    sample = data[:_SAMPLE]
    if b",\0" in sample or b"\t\0" in sample or b";\0" in sample or b"\0," in sample or b"\0\t" in sample:
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        return ("utf-16-be",) if even > odd else ("utf-16-le",)
    return ("utf-8-sig", "gb18030")
