"""Proofs from the ledger, for whoever takes a list away: an entry lies in the signed log, the log only grew."""

from typing import Any

from publicity.domain import tiles
from publicity.domain.checkpoint import Proof
from publicity.ledger_files import FIRST, Log
from publicity.models.ledger import LedgerEntry, LedgerLog


def proof_of(index: int | None) -> dict[str, Any] | None:
    """Entry number `index` as programs check it offline; None when it is not there or not signed yet.

    `log` is the name of the log that it lies in, `entry` its canonical JSON exactly as hashed, `proof` a C2SP
    tlog-proof: its place there, the path to the root and the signed checkpoint.
    """
    entry = LedgerEntry.objects.filter(index=index).first() if index is not None else None
    row = LedgerLog.objects.of_entry(entry.index) if entry else None
    log = Log(row.number if row else FIRST)
    note, served = log.read_checkpoint(), log.served()
    place = entry.index - (row.first if row else 0) if entry else 0
    if entry is None or note is None or served is None or place >= served.size:
        return None
    path = tiles.inclusion_proof(index=place, size=served.size, read=log.read_tile)
    return {
        "log": served.origin,
        "entry": bytes(entry.leaf).decode(),
        "proof": str(Proof(place, tuple(path), note)),
    }


def proofs_about(list_id: str, *, but: int | None) -> list[dict[str, Any]]:
    """What else the ledger says of a list, oldest first: extended, hidden, erased; `but` is the list's own entry."""
    about = LedgerEntry.objects.filter(about=list_id).exclude(kind="list").exclude(index=but).order_by("index")
    found = (proof_of(index) for index in about.values_list("index", flat=True))
    return [proof for proof in found if proof]


def consistency(log: Log, old_size: int) -> dict[str, Any] | None:
    """What proves that the log of `old_size` entries is the beginning of today's; None when it is shorter.

    `consistency` are the proof's hashes (RFC 6962, 2.1.2) in base64, `checkpoint` is the note they lead to.
    """
    note, served = log.read_checkpoint(), log.served()
    if note is None or served is None or not 0 < old_size <= served.size:
        return None
    path = tiles.consistency_proof(old_size=old_size, size=served.size, read=log.read_tile)
    return {
        "log": served.origin,
        "old_size": old_size,
        "size": served.size,
        "consistency": Proof.encoded(path),
        "checkpoint": note,
    }
