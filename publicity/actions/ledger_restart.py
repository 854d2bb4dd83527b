"""A new log after a restore: an older database never goes on with the log that was signed, since that would fork it."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.staff import User
from publicity import ledger_files
from publicity.actions.errors import ForbiddenPattern, NotAllowed
from publicity.actions.ledger import Place, lock, made_entry, publish_checkpoint, refusal
from publicity.domain import tiles
from publicity.domain.checkpoint import BadNote
from publicity.domain.gate import scan_all
from publicity.domain.rows_root import to_text
from publicity.domain.tiles import Tile
from publicity.ledger_files import Log, Signed
from publicity.models.ledger import LedgerEntry, LedgerLog, LedgerOpening
from publicity.models.publications import Publication, ReviewNotice

_CHUNK = 500


class NothingToRestart(Exception):
    """The database fits what was signed: the log goes on, and there is no reason for another."""


class NoReason(Exception):
    """The public is told why a log ended: say it."""


@dataclass(frozen=True)
class Old:
    """The log that ends: as far as it is known to have been signed."""

    log: Log
    signed: Signed
    note: str | None

    @classmethod
    def read(cls, checkpoint: str | None) -> "Old":
        """From the files and, where somebody kept a later one, a `checkpoint`. Raises BadNote for a foreign one."""
        log = ledger_files.current()
        stored = log.read_checkpoint()
        try:
            known = log.last_signed()
        except BadNote:  # the key was lost with the machine: the state still says how far
            known = log.read_state() or Signed(0, b"")
        if checkpoint:
            found = log.verified(checkpoint)
            if found.size > known.size:
                return cls(log, Signed(found.size, found.root), checkpoint)
        return cls(log, known, stored)

    def first(self) -> int:
        """The portal's number of its first entry: the log's own first entry says it."""
        if self.log.number == ledger_files.FIRST:
            return 0
        return self.log.first_entry()["numbered_from"]

    def kept(self) -> int:
        """How many of its entries the database still has, from the first on: as far as both say the same."""
        log, first, same = self.log, self.first(), 0
        while same < self.signed.size:
            tile = Tile(0, same // tiles.FULL, min(tiles.FULL, self.signed.size - same))
            try:
                stored = tiles.hashes_of(log.read_tile(tile))
            except FileNotFoundError:
                return same
            ours = LedgerEntry.objects.leaf_hashes(first + same, first + same + tile.width)
            if ours != stored:
                return same + next(
                    (n for n, pair in enumerate(zip(ours, stored, strict=False)) if len({*pair}) > 1), len(ours)
                )
            same += tile.width
        return same


@transaction.atomic(durable=True)
def restart_log(*, by: User, reason: str, today: date, checkpoint: str | None = None) -> LedgerLog:
    """Begins a new log under a new name; its first entry names the old log and the last checkpoint known of it.

    Only where the database is older than what was signed, or was restored. `reason` is public for ever. Every list and
    review notice gets an entry in the new log; the old log's files stay. `checkpoint` is a later one of the old log
    that somebody kept. Raises NotAllowed, NoReason, ForbiddenPattern, NothingToRestart, BadNote.
    """
    if not allowed(by, Action.MANAGE_SITE):
        raise NotAllowed
    _check_reason(reason)
    lock()
    if not _is_refused():
        raise NothingToRestart
    old = Old.read(checkpoint)
    kept, size = old.kept(), LedgerEntry.objects.size()
    anchors = list(_anchors().order_by("index").values_list("index", flat=True))
    new = LedgerLog.objects.create(number=old.log.number + 1, first=max(size, old.first() + old.signed.size), day=today)
    body = _body(new=new, old=old, kept=kept, anchored=len(anchors), reason=reason, today=today)
    made_entry(body=body, day=today, index=new.first).save(force_insert=True)
    _anchor_again(anchors, first=new.first + 1, today=today)
    record(
        actor=by,
        verb="ledger.restart",
        subject=f"ledger:{new.number}",
        detail={"old_size": old.signed.size, "kept": kept, "anchored": len(anchors)},
    )
    transaction.on_commit(publish_checkpoint, robust=True)
    return new


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise NoReason
    findings = scan_all({"reason": reason})
    if findings:
        raise ForbiddenPattern(findings)


def _is_refused() -> bool:
    place = Place.now()
    try:
        return bool(refusal(place, place.size, place.log.last_signed()))
    except BadNote:
        return True


def _body(*, new: LedgerLog, old: Old, kept: int, anchored: int, reason: str, today: date) -> dict[str, Any]:
    return {
        "type": "restart",
        "day": today.isoformat(),
        "reason": reason.strip(),
        "log": new.number,
        "numbered_from": new.first,
        "kept": kept,
        "anchored": anchored,
        "old": {
            "log": old.log.number,
            "origin": old.log.origin,
            "size": old.signed.size,
            "root": to_text(old.signed.root),
            "checkpoint": old.note,
        },
    }


def _anchors() -> QuerySet[LedgerEntry]:
    """The entries that prove what is published: of lists, of what happened to them, of reviews.

    Those of the database's last log are enough, since a log takes over what the one before it had.
    """
    return LedgerEntry.objects.filter(Q(kind="review") | ~Q(about=""), index__gte=Place.now().first)


def _anchor_again(indexes: list[int], *, first: int, today: date) -> None:
    """Logs entries again, word for word, with the number they had; commitments open with the same salts."""
    for start in range(0, len(indexes), _CHUNK):
        chunk = LedgerEntry.objects.filter(index__in=indexes[start : start + _CHUNK]).order_by("index")
        new_of = {entry.index: first + start + place for place, entry in enumerate(chunk)}
        LedgerEntry.objects.bulk_create(
            made_entry(
                body=json.loads(bytes(entry.leaf)) | {"reanchors": entry.index}, day=today, index=new_of[entry.index]
            )
            for entry in chunk
        )
        LedgerOpening.objects.bulk_create(
            LedgerOpening(entry_id=new_of[each.entry_id], field=each.field, value=each.value, salt=each.salt)
            for each in LedgerOpening.objects.filter(entry__in=list(new_of))
        )
        for old, new in new_of.items():
            for model in (Publication, ReviewNotice):
                model.objects.filter(ledger_index=old).update(ledger_index=new)
