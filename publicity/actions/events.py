"""Putting on record what happens to a list after it went out: event, ledger entry and audit together."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from django.db import transaction

from county.actions import record
from county.models.staff import User
from publicity import notices
from publicity.actions.errors import ForbiddenPattern, ReasonMissing, UnknownReason
from publicity.actions.ledger import append_entry, commit, publish_checkpoint
from publicity.domain.events import FITTING, Because, Kind
from publicity.domain.gate import scan_all
from publicity.models.events import ListEvent
from publicity.models.publications import Publication
from publicity.signals import list_changed

REASON_LENGTH = 200

#: The type of the ledger entry that tells an event; what follows a hide is a step of it.
TYPES = {Kind.CONFIRM: "hide", Kind.LIFT: "hide"}


def locked(publication: Publication) -> Publication:
    """The list as it stands now, held until the transaction ends; callers change this copy alone."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("village__parent__parent")
    return rows.get(pk=publication.pk)


def checked_reason(*, kind: Kind, because: str, reason: str, phone: str) -> tuple[Because, str]:
    """The reason's code and words, fit to be read by everyone.

    Raises UnknownReason, ReasonMissing (no words, or more than 200 characters) and ForbiddenPattern.
    """
    try:
        code = Because(because)
    except ValueError as error:
        raise UnknownReason(because) from error
    if code not in FITTING[kind]:
        raise UnknownReason(because)
    words = " ".join(reason.split())
    if not words or len(words) > REASON_LENGTH:
        raise ReasonMissing
    findings = scan_all({"reason": words}, allowed=[phone])
    if findings:
        raise ForbiddenPattern(findings)
    return code, words


def put_on_record(
    *,
    publication: Publication,
    kind: Kind,
    because: Because,
    reason: str,
    by: User,
    today: date,
    days: int = 0,
    through: date | None = None,
    facts: Mapping[str, object] | None = None,
) -> ListEvent:
    """Appends the event and its ledger entry; `facts` are what the entry says besides, never anything of a person.

    The words of the reason stay out of the ledger, which nobody can correct: it holds a commitment to them.
    """
    commitment, opening = commit(reason)
    body = {
        "type": TYPES.get(kind, kind.value),
        "list": publication.pk,
        "day": today.isoformat(),
        "reason": because.value,
        **(facts or {}),
        "commitments": {"reason": commitment},
    }
    event = ListEvent(
        publication=publication,
        kind=kind,
        day=today,
        reason_code=because,
        reason=reason,
        closes_on=publication.closes_on,
        days=days,
        through=through,
        by=by,
        ledger_index=append_entry(body=body, openings={"reason": opening}, day=today),
    )
    event.save(force_insert=True)
    record(
        actor=by,
        verb=f"list.{kind.value}",
        subject=f"list:{publication.pk}",
        area=publication.village,
        detail={"reason": because.value, "ledger": event.ledger_index},
    )
    transaction.on_commit(partial(announce, publication), robust=True)
    return event


def announce(publication: Publication) -> None:
    """After the commit: signs the ledger, drops printed copies and tells those who keep others."""
    publish_checkpoint()
    notices.forget(publication.pk)
    list_changed.send(Publication, publication=publication)
