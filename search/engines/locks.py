"""Locks between processes that hold no transaction: advisory ones of PostgreSQL, a file beside SQLite."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

# What is sent to the server is sent by one at a time; an index is built by one at a time.
SENDING, BUILDING, WRITING = 0x5EA0001, 0x5EA0002, 0x5EA0003
STEP = 0.05


@contextmanager
def hold(number: int, *, wait: float = 0.0) -> Iterator[bool]:
    """Whether the lock was taken, within `wait` seconds; it is released at the end, also when the process dies."""
    lock = _postgres(number, wait) if connection.vendor == "postgresql" else _file(number, wait)
    with lock as taken:
        yield taken


@contextmanager
def _postgres(number: int, wait: float) -> Iterator[bool]:
    with connection.cursor() as cursor:
        until = time.monotonic() + wait
        taken = False
        while not taken:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
            taken = bool(cursor.fetchone()[0])
            if taken or time.monotonic() >= until:
                break
            time.sleep(STEP)
    try:
        yield taken
    finally:
        if taken:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


@contextmanager
def _file(number: int, wait: float) -> Iterator[bool]:
    folder = Path(settings.PORTAL_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"search-{number:x}.lock").open("w") as file:
        until = time.monotonic() + wait
        taken = False
        while not taken:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                taken = True
            except BlockingIOError:
                if time.monotonic() >= until:
                    break
                time.sleep(STEP)
        yield taken
