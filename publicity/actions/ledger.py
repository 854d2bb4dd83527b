"""Appending to the public ledger and signing it (design "The ledger").

Publishing calls `seal_rows` and `append_entry` in its own transaction and `publish_checkpoint` after the commit.
"""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from random import SystemRandom
from typing import Any

import rfc8785
from django.db import transaction

from publicity import ledger_files
from publicity.domain import merkle, rows_root, tiles
from publicity.domain.tiles import Tile
from publicity.ledger_files import Signed
from publicity.models.ledger import LedgerEntry, LedgerLock, LedgerOpening, RowsTree

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
    """Appends an entry and answers its index.

    `body` becomes canonical JSON and public for ever: no personal data. `openings` are what opens its `commitments`,
    by name. `day` defaults to the body's ISO `published_on` or `day`. Raises NotCanonical.
    """
    return append_entries([(body, openings or {})], day=day)[0]


@transaction.atomic
def append_entries(
    items: Iterable[tuple[Mapping[str, Any], Mapping[str, Opening]]], *, day: date | None = None
) -> list[int]:
    """As `append_entry`, for many bodies with their openings: one after the other, in one statement a table."""
    given = [(dict(body), openings, _leaf(body)) for body, openings in items]
    _lock()
    size = LedgerEntry.objects.size()
    entries = [
        LedgerEntry(
            index=index,
            leaf=leaf,
            leaf_hash=merkle.leaf_hash(leaf),
            day=day or date.fromisoformat(body.get("published_on") or body["day"]),
        )
        for index, (body, _openings, leaf) in enumerate(given, start=size)
    ]
    LedgerEntry.objects.bulk_create(entries)
    LedgerOpening.objects.bulk_create(
        LedgerOpening(entry=entry, field=name, value=opening.value, salt=opening.salt)
        for entry, (_body, openings, _leaf_bytes) in zip(entries, given, strict=True)
        for name, opening in openings.items()
    )
    return [entry.index for entry in entries]


def _leaf(body: Mapping[str, Any]) -> bytes:
    try:
        leaf = rfc8785.dumps(dict(body))
    except rfc8785.CanonicalizationError as error:
        raise NotCanonical(str(error)) from error
    if len(leaf) > tiles.MAX_ENTRY:
        raise NotCanonical(f"{len(leaf)} bytes")
    return leaf


@transaction.atomic(durable=True)
def publish_checkpoint() -> str:
    """Brings tiles, state and signed checkpoint up to the database and answers the checkpoint; calling again is safe.

    Tiles come first, then the state, then the signature: after a crash anywhere the next call goes on. Files that are
    missing or damaged are made again. Raises RolledBack. Must not run inside another transaction: what is signed has
    to be committed.
    """
    _lock()
    size, known = LedgerEntry.objects.size(), ledger_files.last_signed()
    if size < known.size:
        raise RolledBack(f"{size} < {known.size}")
    if not _files_agree(known):
        _rebuild(known)
    _write_tiles(known.size, size)
    root = tiles.root(size=size, read=ledger_files.read_tile)
    if ledger_files.read_state() != Signed(size, root):
        ledger_files.write_state(size, root)
    note = ledger_files.sign(size, root)
    if note != ledger_files.read_checkpoint():
        ledger_files.write_checkpoint(note)
    ledger_files.drop_superseded(known.size, size)
    return note


def _lock() -> None:
    LedgerLock.objects.select_for_update().get_or_create(pk=1)


def _files_agree(known: Signed) -> bool:
    """Whether every tile is stored and the right edge gives the signed root and the database's last entries.

    Reads one tile a level, never the whole log: that is verify_ledger's part.
    """
    if not known.size:
        return True
    if not all(ledger_files.has_file(tile) for tile in tiles.all_tiles(known.size)):
        return False
    start = (known.size - 1) // tiles.FULL * tiles.FULL
    edge = Tile(0, start // tiles.FULL, known.size - start)
    stored = tiles.hashes_of(ledger_files.read_tile(edge))
    agrees = stored == LedgerEntry.objects.leaf_hashes(start, known.size)
    return agrees and tiles.root(size=known.size, read=ledger_files.read_tile) == known.root


def _rebuild(known: Signed) -> None:
    """Makes every file again from the database, once it is proven to be what was signed. Raises RolledBack."""
    if merkle.root(LedgerEntry.objects.leaf_hashes(0, known.size)) != known.root:
        raise RolledBack("other entries than signed")
    _write_tiles(0, known.size)


def _write_tiles(old: int, new: int) -> None:
    """Writes the tiles and bundles that a log growing from `old` to `new` entries gains."""
    for start in range(old, new, _CHUNK):
        stop = min(start + _CHUNK, new)
        leaves = LedgerEntry.objects.leaf_hashes(start, stop)
        for tile, data in tiles.grow(size=start, leaves=leaves, read=ledger_files.read_tile):
            ledger_files.write_tile(tile, data)
            if tile.level == 0:
                bundle = Tile(None, tile.index, tile.width)
                first = tile.index * tiles.FULL
                entries = LedgerEntry.objects.leaves(first, first + tile.width)
                ledger_files.write_tile(bundle, tiles.bundle(entries))
