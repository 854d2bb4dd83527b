"""Proofs from the ledger, for whoever takes a list away: an entry lies in the signed log, the log only grew."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from publicity.domain import tiles
from publicity.domain.checkpoint import Proof, parse_checkpoint, parse_note
from publicity.ledger_files import FIRST, Log
from publicity.models.ledger import LedgerEntry, LedgerLog


@dataclass(frozen=True)
class Head:
    """One log as it was signed last: every proof of an answer is against the same checkpoint."""

    log: Log
    first: int
    note: str
    origin: str
    size: int

    @classmethod
    def of_entry(cls, index: int) -> "Head | None":
        """The head of the log that the portal's entry number `index` lies in; None before anything was signed."""
        row = LedgerLog.objects.of_entry(index)
        return cls.of(Log(row.number), row.first) if row else cls.of(Log(FIRST), 0)

    @classmethod
    def of(cls, log: Log, first: int = 0) -> "Head | None":
        """The head of a log whose first entry has the portal's number `first`."""
        note = log.read_checkpoint()
        if note is None:
            return None
        signed = parse_checkpoint(parse_note(note)[0])
        return cls(log, first, note, signed.origin, signed.size)

    def proof(self, entry: LedgerEntry) -> dict[str, Any] | None:
        """The entry and what proves it, as `proof_of` answers it."""
        place = entry.index - self.first
        if not 0 <= place < self.size:
            return None
        path = tiles.inclusion_proof(index=place, size=self.size, read=cache(self.log.read_tile))
        return {
            "log": self.origin,
            "numbered_from": self.first,
            "entry": bytes(entry.leaf).decode(),
            "proof": str(Proof(place, tuple(path), self.note)),
        }


def proof_of(index: int | None) -> dict[str, Any] | None:
    """Entry number `index` as programs check it offline; None when it is not there or not signed yet.

    `log` is the name of the log that it lies in, `numbered_from` the portal's number of that log's first entry, `entry`
    canonical JSON exactly as hashed, `proof` a C2SP tlog-proof: its place there, the path to the root and the signed
    checkpoint.
    """
    entry = LedgerEntry.objects.filter(index=index).first() if index is not None else None
    head = Head.of_entry(entry.index) if entry else None
    return head.proof(entry) if entry and head else None


def list_proofs(list_id: str, index: int | None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A list's own entry as `proof_of` answers it, and what the same log says of the list besides, oldest first.

    All against one checkpoint; empty when the entry is not signed yet.
    """
    entry = LedgerEntry.objects.filter(index=index).first() if index is not None else None
    head = Head.of_entry(entry.index) if entry else None
    own = head.proof(entry) if entry and head else None
    if own is None or head is None:
        return {}, []
    about = LedgerEntry.objects.filter(about=list_id, index__gte=head.first).exclude(kind="list").order_by("index")
    events = (head.proof(event) for event in about)
    return own, [event for event in events if event]


def consistency(log: Log, old_size: int) -> dict[str, Any] | None:
    """What proves that the log of `old_size` entries is the beginning of today's; None when it is shorter.

    `consistency` are the proof's hashes (RFC 6962, 2.1.2) in base64, `checkpoint` is the note they lead to.
    """
    head = Head.of(log)
    if head is None or not 0 < old_size <= head.size:
        return None
    path = tiles.consistency_proof(old_size=old_size, size=head.size, read=log.read_tile)
    return {
        "log": head.origin,
        "old_size": old_size,
        "size": head.size,
        "consistency": Proof.encoded(path),
        "checkpoint": head.note,
    }
