"""Where bytes can rest, and in which disguise: what the tests of `test_no_trace` search."""

import base64
import os
import re
import sqlite3
import stat
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

MOST_BYTES = 2**26
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")


def disguises(secret: str | bytes) -> set[bytes]:
    """The secret in the codings in which programs keep texts: bytes, UTF-16, GB 18030, base64, hex, escapes."""
    plain = secret.encode() if isinstance(secret, str) else secret
    found = {plain, plain.hex().encode(), plain.hex().upper().encode(), quote(plain).encode()}
    for shift in range(3):
        inner = base64.b64encode(b"\0" * shift + plain)[4:-4]
        found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    if isinstance(secret, str):
        found |= {secret.encode(coding) for coding in ("utf-16-le", "utf-16-be", "gb18030")}
        found |= {ascii(secret)[1:-1].encode(), quote(plain, safe="").lower().encode()}
    return found


class Search:
    """Looks for secrets, by name, in bytes and in what is packed within them."""

    def __init__(self, secrets: dict[str, str | bytes]) -> None:
        self._needles = {name: disguises(secret) for name, secret in secrets.items()}

    def within(self, content: bytes) -> set[str]:
        """Names of the secrets that are there."""
        found = self._plainly(content)
        for unpacked in _unpacked(content):
            found |= self._plainly(unpacked)
        return found

    def below(self, *folders: Path) -> dict[str, set[str]]:
        """File → names of the secrets in its bytes or its name."""
        hits = {}
        for path in files_below(*folders):
            with suppress(FileNotFoundError):
                if found := self.within(str(path).encode() + b"\n" + path.read_bytes()[:MOST_BYTES]):
                    hits[str(path)] = found
        return hits

    def _plainly(self, content: bytes) -> set[str]:
        return {name for name, forms in self._needles.items() if any(form in content for form in forms)}


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What begins like a zlib or gzip stream and can be unpacked as one."""
    for at in _PACKED.finditer(content):
        with suppress(zlib.error):
            out = zlib.decompressobj(wbits=47).decompress(content[at.start() : at.start() + 2**20], 2**20)
            if len(out) > 8:
                yield out


def files_below(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def cells(database: Path) -> dict[str, list[tuple]]:
    """Table → rows, of every table whether Django knows it or not."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as line:
        line.text_factory = bytes
        tables = [row[0].decode() for row in line.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        return {name: line.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}


class Watcher(threading.Thread):
    """Reads, again and again, what a group of processes holds open and what appears below some folders.

    A file that lives for a moment, or has no name any more, is seen too.
    """

    def __init__(self, group: int, folders: Iterable[Path], search: Search) -> None:
        super().__init__(daemon=True)
        self._group, self._folders, self._search = group, list(folders), search
        self._seen: set[tuple] = set()
        self._over = threading.Event()
        self.hits: dict[str, set[str]] = {}
        self.rounds = self.read = 0

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self._over.set()
        self.join()

    def look_everywhere(self) -> None:
        """Come back when all that was open at the call has been read: a round can last long beside other tests."""
        whole = self.rounds + 2  # the round under way may be past it
        while self.rounds < whole:
            assert self.is_alive(), "nobody watches"
            time.sleep(0.01)

    def run(self):
        while not self._over.wait(0.01):
            for path in [*files_below(*self._folders), *self._open_files()]:
                with suppress(OSError):
                    self._look(path)
            self.rounds += 1

    def _open_files(self) -> Iterator[Path]:
        for process in filter(str.isdecimal, os.listdir("/proc")):
            with suppress(OSError):
                if os.getpgid(int(process)) == self._group:
                    yield from Path("/proc", process, "fd").iterdir()

    def _look(self, path: Path) -> None:
        if "portal.sqlite3" in os.path.realpath(path):
            return  # large, and nothing is taken out of it for good while the test runs: it is searched afterwards
        told = path.stat()
        if not stat.S_ISREG(told.st_mode) or (mark := (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns)) in (
            self._seen
        ):
            return
        self._seen.add(mark)
        self.read += 1
        if found := self._search.within(path.read_bytes()[:MOST_BYTES]):
            name = os.readlink(path) if path.is_symlink() else str(path)
            self.hits.setdefault(name, set()).update(found)
