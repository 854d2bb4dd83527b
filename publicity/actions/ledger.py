"""Appending to the public ledger and signing it (design "The ledger").

Publishing calls `seal_rows` and `append_entry` in its own transaction and `publish_checkpoint` after the commit.
"""

import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import SystemRandom
from typing import Any

import rfc8785
from django.db import connection, transaction

from publicity import ledger_files
from publicity.domain import merkle, rows_root, tiles
from publicity.domain.tiles import Tile
from publicity.ledger_files import Log, Signed
from publicity.models.ledger import LedgerEntry, LedgerLock, LedgerLog, LedgerOpening, RowsTree

_CHUNK = 64 * tiles.FULL


class NotCanonical(ValueError):
    """The body has no canonical JSON (a date, a Decimal), or is longer than 65,535 bytes."""


class RolledBack(Exception):
    """The database has fewer or other entries than were signed: it is older than the log, and is never signed."""


@dataclass(frozen=True)
class Opening:
    """What opens a commitment: the value and its salt."""

    value: str | int | None
    salt: bytes


@dataclass(frozen=True)
class Place:
    """Where the database's last log stands: its files, and the portal's number of its first entry."""

    log: Log
    first: int

    @classmethod
    def now(cls) -> "Place":
        """The log that is added to."""
        row = LedgerLog.objects.last()
        return cls(Log(row.number), row.first) if row else cls(Log(), 0)

    @property
    def size(self) -> int:
        """How many entries the log has in the database."""
        return LedgerEntry.objects.size() - self.first

    def leaf_hashes(self, start: int, stop: int) -> list[bytes]:
        """The leaf hashes of the log's entries from `start` to before `stop`."""
        return LedgerEntry.objects.leaf_hashes(self.first + start, self.first + stop)

    def leaves(self, start: int, stop: int) -> list[bytes]:
        """The bytes of the log's entries from `start` to before `stop`."""
        return LedgerEntry.objects.leaves(self.first + start, self.first + stop)


def commit(value: str | int | None) -> tuple[str, Opening]:
    """A fresh salted commitment to `value` (base64url) for an entry's body, and what opens it."""
    opening = Opening(value, secrets.token_bytes(rows_root.SALT_SIZE))
    return rows_root.to_text(rows_root.commitment(opening.salt, value)), opening


def seal_rows(leaves: Iterable[bytes]) -> str:
    """The rows root (base64url) over rows' leaf hashes; keeps the shuffled, padded leaves to verify it by."""
    return seal_many([leaves])[0]


def seal_many(lists: Iterable[Iterable[bytes]]) -> list[str]:
    """As `seal_rows`, for many lists in one statement."""
    source = SystemRandom()
    sealed = [rows_root.rows_root(list(leaves), source) for leaves in lists]
    trees = [RowsTree(root=rows_root.to_text(root), leaves=b"".join(arranged)) for root, arranged in sealed]
    RowsTree.objects.bulk_create(trees)
    return [tree.root for tree in trees]


def append_entry(
    *, body: Mapping[str, Any], openings: Mapping[str, Opening] | None = None, day: date | None = None
) -> int:
    """Appends an entry and answers its number.

    `body` becomes canonical JSON and public for ever: no personal data. `openings` are what opens its `commitments`,
    by name. `day` defaults to the body's ISO `published_on` or `day`. Raises NotCanonical.
    """
    return append_entries([(body, openings or {})], day=day)[0]


@transaction.atomic
def append_entries(
    items: Iterable[tuple[Mapping[str, Any], Mapping[str, Opening]]], *, day: date | None = None
) -> list[int]:
    """As `append_entry`, for many bodies with their openings: one after the other, in one statement a table."""
    given = [(made_entry(body=body, day=day or _day(body)), openings) for body, openings in items]
    lock()
    for index, (entry, _openings) in enumerate(given, start=LedgerEntry.objects.size()):
        entry.index = index
    LedgerEntry.objects.bulk_create(entry for entry, _openings in given)
    LedgerOpening.objects.bulk_create(
        LedgerOpening(entry_id=entry.index, field=name, value=opening.value, salt=opening.salt)
        for entry, openings in given
        for name, opening in openings.items()
    )
    return [entry.index for entry, _openings in given]


def _day(body: Mapping[str, Any]) -> date:
    return date.fromisoformat(body.get("published_on") or body["day"])


def made_entry(*, body: Mapping[str, Any], day: date, index: int = 0) -> LedgerEntry:
    """An entry that is not stored yet. Raises NotCanonical."""
    try:
        leaf = rfc8785.dumps(dict(body))
    except rfc8785.CanonicalizationError as error:
        raise NotCanonical(str(error)) from error
    if len(leaf) > tiles.MAX_ENTRY:
        raise NotCanonical(f"{len(leaf)} bytes")
    kind, about = str(body.get("type") or ""), str(body.get("list") or "")
    return LedgerEntry(
        index=index, leaf=leaf, leaf_hash=merkle.leaf_hash(leaf), day=day, kind=kind[:20], about=about[:10]
    )


@transaction.atomic(durable=True)
def publish_checkpoint() -> str:
    """Brings tiles, state and signed checkpoint up to the database and answers the checkpoint; calling again is safe.

    Tiles come first, then the state, then the signature: after a crash anywhere the next call goes on. Files at the
    log's edge that are missing or damaged are made again. Raises RolledBack. Must not run inside another transaction:
    what is signed has to be committed.
    """
    lock()
    place = Place.now()
    log, size, known = place.log, place.size, place.log.last_signed()
    refused = refusal(place, size, known)
    if refused:
        raise RolledBack(refused)
    if not _files_agree(place, known):
        _write_tiles(place, 0, known.size)
    _write_tiles(place, known.size, size)
    root = tiles.root(size=size, read=log.read_tile)
    _flush_database()
    if log.read_state() != Signed(size, root):
        log.write_state(size, root)
    note = log.sign(size, root)
    if note != log.read_checkpoint():
        log.write_checkpoint(note)
    log.drop_superseded(known.size, size)
    return note


@transaction.atomic(durable=True)
def mend_files() -> None:
    """Makes every tile and bundle anew from the database, wherever damage lies. Raises RolledBack."""
    lock()
    place = Place.now()
    known = place.log.last_signed()
    refused = refusal(place, place.size, known)
    if refused or merkle.root(place.leaf_hashes(0, known.size)) != known.root:
        raise RolledBack(refused or "other entries than signed")
    _write_tiles(place, 0, known.size)
    place.log.drop_superseded(known.size, known.size)


def lock() -> None:
    """One appends or signs at a time."""
    LedgerLock.objects.select_for_update().get_or_create(pk=1)


def refusal(place: Place, size: int, known: Signed) -> str:
    """Why this database may not be signed, empty when it may."""
    if ledger_files.newest() > place.log.number:
        return "a later log was begun"
    if ledger_files.restored() >= place.log.number:
        return "restored from a backup"
    if size < known.size:
        return f"{size} < {known.size}"
    agrees = _files_agree(place, known) or merkle.root(place.leaf_hashes(0, known.size)) == known.root
    return "" if agrees else "other entries than signed"


def _files_agree(place: Place, known: Signed) -> bool:
    """Whether the right edge is stored, gives the signed root and holds the database's last entries.

    Looks at a few tiles a level, never at the whole log: that is verify_ledger's part.
    """
    if not known.size:
        return True
    if not all(place.log.has_file(tile) for tile in tiles.right_edge(known.size)):
        return False
    start = (known.size - 1) // tiles.FULL * tiles.FULL
    edge = Tile(0, start // tiles.FULL, known.size - start)
    stored = tiles.hashes_of(place.log.read_tile(edge))
    agrees = stored == place.leaf_hashes(start, known.size)
    return agrees and tiles.root(size=known.size, read=place.log.read_tile) == known.root


def _write_tiles(place: Place, old: int, new: int) -> None:
    """Writes the tiles and bundles that a log growing from `old` to `new` entries gains."""
    for start in range(old, new, _CHUNK):
        stop = min(start + _CHUNK, new)
        leaves = place.leaf_hashes(start, stop)
        for tile, data in tiles.grow(size=start, leaves=leaves, read=place.log.read_tile):
            place.log.write_tile(tile, data)
            if tile.level == 0:
                bundle = Tile(None, tile.index, tile.width)
                first = tile.index * tiles.FULL
                place.log.write_tile(bundle, tiles.bundle(place.leaves(first, first + tile.width)))


def _flush_database() -> None:
    """Makes sure that what is about to be signed survives a power cut.

    SQLite with synchronous=NORMAL may lose the last commits then: its log is flushed here. PostgreSQL flushes itself.
    """
    if connection.vendor != "sqlite":
        return
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    if log.is_file():
        handle = os.open(log, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
