"""SQLite tuned for one small machine, or PostgreSQL by `DATABASE_URL`."""

from pathlib import Path
from typing import Any

import dj_database_url

# Measured for the design: WAL with IMMEDIATE transactions 1,481 writes/s without a lock error, untuned 434/s
# with thousands of "database is locked".
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;PRAGMA temp_store=MEMORY;"
        # What is deleted is overwritten, also where SQLite was not compiled so; docs/decisions/0026-retention.md.
        "PRAGMA secure_delete=ON"
    ),
}


def databases(url: str, data: Path) -> dict[str, dict[str, Any]]:
    """The DATABASES setting for a database URL; without one, SQLite in the data directory."""
    if url and not url.startswith("sqlite"):
        return {"default": {**dj_database_url.parse(url, conn_max_age=60), "CONN_HEALTH_CHECKS": True}}
    name = url.removeprefix("sqlite:///") if url else str(data / "portal.sqlite3")
    # A connection is kept for a minute: opening one runs the pragmas anew, a millisecond of every page.
    engine = "django.db.backends.sqlite3"
    return {"default": {"ENGINE": engine, "NAME": name, "OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": 60}}
