"""The signed state of the ledger that an answer carries."""

from dataclasses import dataclass

from publicity import ledger_files
from publicity.domain.rows_root import to_text
from publicity.models.ledger import LedgerLog


@dataclass(frozen=True)
class SignedLedger:
    """The newest checkpoint, and the number after the last entry that it covers."""

    log: str
    size: int
    root: str
    note: str
    end: int


def signed_ledger() -> SignedLedger | None:
    """None before the first signature."""
    log = ledger_files.current()
    note, served = log.read_checkpoint(), log.served()
    if note is None or served is None:
        return None
    row = LedgerLog.objects.last()
    first = row.first if row else 0
    return SignedLedger(served.origin, served.size, to_text(served.root), note, first + served.size)
