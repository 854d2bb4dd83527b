"""The ledger's files below PORTAL_DATA/ledger: tiles, checkpoint, the last signed state, origin; and its key.

Every file is written aside, flushed to disk and renamed: a reader or a crash never meets half a file.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
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


class BadOrigin(Exception):
    """The log's name has a space or a plus, or is empty: set PORTAL_BASE_URL to a host without them."""


@dataclass(frozen=True)
class Signed:
    """How far this log has ever been signed."""

    size: int
    root: bytes


def folder() -> Path:
    """The directory that holds what the public may read, and `state` and `origin` beside it."""
    return Path(settings.PORTAL_DATA, "ledger")


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


def write_tile(tile: Tile, data: bytes) -> None:
    """Stores a tile or an entry bundle."""
    write(folder() / tile.path, data)


def read_tile(tile: Tile) -> bytes:
    """The bytes of a tile or bundle; a narrower one is cut from a wider one at its place.

    Raises FileNotFoundError when it is not there.
    """
    exact = folder() / tile.path
    if exact.is_file():
        return exact.read_bytes()
    full = folder() / tile.full_path
    wider = [int(p.name) for p in full.with_name(f"{full.name}.p").glob("[0-9]*") if int(p.name) > tile.width]
    source = full if full.is_file() or not wider else folder() / Tile(tile.level, tile.index, min(wider)).path
    data = source.read_bytes()
    if tile.level is None:
        return tiles.bundle(tiles.unbundle(data)[: tile.width])
    return data[: tile.width * merkle.HASH_SIZE]


def has_file(tile: Tile) -> bool:
    """Whether the tile itself is stored."""
    return (folder() / tile.path).is_file()


def drop_superseded(old: int, new: int) -> None:
    """Removes partial tiles that a log growing from `old` to `new` entries leaves behind; `read_tile` can cut them.

    A full tile where the log has a partial one is left from a crash before signing, and goes too.
    """
    edge = tiles.partial_tiles(new)
    keep = {folder() / tile.path for tile in edge}
    for tile in tiles.partial_tiles(old) + edge:
        for path in (folder() / tile.path).parent.glob("[0-9]*"):
            if path not in keep:
                path.unlink()
    for tile in edge:
        (folder() / tile.full_path).unlink(missing_ok=True)


def origin() -> str:
    """The log's name, fixed at first use: host, prefix and "/ledger". Raises BadOrigin."""
    path = folder() / "origin"
    if not path.is_file():
        name = f"{urlsplit(settings.PORTAL_BASE_URL).netloc}{settings.PORTAL_PREFIX}/ledger"
        if not checkpoint.valid_name(name):
            raise BadOrigin(name)
        write(path, name.encode())
    return path.read_text()


def _signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.secret(KEY_NAME))


def verifier_key() -> VerifierKey:
    """The public key under the log's name, as /ledger/key serves it."""
    return VerifierKey(origin(), _signing_key().public_key().public_bytes_raw())


def sign(size: int, root: bytes) -> str:
    """The signed checkpoint of a tree."""
    key = verifier_key()
    text = Checkpoint(key.name, size, root).text
    return checkpoint.signed(text, [Signature(key.name, key.key_hash, _signing_key().sign(text.encode()))])


def verified(note: str) -> Checkpoint:
    """The checkpoint in a note that our key signed. Raises BadNote."""
    text, signatures = checkpoint.parse_note(note)
    key = verifier_key()
    ours = [s for s in signatures if (s.name, s.key_hash) == (key.name, key.key_hash)]
    if not ours:
        raise BadNote("unknown key")
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(ours[0].value, text.encode())
    except InvalidSignature as error:
        raise BadNote("signature") from error
    found = checkpoint.parse_checkpoint(text)
    if found.origin != key.name:
        raise BadNote("origin")
    return found


def read_checkpoint() -> str | None:
    """The signed note as stored, None before the first."""
    path = folder() / "checkpoint"
    return path.read_text() if path.is_file() else None


def write_checkpoint(note: str) -> None:
    """Stores the signed note."""
    write(folder() / "checkpoint", note.encode())


def read_state() -> Signed | None:
    """The size and root that were about to be signed last, None before the first."""
    path = folder() / "state"
    if not path.is_file():
        return None
    stored = json.loads(path.read_text())
    return Signed(stored["size"], from_text(stored["root"]))


def write_state(size: int, root: bytes) -> None:
    """Flushes what is about to be signed."""
    write(folder() / "state", json.dumps({"size": size, "root": to_text(root)}).encode())


def last_signed() -> Signed:
    """The furthest of state and checkpoint: either alone is enough to refuse an older database."""
    known = [Signed(0, merkle.EMPTY_ROOT)]
    state, note = read_state(), read_checkpoint()
    if state:
        known.append(state)
    if note:
        found = verified(note)
        known.append(Signed(found.size, found.root))
    return max(known, key=lambda signed: signed.size)
