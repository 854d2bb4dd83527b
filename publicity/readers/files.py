"""A roster file as sheets of rows, by what its bytes are: the name proves nothing."""

import io
import zipfile
from collections.abc import Iterator

from publicity.domain.roster_sheet import Sheet
from publicity.readers.csv_table import read_csv
from publicity.readers.errors import FileCode, UnreadableFile
from publicity.readers.workbook import read_workbook

MAX_FILE = 20 * 1024 * 1024
#: What a workbook may unpack to: a household takes about 800 bytes of XML, so this is far above 100,000 of them.
MAX_UNPACKED = 256 * 1024 * 1024
_MAX_MEMBERS = 2_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF = b"%PDF-"

_ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def open_sheets(data: bytes) -> Iterator[Sheet]:
    """The sheets of a file with their rows, cells as text; a CSV file is one sheet.

    Raises UnreadableFile here or while rows are read.
    """
    if not data.strip():
        raise UnreadableFile(FileCode.EMPTY)
    if len(data) > MAX_FILE:
        raise UnreadableFile(FileCode.LARGE)
    if _PDF in data[:1024]:
        raise UnreadableFile(FileCode.PDF)
    if data.startswith(_OLE):
        raise UnreadableFile(_ole_code(data))
    if data.startswith(_ZIP):
        if _ODS in data[:200]:
            raise UnreadableFile(FileCode.ODS)
        _check_zip(data)
        return read_workbook(data)
    return iter([Sheet("", read_csv(data))])


def _ole_code(data: bytes) -> FileCode:
    """What an OLE container holds, by the names of its streams (UTF-16): Office encrypts a whole workbook into one.

    Whatever is not a letter or slides is told as an old workbook, which it is when somebody hands it in as a roster.
    """
    if "EncryptedPackage".encode("utf-16-le") in data:
        return FileCode.ENCRYPTED
    if any(name.encode("utf-16-le") in data for name in ("WordDocument", "PowerPoint Document")):
        return FileCode.WRONG_TYPE
    return FileCode.OLD_EXCEL


def _check_zip(data: bytes) -> None:
    """Looks at the table of contents only: nothing is unpacked before its size is known."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFile(FileCode.BROKEN) from error
    if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise UnreadableFile(FileCode.BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile(FileCode.ENCRYPTED)
    names = {member.filename.lower() for member in members}
    if "xl/workbook.bin" in names:
        raise UnreadableFile(FileCode.BINARY_EXCEL)
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(FileCode.WRONG_TYPE)
