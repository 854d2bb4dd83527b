"""The migrated database of the tests, made once: Wagtail's migrations take longer than most files of tests.

What the first process makes is kept beside the packages under a name that changes with every migration of ours and
every version of a package; the others, and later runs, copy it. On PostgreSQL each process migrates.
"""

import fcntl
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".venv"


def template() -> Path:
    """Where the database for the migrations as they now stand is kept."""
    read = [ROOT / "uv.lock", ROOT / "portal/settings/base.py", *sorted(ROOT.glob("*/migrations/*.py"))]
    digest = sha256(b"\0".join(path.read_bytes() for path in read)).hexdigest()
    return KEPT / f"tests-{digest[:16]}.sqlite3"


def migrate(verb: str, *arguments: Any, **options: Any) -> Any:
    """In place of `call_command` where Django makes a test database."""
    if verb != "migrate" or connection.vendor != "sqlite":
        return call_command(verb, *arguments, **options)
    file = template()
    with (KEPT / "tests.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            call_command(verb, *arguments, **options)
            keep(file)
            return None
    connection.ensure_connection()
    kept = sqlite3.connect(file)
    kept.backup(connection.connection)
    kept.close()
    return None


def keep(file: Path) -> None:
    """Puts the database away, whole or not at all, in place of those for other migrations."""
    for old in KEPT.glob("tests-*.sqlite3*"):
        old.unlink()
    unfinished = file.with_suffix(".sqlite3-new")
    copy = sqlite3.connect(unfinished)
    connection.connection.backup(copy)
    copy.close()
    unfinished.rename(file)
