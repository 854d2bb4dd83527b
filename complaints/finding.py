"""From a receipt's code to its case, at the same price whether there is one, there was one, or there never was."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.views.decorators.debug import sensitive_variables

from complaints import sealing
from complaints.domain.lifecycle import State
from complaints.domain.receipt import BadReceipt, parse_receipt
from complaints.models.cases import Case, CaseSender
from complaints.models.retention import SealedAway
from complaints.vault import sender_context
from county.keys import secret
from county.models.offices import Office


class UnknownReceipt(Exception):
    """No case has this receipt, or what was typed is not 25 digits."""


class SealedCase(Exception):
    """The receipt's case was sealed away after its years; `.trace` is what is left of it."""

    def __init__(self, trace: SealedAway) -> None:
        super().__init__(trace.pk)
        self.trace = trace


@dataclass(frozen=True)
class Found:
    """A case with its key; for an unknown receipt a decoy, so that the same steps can follow."""

    case: Case
    key: bytes
    known: bool
    sealed_away: SealedAway | None


@sensitive_variables()
def find(code: str) -> Found:
    """The case of a receipt, a decoy with the trace of what was sealed away, or a decoy alone."""
    try:
        digits = parse_receipt(code)
    except BadReceipt:
        digits = ""
    who = sealing.sender_secrets(digits, secret("receipt-salt"))
    lookup = sealing.keyed_digest(who.lookup, secret("receipt-pepper"))
    sender = CaseSender.objects.select_related("case__handling_office").filter(lookup=lookup).first()
    trace = SealedAway.objects.filter(lookup=lookup).first()
    known = sender is not None
    if sender is None:
        decoy = Case(id=uuid4(), state=State.RECEIVED.value, handling_office=Office(), due_on=date.max)
        sender = CaseSender(case=decoy, wrapped=_DECOY_WRAP, algorithm=sealing.SYMMETRIC)
    try:
        key = sealing.open_sealed(who.key, bytes(sender.wrapped), sender_context(sender.case_id), sender.algorithm)
    except sealing.Unreadable:
        known, key = False, sealing.new_key()
    return Found(sender.case, key, known, trace)


def known(code: str) -> Found:
    """The case of a receipt; raises UnknownReceipt and SealedCase."""
    found = find(code)
    if found.sealed_away:
        raise SealedCase(found.sealed_away)
    if not found.known:
        raise UnknownReceipt
    return found


_DECOY_WRAP = sealing.seal(sealing.new_key(), sealing.new_key(), b"")
