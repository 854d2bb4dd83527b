"""The XML parts of a .docx, unpacked and parsed within limits.

A .docx is a zip of XML. Nothing of it touches the disk, no entity is ever declared (a document type is refused before
its first declaration), nothing outside the file is fetched, and size, number and depth of its elements are
bounded while the tree is built.
"""

import io
import zipfile
import zlib
from enum import StrEnum
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MOST_FILE = 10 << 20
MOST_PART = 8 << 20
MOST_ENTRIES = 3_000
MOST_ELEMENTS = 300_000
DEEPEST = 120
_OLD_WORD = b"\xd0\xcf\x11\xe0"


class DocxCode(StrEnum):
    """Why a file can't be read."""

    LARGE = "too-large"
    OLD_WORD = "old-word"
    NO_DOCX = "no-docx"
    BROKEN = "broken"


class UnreadableDocx(Exception):
    """The file is no .docx that can be read; `code` says why."""

    def __init__(self, code: DocxCode) -> None:
        super().__init__(code.value)
        self.code = code


class Package:
    """The parts of one file. Raises UnreadableDocx."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_FILE:
            raise UnreadableDocx(DocxCode.LARGE)
        if data.startswith(_OLD_WORD):  # the binary format of old, or a file under a password
            raise UnreadableDocx(DocxCode.OLD_WORD)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnreadableDocx(DocxCode.NO_DOCX) from error
        self._names = self._zip.namelist()
        if len(self._names) > MOST_ENTRIES:
            raise UnreadableDocx(DocxCode.LARGE)
        if "word/document.xml" not in self._names:
            raise UnreadableDocx(DocxCode.NO_DOCX)

    def part(self, name: str) -> Element | None:
        """The root of a part, or none when the file has no such part."""
        if name not in self._names:
            return None
        try:
            with self._zip.open(name) as file:
                data = file.read(MOST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise UnreadableDocx(DocxCode.BROKEN) from error
        if len(data) > MOST_PART:
            raise UnreadableDocx(DocxCode.LARGE)
        return parse(data)


def parse(data: bytes) -> Element:
    """XML as a tree; names are `{namespace}name`. Raises UnreadableDocx."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise UnreadableDocx(DocxCode.LARGE)
        builder.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_named(name))

    def refuse(*_: object) -> None:
        raise UnreadableDocx(DocxCode.BROKEN)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadableDocx(DocxCode.BROKEN) from error
    return builder.close()


def _named(name: str) -> str:
    return "{" + name if "}" in name else name
