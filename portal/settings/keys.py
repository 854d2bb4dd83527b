"""Django's own key, made at first start and readable by the owner only."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """Reads the key file below `data`, making it at first use with mode 0600."""
    path = data / "keys" / "django"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()
