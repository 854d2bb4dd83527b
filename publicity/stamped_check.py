"""What a PDF from an e-seal system must not hold. It is only looked at: cleaning it would break the seal."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2

from publicity.domain.gate import scan
from publicity.domain.masking import normalise_name

MOST_BYTES = 20 * 1024 * 1024
MOST_PAGES = 60
_HEADER = b"%PDF-"
#: Keys whose presence anywhere means that opening the file does something or that it carries other files.
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia", "/XFA", "/EF"})
_ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/RichMediaExecute", "/Movie"}
)
_SHORTEST_NAME = 2
# PDFium is not made for two threads.
_READING = threading.Lock()


class Problem(StrEnum):
    """Why a file is refused."""

    TOO_LARGE = "too-large"
    NOT_PDF = "not-pdf"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too-many-pages"
    ACTIVE = "active"
    NUMBER = "number"
    FULL_NAME = "full-name"
    OTHER_LIST = "other-list"


class StampedRefused(Exception):
    """The file can't be attached; `problem` says why, never with a word of what it holds."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class Looked:
    """What can be told of a file that passed."""

    pages: int
    signatures: int
    has_text: bool


def look(data: bytes, *, names: Iterable[str], code: str, allowed: Iterable[str]) -> Looked:
    """Checks a file for the list with the short `code`.

    `names` are the full names that must not be in it, `allowed` the phones that may. Raises StampedRefused.
    """
    if len(data) > MOST_BYTES:
        raise StampedRefused(Problem.TOO_LARGE)
    signatures, pages = _structure(data)
    text = _text(data)
    if scan(text, allowed=allowed):
        raise StampedRefused(Problem.NUMBER)
    plain = normalise_name(text)
    if any(name in plain for name in map(normalise_name, names) if len(name) >= _SHORTEST_NAME):
        raise StampedRefused(Problem.FULL_NAME)
    if plain and normalise_name(code) not in plain:
        raise StampedRefused(Problem.OTHER_LIST)
    return Looked(pages, signatures, bool(plain))


def _structure(data: bytes) -> tuple[int, int]:
    """Number of signatures and of pages."""
    if not data.startswith(_HEADER):
        raise StampedRefused(Problem.NOT_PDF)
    try:
        with pikepdf.open(BytesIO(data)) as document:
            pages = len(document.pages)
            if document.is_encrypted:
                raise StampedRefused(Problem.ENCRYPTED)
            if not 1 <= pages <= MOST_PAGES:
                raise StampedRefused(Problem.TOO_MANY_PAGES)
            dictionaries = [item for value in document.objects for item in _dictionaries(value)]
            if any(map(_is_active, dictionaries)):
                raise StampedRefused(Problem.ACTIVE)
            return sum(map(_is_signature, dictionaries)), pages
    except pikepdf.PasswordError as error:
        raise StampedRefused(Problem.ENCRYPTED) from error
    except (pikepdf.PdfError, ValueError, RecursionError) as error:
        raise StampedRefused(Problem.NOT_PDF) from error


def _dictionaries(value: Any) -> Iterator[Any]:
    """Every dictionary in one indirect object; what it refers to comes as an object of its own."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield item
            waiting.extend(child for child in dict(item.items()).values() if _is_direct(child))
        elif isinstance(item, pikepdf.Array):
            waiting.extend(child for child in list(item) if _is_direct(child))


def _is_direct(value: Any) -> bool:
    return isinstance(value, pikepdf.Object) and not value.is_indirect


def _is_active(item: Any) -> bool:
    return any(key in item for key in _ACTIVE_KEYS) or str(item.get("/S", "")) in _ACTIVE_ACTIONS


def _is_signature(item: Any) -> bool:
    return "/ByteRange" in item and "/Contents" in item


def _text(data: bytes) -> str:
    try:
        with _READING:
            document = pypdfium2.PdfDocument(data)
            try:
                text = "\n".join(page.get_textpage().get_text_range() for page in document)
            finally:
                document.close()
    except pypdfium2.PdfiumError as error:
        raise StampedRefused(Problem.NOT_PDF) from error
    # Chinese that is spread over the line comes out with blanks between its characters; digits keep theirs.
    return re.sub(r"(?<=[^\x00-\x7f])[ \u200b]+(?=[^\x00-\x7f])", "", text)
