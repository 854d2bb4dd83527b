"""The list of erasures: outside the database and its backups, so that a restored backup can be told what is gone.

Each line is a household's keyed digest and the time of its erasure, in UTC. Lines are flushed to disk before the
transaction that erases commits: a crash in between leaves a line too many, never one too few, and replaying a line
that has been carried out changes nothing. The file is only ever added to.
"""

import fcntl
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

_VERSION = "e1"


def path() -> Path:
    """The file. `backup` never copies its folder, `restore` never overwrites it."""
    return Path(settings.PORTAL_DATA, "erasures", "list")


def append(households: Iterable[str], *, at: datetime) -> None:
    """Writes one line a household and returns once they are on disk."""
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    lines = "".join(f"{_VERSION} {household} {stamp}\n" for household in sorted(set(households)))
    if lines:
        _add(lines.encode())


def read(source: Path | None = None) -> dict[str, datetime]:
    """Each household and its last erasure. A line that a crash cut short was never committed and is left out."""
    file = source or path()
    found: dict[str, datetime] = {}
    if not file.is_file():
        return found
    for line in file.read_text("utf-8", errors="replace").splitlines():
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != _VERSION:
            continue
        try:
            at = datetime.fromisoformat(parts[2])
        except ValueError:
            continue
        if at.tzinfo and (parts[1] not in found or found[parts[1]] < at):
            found[parts[1]] = at
    return found


def merge(source: Path) -> int:
    """Adds what another copy of the list knows more; answers how many lines."""
    known = read()
    more = {household: at for household, at in read(source).items() if household not in known or known[household] < at}
    for household, at in more.items():
        append([household], at=at)
    return len(more)


def _add(data: bytes) -> None:
    """One write under a lock, then the file and its folder are flushed."""
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":  # a line that a crash cut short
            data = b"\n" + data
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
