"""The log itself: entries, commitments, what was signed, and every tile, all computed again from the database."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import rfc8785

from publicity import ledger_files
from publicity.domain import merkle, rows_root, tiles
from publicity.domain.checkpoint import BadNote
from publicity.domain.tiles import Tile
from publicity.ledger_checks.report import Report
from publicity.ledger_files import Log, Signed
from publicity.models.ledger import LedgerEntry, LedgerLog, LedgerOpening

_CHUNK = 2_000
#: Only these commitments must open: others may lose their opening with the household that they speak of.
_ALWAYS_OPEN = frozenset({"list"})


def check_logs(report: Report) -> None:
    """Every log: the one that is added to whole, those before a restore as far as the database has their entries."""
    rows = list(LedgerLog.objects.order_by("number"))
    logs = [(Log(), 0), *((Log(row.number), row.first) for row in rows)]
    if ledger_files.newest() > logs[-1][0].number:
        report.problem("rolled-back", f"log {ledger_files.newest()} > {logs[-1][0].number}")
    if ledger_files.restored() >= logs[-1][0].number:
        report.problem("restored", logs[-1][0].number)
    ends = [first for _log, first in logs[1:]] + [None]
    for (log, first), end in zip(logs, ends, strict=True):
        hashes = _check_entries(report, first, end)
        report.checked["logs"] += 1
        if end is None:
            report.size, report.root = len(hashes), merkle.root(hashes)
            _check_signed(report, log, first, hashes)
        else:
            _check_old(report, log, hashes[: _kept(end)])


def _kept(first: int) -> int | None:
    """How many entries of the log before were left when a log began: its first entry says it.

    What was added after a restore and before the new log was never in the old one.
    """
    leaves = LedgerEntry.objects.leaves(first, first + 1)
    return json.loads(leaves[0]).get("kept") if leaves else None


def _check_entries(report: Report, first: int, end: int | None) -> list[bytes]:
    """The leaf hashes of a log's entries, computed again from their bytes; their commitments are opened."""
    hashes: list[bytes] = []
    entries = LedgerEntry.objects.filter(index__gte=first).order_by("index")
    entries = entries.filter(index__lt=end) if end is not None else entries
    rows = entries.iterator(chunk_size=_CHUNK)
    while chunk := list(islice(rows, _CHUNK)):
        bodies = {}
        for entry in chunk:
            if entry.index != first + len(hashes):
                report.problem("index-gap", entry.index)
            hashes.append(merkle.leaf_hash(bytes(entry.leaf)))
            if hashes[-1] != bytes(entry.leaf_hash):
                report.problem("leaf-hash", entry.index)
            body = _body(report, entry)
            if body is not None:
                bodies[entry.index] = body
        _check_openings(report, chunk[0].index, chunk[-1].index, bodies)
        report.checked["entries"] += len(chunk)
    return hashes


def _body(report: Report, entry: LedgerEntry) -> dict[str, Any] | None:
    """What the entry says; its copies in columns must say the same."""
    leaf = bytes(entry.leaf)
    try:
        body = json.loads(leaf)
    except ValueError:
        body = None
    if not isinstance(body, dict) or rfc8785.dumps(body) != leaf:
        report.problem("not-canonical", entry.index)
        return None
    if (str(body.get("type") or "")[:20], str(body.get("list") or "")[:10]) != (entry.kind, entry.about):
        report.problem("entry-columns", entry.index)
    return body


def _check_openings(report: Report, first: int, last: int, bodies: dict[int, dict[str, Any]]) -> None:
    """Each commitment is opened by its value and salt, and nothing else claims to open one."""
    found = set()
    for opening in LedgerOpening.objects.filter(entry_id__gte=first, entry_id__lte=last).iterator(chunk_size=_CHUNK):
        if opening.entry_id not in bodies:
            continue
        found.add((opening.entry_id, opening.field))
        report.checked["openings"] += 1
        promised = (bodies[opening.entry_id].get("commitments") or {}).get(opening.field)
        if promised != rows_root.to_text(rows_root.commitment(bytes(opening.salt), opening.value)):
            report.problem(
                "opening", f"{opening.entry_id} {opening.field}", entry=opening.entry_id, field=opening.field
            )
    for index, body in bodies.items():
        if body.get("type") in _ALWAYS_OPEN:
            for name in body.get("commitments") or {}:
                if (index, name) not in found:
                    report.problem("opening-missing", f"{index} {name}", entry=index, field=name)


def _check_signed(report: Report, log: Log, first: int, hashes: list[bytes]) -> None:
    """State and checkpoint must be prefixes of the database, and the checkpoint must cover it all."""
    try:
        note = log.read_checkpoint()
        signed = log.verified(note) if note else None
    except BadNote as error:
        report.problem("checkpoint", error)
        return
    found = {"state": log.read_state(), "checkpoint": Signed(signed.size, signed.root) if signed else None}
    for name, known in found.items():
        if known is None:
            if hashes:
                report.problem(f"{name}-missing", len(hashes))
        elif known.size > len(hashes):
            report.problem("rolled-back", f"{name} {known.size} > {len(hashes)}")
        elif known.root != merkle.root(hashes[: known.size]):
            report.problem("forked", f"{name} {known.size}")
        elif known.size < len(hashes):
            report.problem("not-signed-yet", f"{name} {known.size} < {len(hashes)}")
    if signed and signed.size <= len(hashes):
        _check_files(report, log, first, hashes[: signed.size])


def _check_old(report: Report, log: Log, hashes: list[bytes]) -> None:
    """A log that ended at a restore: its last checkpoint holds over its tiles, and they hold the entries we have."""
    try:
        note = log.read_checkpoint()
        signed = log.verified(note) if note else None
        if signed is None:
            report.problem("checkpoint-missing", log.origin)
            return
        stored = [hash_ for index in range(-(-signed.size // tiles.FULL)) for hash_ in _leaves(log, index, signed.size)]
    except BadNote as error:
        report.problem("checkpoint", f"{log.origin} {error}")
        return
    except FileNotFoundError as error:
        report.problem("tile-missing", error.filename)
        return
    if merkle.root(stored) != signed.root:
        report.problem("forked", log.origin)
    shared = min(len(hashes), len(stored))
    if hashes[:shared] != stored[:shared]:
        report.problem("old-log", log.origin)


def _leaves(log: Log, index: int, size: int) -> list[bytes]:
    """The leaf hashes of one bundle's entries, which the hash tile must agree with."""
    width = min(tiles.FULL, size - index * tiles.FULL)
    hashes = [merkle.leaf_hash(entry) for entry in tiles.unbundle(log.read_tile(Tile(None, index, width)))]
    return hashes if b"".join(hashes) == log.read_tile(Tile(0, index, width)) else []


def _check_files(report: Report, log: Log, first: int, hashes: list[bytes]) -> None:
    for tile, data in _expected_tiles(log, first, hashes):
        report.checked["tiles"] += 1
        try:
            if log.read_tile(tile) != data:
                report.problem("tile", tile.path)
        except FileNotFoundError:
            report.problem("tile-missing", tile.path)
        except tiles.BadBundle:
            report.problem("tile", tile.path)


def _expected_tiles(log: Log, first: int, hashes: list[bytes]) -> Iterator[tuple[Tile, bytes]]:
    for tile, data in tiles.grow(size=0, leaves=hashes, read=log.read_tile):
        yield tile, data
        if tile.level == 0:
            start = first + tile.index * tiles.FULL
            leaves = LedgerEntry.objects.leaves(start, start + tile.width)
            yield Tile(None, tile.index, tile.width), tiles.bundle(leaves)
