"""Files between two pages: sealed one by one, found again by what the page carries, forgotten within two days.

So a wrong captcha, a way back or a file that is refused costs nobody the files they have already sent. The key lies in
the page alone: what is stored here is noise to everyone else, and no row says whose it is or which belong together.
"""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.views.decorators.debug import sensitive_variables

from complaints import sealing
from complaints.contents import SealedUpload, file_bytes, file_from
from complaints.domain.padding import pad, unpad
from complaints.models.held import HeldFile
from complaints.uploads import sealed_uploads

ROOM = 2 * 1024**3
"""Bytes that all waiting files may take together."""
KEPT_DAYS = 1
"""Whole days after the one on which a file came: a page is good for one day, whenever it was opened."""


class HoldingFull(Exception):
    """So many files wait that no more can be taken before sending; they can be added with the receipt."""


class HeldGone(Exception):
    """A file waits no more; `.names` says which."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(*names)
        self.names = list(names)


@dataclass(frozen=True)
class Held:
    """What the page knows of a file: name, size in bytes, and where it and its cleaned copy lie."""

    name: str
    size: int
    parts: tuple[str, ...]

    @property
    def pk(self) -> str:
        """By which the page names it."""
        return self.parts[0]

    @property
    def cleaned(self) -> bool:
        """Whether a copy without hidden data lies beside it."""
        return len(self.parts) > 1

    def plain(self) -> dict[str, Any]:
        """As values that travel sealed in the page."""
        return {"name": self.name, "size": self.size, "parts": list(self.parts)}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> "Held":
        """From those values."""
        return cls(plain["name"], plain["size"], tuple(plain["parts"]))


def new_holding_key() -> str:
    """A key for one page's files, as text."""
    return base64.b64encode(sealing.new_key()).decode()


@sensitive_variables()
def hold_files(*, files: Iterable[UploadedFile], key: str, today: date) -> list[Held]:
    """Seals the files, and a cleaned copy of each that can be cleaned; raises HoldingFull before the first."""
    if _taken() >= int(getattr(settings, "CASE_HELD_LIMIT", ROOM)):
        raise HoldingFull
    return [_hold(sealed_uploads([file]), base64.b64decode(key), today) for file in files]


def held_uploads(held: Sequence[Held], key: str) -> Iterator[SealedUpload]:
    """The files and their copies, opened one at a time as they are asked for; raises HeldGone at once."""
    there = set(HeldFile.objects.filter(pk__in=_ids(held)).values_list("pk", flat=True))
    gone = [one.name for one in held if not there.issuperset(_ids([one]))]
    if gone:
        raise HeldGone(gone)
    return _each(held, base64.b64decode(key))


def let_go(held: Iterable[Held]) -> None:
    """Forgets files that were taken into a case."""
    HeldFile.objects.filter(pk__in=_ids(held)).delete()


def forget_held(*, today: date) -> int:
    """Forgets what nobody can send any more; answers how many rows went."""
    return HeldFile.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()[0]


def _taken() -> int:
    return int(HeldFile.objects.aggregate(taken=Sum("size"))["taken"] or 0)


def _hold(uploads: list[SealedUpload], key: bytes, today: date) -> Held:
    parts = []
    with transaction.atomic():
        for upload in uploads:
            row_id = uuid4()
            sealed = sealing.seal(key, pad(file_bytes(upload)), _context(row_id))
            HeldFile.objects.create(
                id=row_id, ciphertext=sealed, algorithm=sealing.SYMMETRIC, size=len(sealed), day=today
            )
            parts.append(str(row_id))
    return Held(uploads[0].name, len(uploads[0].data), tuple(parts))


@sensitive_variables()
def _each(held: Sequence[Held], key: bytes) -> Iterator[SealedUpload]:
    for one in held:
        for part in one.parts:
            # In a function of its own, so that neither ciphertext nor padding lies in memory while the file is sealed.
            yield replace(_opened(part, key), is_copy=part != one.pk)


@sensitive_variables()
def _opened(part: str, key: bytes) -> SealedUpload:
    row = HeldFile.objects.get(pk=part)
    return file_from(unpad(sealing.open_sealed(key, bytes(row.ciphertext), _context(row.pk), row.algorithm)))


def _ids(held: Iterable[Held]) -> list[UUID]:
    return [UUID(part) for one in held for part in one.parts]


def _context(row_id: UUID) -> bytes:
    return sealing.bind("held-file", row_id)
