"""Files that people send with a case: held in memory only, never in a temporary file."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePath
from typing import Any, NoReturn

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
NAME_LENGTH = 120


def file_limit() -> int:
    """Bytes that one file may have."""
    return int(getattr(settings, "CASE_FILE_LIMIT", FILE_LIMIT))


def case_limit() -> int:
    """Bytes that all files of one sending may have together."""
    return int(getattr(settings, "CASE_TOTAL_LIMIT", CASE_LIMIT))


class InMemoryHandler(FileUploadHandler):
    """Keeps each file in memory; drops one that is too large, notes it, and goes on reading the form."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.total = 0
        self.too_large: list[str] = []
        self._parts: list[bytes] = []
        self._size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begins with an empty file."""
        super().new_file(*args, **kwargs)
        self._parts, self._size = [], 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Takes one piece, unless the limits are reached."""
        self._size += len(raw_data)
        self.total += len(raw_data)
        if self._size > file_limit() or self.total > case_limit():
            self.total -= self._size
            self._refuse()
        self._parts.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The finished file."""
        content, self._parts = BytesIO(b"".join(self._parts)), []
        return InMemoryUploadedFile(
            content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def _refuse(self) -> NoReturn:
        self._parts = []
        self.too_large.append(str(self.file_name))
        raise SkipFile


def refused_files(request: HttpRequest) -> list[str]:
    """In words, which files were dropped for their size."""
    request.POST  # noqa: B018 - reading the form is what fills the handler
    limit = file_limit() // MEGABYTE
    return [
        _("“%(name)s” is too large: at most %(limit)s MB a file, %(total)s MB together")
        % {"name": name, "limit": limit, "total": case_limit() // MEGABYTE}
        for handler in request.upload_handlers
        if isinstance(handler, InMemoryHandler)
        for name in handler.too_large
    ]


def sealed_uploads(files: Iterable[UploadedFile]) -> list[SealedUpload]:
    """The files as sent, each photo and each PDF followed by a copy without hidden data."""
    found: list[SealedUpload] = []
    for file in files:
        data, name = file.read(), str(file.name)[:NAME_LENGTH]
        found.append(SealedUpload(name, str(file.content_type or "application/octet-stream"), data))
        for clean, ending, content_type in CLEANERS:
            cleaned = clean(data)
            if cleaned:
                label = _("cleaned copy of %(name)s") % {"name": PurePath(name).stem}
                found.append(SealedUpload(label + ending, content_type, cleaned))
                break
    return found


CLEANERS = ((cleaned_picture, ".jpg", "image/jpeg"), (cleaned_pdf, ".pdf", "application/pdf"))
