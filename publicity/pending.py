"""Workbooks that wait for confirmation: encrypted files under PORTAL_DATA/pending, each with a key of its own.

The key lies in the uploader's session and nowhere else, so the directory or a copy of it tells nothing.
"""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.utils import random


class PendingLost(Exception):
    """The waiting file is gone, or this session does not hold its key."""


def store(import_id: UUID, data: bytes) -> bytes:
    """Writes `data` sealed (XChaCha20-Poly1305, bound to the import's id) and answers the key."""
    key = random(Aead.KEY_SIZE)
    path = _path(import_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(Aead(key).encrypt(data, import_id.bytes))
    return key


def load(import_id: UUID, key: bytes) -> bytes:
    """The workbook again. Raises PendingLost."""
    try:
        return Aead(key).decrypt(_path(import_id).read_bytes(), import_id.bytes)
    except (OSError, CryptoError, ValueError, TypeError) as error:
        raise PendingLost from error


def remove(import_id: UUID) -> None:
    """Deletes the file if it is there."""
    _path(import_id).unlink(missing_ok=True)


def _path(import_id: UUID) -> Path:
    return Path(settings.PORTAL_DATA, "pending", f"{import_id}.sealed")
