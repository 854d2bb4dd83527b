"""Files that only staff may see, below PORTAL_DATA and never below the public media: owner-only, written whole."""

import os
import secrets
from pathlib import Path

from django.conf import settings


def path(*parts: str) -> Path:
    """Where a file of the given folder and name lies. The parts are ours (ids), never a reader's."""
    return Path(settings.PORTAL_DATA, *parts)


def write(data: bytes, *parts: str) -> None:
    """Writes a file whole or not at all; an older one of the name is replaced."""
    target = path(*parts)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def read(*parts: str) -> bytes:
    """The file's bytes. Raises OSError."""
    return path(*parts).read_bytes()


def remove(*parts: str) -> None:
    """Deletes the file if it is there."""
    path(*parts).unlink(missing_ok=True)
