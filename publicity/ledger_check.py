"""Does the ledger hold what it promises? All is computed again and compared with what is served."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from publicity import ledger_files
from publicity.domain import merkle, rows_root, tiles
from publicity.domain.checkpoint import BadNote
from publicity.domain.tiles import Tile
from publicity.ledger_files import Signed
from publicity.models.ledger import LedgerEntry, LedgerOpening, RowsTree
from publicity.models.publications import Publication


@dataclass
class Report:
    """What was found; `problems` are a code and what it is about."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT
    problems: list[dict[str, str]] = field(default_factory=list)

    def problem(self, code: str, subject: object) -> None:
        """Notes one problem."""
        self.problems.append({"code": code, "subject": str(subject)})

    def as_dict(self) -> dict[str, Any]:
        """The command's JSON; the root is base64url."""
        return {
            "ok": not self.problems,
            "size": self.size,
            "root": rows_root.to_text(self.root),
            "problems": self.problems,
        }


def check_ledger(*, today: date) -> Report:
    """Checks entries, openings, signed state, files and the rows of every list that is open on `today`."""
    report = Report()
    hashes = _check_entries(report)
    report.size, report.root = len(hashes), merkle.root(hashes)
    _check_openings(report)
    _check_signed(report, hashes)
    _check_lists(report, today)
    return report


def _check_entries(report: Report) -> list[bytes]:
    """The leaf hashes of the entries' bytes, computed again."""
    hashes = []
    for entry in LedgerEntry.objects.order_by("index").iterator():
        if entry.index != len(hashes):
            report.problem("index-gap", entry.index)
        hashes.append(merkle.leaf_hash(bytes(entry.leaf)))
        if hashes[-1] != bytes(entry.leaf_hash):
            report.problem("leaf-hash", entry.index)
    return hashes


def _check_openings(report: Report) -> None:
    for opening in LedgerOpening.objects.select_related("entry").iterator():
        commitments = json.loads(bytes(opening.entry.leaf)).get("commitments", {})
        if commitments.get(opening.field) != rows_root.to_text(
            rows_root.commitment(bytes(opening.salt), opening.value)
        ):
            report.problem("opening", opening)


def _check_signed(report: Report, hashes: list[bytes]) -> None:
    """State and checkpoint must be prefixes of the database, and the checkpoint must cover it all."""
    try:
        note = ledger_files.read_checkpoint()
        signed = ledger_files.verified(note) if note else None
    except BadNote as error:
        report.problem("checkpoint", error)
        return
    found = {"state": ledger_files.read_state(), "checkpoint": Signed(signed.size, signed.root) if signed else None}
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
        _check_files(report, hashes[: signed.size])


def _check_files(report: Report, hashes: list[bytes]) -> None:
    for tile, data in _expected_tiles(hashes):
        try:
            if ledger_files.read_tile(tile) != data:
                report.problem("tile", tile.path)
        except FileNotFoundError:
            report.problem("tile-missing", tile.path)


def _expected_tiles(hashes: list[bytes]) -> Iterator[tuple[Tile, bytes]]:
    for tile, data in tiles.grow(size=0, leaves=hashes, read=ledger_files.read_tile):
        yield tile, data
        if tile.level == 0:
            first = tile.index * tiles.FULL
            yield (
                Tile(None, tile.index, tile.width),
                tiles.bundle(LedgerEntry.objects.leaves(first, first + tile.width)),
            )


def _check_lists(report: Report, today: date) -> None:
    for publication in Publication.objects.open_on(today).prefetch_related("entries").iterator(chunk_size=200):
        _check_list(report, publication)


def _check_list(report: Report, publication: Publication) -> None:
    """The list's ledger entry names its rows root, and every row with its salt is a leaf under it."""
    entry = LedgerEntry.objects.filter(index=publication.ledger_index).first()
    if entry is None or json.loads(bytes(entry.leaf)).get("rows_root") != publication.rows_root:
        report.problem("list-not-in-ledger", publication.pk)
        return
    tree = RowsTree.objects.filter(root=publication.rows_root).first()
    leaves = tiles.hashes_of(bytes(tree.leaves)) if tree else []
    if rows_root.to_text(merkle.root(leaves)) != publication.rows_root:
        report.problem("rows-root", publication.pk)
        return
    known = set(leaves)
    rows = publication.entries.all()
    if len(rows) != publication.shown_households:
        report.problem("row-missing", publication.pk)
    for row in rows:
        if rows_root.leaf_hash(bytes(row.salt), row.canonical(publication.fields)) not in known:
            report.problem("row", f"{publication.pk} {row.number}")
