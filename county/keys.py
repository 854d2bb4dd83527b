"""Keys that live outside the database, one file each, readable by the owner only."""

import os
import secrets
from pathlib import Path

from django.conf import settings

KEY_BYTES = 32


def secret(name: str) -> bytes:
    """The 32 random bytes named `name` below PORTAL_DATA/keys, made at first use.

    Two processes that start together agree on one key: the file is written aside and linked into place once.
    """
    path = Path(settings.PORTAL_DATA, "keys", name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_name(f".{name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_bytes()
