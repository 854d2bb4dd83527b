"""The ledger's files below PORTAL_DATA/ledger: tiles, checkpoint, the last signed state, origin; and its key.

The first log lies in the folder itself, the log that begins after a restore in `2/`, and so on; see `restart_log`.
Every file is written aside, flushed to disk and renamed: a reader or a crash never meets half a file.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from county import keys
from publicity.domain import checkpoint, merkle, tiles
from publicity.domain.checkpoint import BadNote, Checkpoint, Signature, VerifierKey
from publicity.domain.rows_root import from_text, to_text
from publicity.domain.tiles import Tile

KEY_NAME = "ledger-signing"
FIRST = 1


class BadOrigin(Exception):
    """The log's name has a space or a plus, or is empty: set PORTAL_BASE_URL to a host without them."""


@dataclass(frozen=True)
class Signed:
    """How far a log has ever been signed."""

    size: int
    root: bytes


def base() -> Path:
    """The directory that holds what the public may read, and `state` and `origin` beside it."""
    return Path(settings.PORTAL_DATA, "ledger")


def newest() -> int:
    """The number of the last log that has files."""
    later = [int(path.parent.name) for path in base().glob("[0-9]*/origin") if path.parent.name.isdigit()]
    return max([FIRST, *later])


def current() -> "Log":
    """The log that the portal adds to."""
    return Log(newest())


def mark_restored() -> None:
    """Called by a restore: what was signed since the backup is unknown, so nothing is signed until `restart_log`."""
    write(base() / "restored", str(newest()).encode())


def restored() -> int:
    """The log that a restore has stopped, 0 for none."""
    path = base() / "restored"
    return int(path.read_text()) if path.is_file() else 0


def write(path: Path, data: bytes) -> None:
    """Puts `data` at `path` so that it survives a crash once this returns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    handle = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True)
class Log:
    """One log's files; `number` counts from 1."""

    number: int = FIRST

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return base() if self.number == FIRST else base() / str(self.number)

    def write_tile(self, tile: Tile, data: bytes) -> None:
        """Stores a tile or an entry bundle."""
        write(self.folder / tile.path, data)

    def read_tile(self, tile: Tile) -> bytes:
        """The bytes of a tile or bundle; a narrower one is cut from a wider one at its place.

        Raises FileNotFoundError when it is not there.
        """
        # While one reads, a writer may put a wider tile in a narrower one's place.
        for _attempt in range(2):
            try:
                return self._cut(tile)
            except FileNotFoundError:
                continue
        return self._cut(tile)

    def _cut(self, tile: Tile) -> bytes:
        exact = self.folder / tile.path
        if exact.is_file():
            return exact.read_bytes()
        full = self.folder / tile.full_path
        wider = [int(p.name) for p in full.with_name(f"{full.name}.p").glob("[0-9]*") if int(p.name) > tile.width]
        whole = full.is_file() or not wider
        data = (full if whole else self.folder / Tile(tile.level, tile.index, min(wider)).path).read_bytes()
        if tile.level is None:
            return tiles.bundle(tiles.unbundle(data)[: tile.width])
        return data[: tile.width * merkle.HASH_SIZE]

    def first_entry(self) -> dict[str, Any]:
        """What the log's first entry says. Raises FileNotFoundError before it is signed."""
        (entry,) = tiles.unbundle(self.read_tile(Tile(None, 0, 1)))
        return json.loads(entry)

    def has_file(self, tile: Tile) -> bool:
        """Whether the tile itself is stored."""
        return (self.folder / tile.path).is_file()

    def drop_superseded(self, old: int, new: int) -> None:
        """Removes partial tiles that a log growing from `old` to `new` leaves behind; `read_tile` can cut them.

        A full tile where the log has a partial one is left from a crash before signing, and goes too.
        """
        edge = tiles.partial_tiles(new)
        keep = {self.folder / tile.path for tile in edge}
        for tile in tiles.partial_tiles(old) + edge:
            for path in (self.folder / tile.path).parent.glob("[0-9]*"):
                if path not in keep:
                    path.unlink()
        for tile in edge:
            (self.folder / tile.full_path).unlink(missing_ok=True)

    @property
    def origin(self) -> str:
        """The log's name, fixed at first use: host, prefix and "/ledger", later logs with their number.

        Raises BadOrigin.
        """
        path = self.folder / "origin"
        if path.is_file():
            return path.read_text()
        name = f"{urlsplit(settings.PORTAL_BASE_URL).netloc}{settings.PORTAL_PREFIX}/ledger"
        if self.number != FIRST:
            name = f"{Log().origin}/{self.number}"
        if not checkpoint.valid_name(name):
            raise BadOrigin(name)
        write(path, name.encode())
        return name

    @property
    def verifier_key(self) -> VerifierKey:
        """The public key under the log's name, as /ledger/key serves it."""
        return VerifierKey(self.origin, _signing_key().public_key().public_bytes_raw())

    def sign(self, size: int, root: bytes) -> str:
        """The signed checkpoint of a tree."""
        key = self.verifier_key
        text = Checkpoint(key.name, size, root).text
        return checkpoint.signed(text, [Signature(key.name, key.key_hash, _signing_key().sign(text.encode()))])

    def verified(self, note: str) -> Checkpoint:
        """The checkpoint in a note that our key signed under this log's name. Raises BadNote."""
        text, signatures = checkpoint.parse_note(note)
        key = self.verifier_key
        ours = [s for s in signatures if (s.name, s.key_hash) == (key.name, key.key_hash)]
        if not ours:
            raise BadNote("unknown key")
        try:
            for signature in ours:
                Ed25519PublicKey.from_public_bytes(key.public).verify(signature.value, text.encode())
        except InvalidSignature as error:
            raise BadNote("signature") from error
        found = checkpoint.parse_checkpoint(text)
        if found.origin != key.name:
            raise BadNote("origin")
        return found

    def read_checkpoint(self) -> str | None:
        """The signed note as stored, None before the first."""
        path = self.folder / "checkpoint"
        return path.read_text() if path.is_file() else None

    def served(self) -> Checkpoint | None:
        """What the stored note says, its signature unchecked: for serving, not for trusting. Raises BadNote."""
        note = self.read_checkpoint()
        return checkpoint.parse_checkpoint(checkpoint.parse_note(note)[0]) if note else None

    def write_checkpoint(self, note: str) -> None:
        """Stores the signed note."""
        write(self.folder / "checkpoint", note.encode())

    def read_state(self) -> Signed | None:
        """The size and root that were about to be signed last, None before the first."""
        path = self.folder / "state"
        if not path.is_file():
            return None
        stored = json.loads(path.read_text())
        return Signed(stored["size"], from_text(stored["root"]))

    def write_state(self, size: int, root: bytes) -> None:
        """Flushes what is about to be signed."""
        write(self.folder / "state", json.dumps({"size": size, "root": to_text(root)}).encode())

    def last_signed(self) -> Signed:
        """The furthest of state and checkpoint: either alone is enough to refuse an older database."""
        known = [Signed(0, merkle.EMPTY_ROOT)]
        state, note = self.read_state(), self.read_checkpoint()
        if state:
            known.append(state)
        if note:
            found = self.verified(note)
            known.append(Signed(found.size, found.root))
        return max(known, key=lambda signed: signed.size)


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.secret(KEY_NAME))
