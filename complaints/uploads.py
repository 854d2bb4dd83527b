"""Files that people send with a case: held in memory only, never in a temporary file."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from complaints.cleaning import cleaned_pdf, cleaned_picture
from complaints.contents import SealedUpload

MEGABYTE = 1024 * 1024
FILE_LIMIT = 50 * MEGABYTE
CASE_LIMIT = 200 * MEGABYTE
MEMORY_LIMIT = 512 * MEGABYTE
MOST_FILES = 20
NAME_LENGTH = 120
PICTURES = "jpg jpeg jpe jfif png gif webp bmp tif tiff heic heif avif"
PAPERS = "pdf doc docx xls xlsx ppt pptx wps wpt et ett dps ofd odt ods odp rtf txt csv md"
SOUND = "mp3 m4a aac amr wav ogg oga opus flac wma aiff aif caf"
FILMS = "mp4 m4v mov avi mkv webm wmv flv 3gp 3gpp mpg mpeg mts"
ENDINGS = frozenset(f"{PICTURES} {PAPERS} {SOUND} {FILMS}".split())
"""What photos, papers, recordings and films are called. Programs, web pages and packed archives stay out: those who
handle the case would have to open them."""
ACCEPT = ",".join(["image/*", "audio/*", "video/*", *(f".{ending}" for ending in sorted(ENDINGS))])
"""So that a phone offers camera, recorder and papers at once."""


def file_limit() -> int:
    """Bytes that one file may have."""
    return int(getattr(settings, "CASE_FILE_LIMIT", FILE_LIMIT))


def case_limit() -> int:
    """Bytes that all files of one case may have together."""
    return int(getattr(settings, "CASE_TOTAL_LIMIT", CASE_LIMIT))


@dataclass
class _Room:
    """How many bytes of uploads this process holds at the moment, over all requests."""

    taken: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, size: int) -> bool:
        """Takes `size` bytes if there is room."""
        with self.lock:
            if self.taken + size > int(getattr(settings, "CASE_MEMORY_LIMIT", MEMORY_LIMIT)):
                return False
            self.taken += size
            return True

    def give_back(self, size: int) -> None:
        """After the request."""
        with self.lock:
            self.taken -= size


ROOM = _Room()


class InMemoryHandler(FileUploadHandler):
    """Keeps each file in memory; drops one that is too large, or finds no room, notes it, and reads on."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.total = self.reserved = 0
        self.too_large: list[str] = []
        self.no_room: list[str] = []
        self._content, self._size = BytesIO(), 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begins with an empty file."""
        super().new_file(*args, **kwargs)
        self._content, self._size = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Takes one piece, unless the limits are reached."""
        size = len(raw_data)
        if self._size + size > file_limit() or self.total + self._size + size > case_limit():
            self._drop(self.too_large)
        if not ROOM.take(size):
            self._drop(self.no_room)
        self._size += size
        self.reserved += size
        self._content.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The finished file, not copied once more."""
        self.total += self._size
        content, self._content = self._content.getvalue(), BytesIO()
        return InMemoryUploadedFile(
            BytesIO(content),
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def release(self) -> None:
        """Gives the memory back; the request is over."""
        ROOM.give_back(self.reserved)
        self.reserved = 0

    def _drop(self, names: list[str]) -> None:
        self._content = BytesIO()
        ROOM.give_back(self._size)
        self.reserved -= self._size
        self._size = 0
        names.append(str(self.file_name))
        raise SkipFile


def refused_files(request: HttpRequest) -> list[str]:
    """In words, which files were dropped while they came in, and what to do."""
    request.POST  # noqa: B018 - reading the form is what fills the handler
    handlers = [handler for handler in request.upload_handlers if isinstance(handler, InMemoryHandler)]
    return [
        *(too_large(name) for handler in handlers for name in handler.too_large),
        *(
            _("“%(name)s” was not taken: very many people are sending files. Please choose it again in a minute")
            % {"name": name}
            for handler in handlers
            for name in handler.no_room
        ),
    ]


def too_large(name: str) -> str:
    """That a file is too large, and what to do."""
    return _(
        "“%(name)s” is too large: at most %(limit)s MB a file, %(total)s MB together. Send a smaller photo or a part "
        "of the recording, or hand it in at the window"
    ) % {"name": name, "limit": file_limit() // MEGABYTE, "total": case_limit() // MEGABYTE}


def sort_files(
    files: Iterable[UploadedFile], *, before: int = 0, count: int = 0
) -> tuple[list[UploadedFile], list[str]]:
    """The files that are taken, and in words why others are not; `before` bytes in `count` files came earlier."""
    taken: list[UploadedFile] = []
    problems = []
    for file in files:
        name, size = str(file.name), int(file.size or 0)
        if count + len(taken) >= MOST_FILES:
            problems.append(
                _("“%(name)s” is one too many: at most %(most)s files") % {"name": name, "most": MOST_FILES}
            )
        elif not size:
            problems.append(_("“%(name)s” is empty. Please choose it again, or another file") % {"name": name})
        elif not _may_be_taken(name, str(file.content_type or "")):
            problems.append(
                _(
                    "“%(name)s” is of a kind that can't be taken. Please send it as photo, PDF, Word, Excel or WPS "
                    "paper, recording or film"
                )
                % {"name": name}
            )
        elif size > file_limit() or before + size > case_limit():
            problems.append(too_large(name))
        else:
            before += size
            taken.append(file)
    return taken, problems


def sealed_uploads(files: Iterable[UploadedFile]) -> list[SealedUpload]:
    """The files as sent, each photo and each PDF followed by a copy without hidden data."""
    found: list[SealedUpload] = []
    for file in files:
        data, name = file.read(), _short(str(file.name))
        found.append(SealedUpload(name, str(file.content_type or "application/octet-stream"), data))
        for clean, ending, content_type in CLEANERS:
            cleaned = clean(data)
            if cleaned:
                label = _("cleaned copy of %(name)s") % {"name": PurePath(name).stem}
                found.append(SealedUpload(label + ending, content_type, cleaned, is_copy=True))
                break
    return found


CLEANERS = ((cleaned_picture, ".jpg", "image/jpeg"), (cleaned_pdf, ".pdf", "application/pdf"))


def _short(name: str) -> str:
    """The name within its limit, its ending kept."""
    path = PurePath(name)
    return name if len(name) <= NAME_LENGTH else path.stem[: NAME_LENGTH - len(path.suffix)] + path.suffix


def _may_be_taken(name: str, content_type: str) -> bool:
    """By its ending; a phone's picker sometimes gives none, then by the type that the phone tells."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    return ending in ENDINGS or (not ending and content_type.partition("/")[0] in ("image", "audio", "video"))
