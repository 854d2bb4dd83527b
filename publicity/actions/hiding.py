"""Hiding at once what should never have been shown; the second eye follows (design 3 "Windows", decision 0022)."""

from datetime import date

from django.db import transaction

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.staff import User
from publicity.actions.errors import NotAllowed, SameHand, WrongState
from publicity.actions.events import checked_reason, locked, put_on_record
from publicity.actions.windows import RUNNING, add_back, ends
from publicity.domain.events import Because, Kind
from publicity.householdkeys import sealed_about
from publicity.models.events import Hiding
from publicity.models.publications import Publication, PublicationEntry


@transaction.atomic
def hide(
    *, publication: Publication, reason: str, by: User, today: date, entry: PublicationEntry | None = None
) -> Hiding:
    """Takes a whole list, or one entry of it, out of every output at once; one person may.

    Numbers and ledger stay; neither tells which entry it was. `reason` is what the public reads. Raises NotAllowed,
    WrongState (it is not shown), and what `checked_reason` raises.
    """
    held = locked(publication)
    if not allowed(by, Action.HIDE_FOR_PRIVACY, held.village):
        raise NotAllowed
    if held.state(today) not in RUNNING:
        raise WrongState
    _code, words = checked_reason(kind=Kind.HIDE, because=Because.PRIVACY, reason=reason, phone=held.supervision_phone)
    if entry is None:
        held.hidden_on = today
        held.save(update_fields=["hidden_on"])
    elif not held.entries.filter(pk=entry.pk).update(hidden_on=today):
        raise WrongState
    hiding = Hiding.objects.create(
        publication=held, entry=entry, whole_list=entry is None, hidden_on=today, hidden_by=by
    )
    _tell(hiding, kind=Kind.HIDE, reason=words, by=by, today=today)
    if entry is not None:
        about = sealed_about(entry, number=entry.number, reason=words)
        record(actor=by, verb="entry.hide", subject=f"list:{held.pk}", area=held.village, **about)
    return hiding


@transaction.atomic
def confirm_hiding(*, hiding: Hiding, reason: str, by: User, today: date) -> Hiding:
    """Another person agrees: it stays hidden. Raises NotAllowed, SameHand, WrongState (settled already)."""
    held = _waiting(hiding, by)
    words = _words(held, kind=Kind.CONFIRM, reason=reason)
    _settle(held, result=Hiding.Result.CONFIRMED, by=by, today=today)
    _tell(held, kind=Kind.CONFIRM, reason=words, by=by, today=today)
    return held


@transaction.atomic
def lift_hiding(*, hiding: Hiding, reason: str, by: User, today: date) -> Hiding:
    """Another person disagrees: it is shown again. A whole list gets back the days that it was hidden.

    Raises NotAllowed, SameHand, WrongState (settled already).
    """
    held = _waiting(hiding, by)
    words = _words(held, kind=Kind.LIFT, reason=reason)
    publication = locked(held.publication)
    lost = 0
    if held.whole_list:
        lost = add_back(publication, since=held.hidden_on, through=today)
        publication.hidden_on = None
        publication.save(update_fields=["hidden_on", "closes_on"])
    elif held.entry_id:
        PublicationEntry.everything.filter(pk=held.entry_id).update(hidden_on=None)
    _settle(held, result=Hiding.Result.LIFTED, by=by, today=today)
    held.publication = publication
    _tell(held, kind=Kind.LIFT, reason=words, by=by, today=today, lost=lost)
    return held


def _waiting(hiding: Hiding, by: User) -> Hiding:
    rows = Hiding.objects.select_for_update(of=("self",)).select_related("publication__village__parent__parent")
    held = rows.get(pk=hiding.pk)
    if not allowed(by, Action.CLOSE_LISTS, held.publication.village):
        raise NotAllowed
    if held.settled_on is not None:
        raise WrongState
    if held.hidden_by_id == by.pk:
        raise SameHand
    return held


def _words(held: Hiding, *, kind: Kind, reason: str) -> str:
    phone = held.publication.supervision_phone
    return checked_reason(kind=kind, because=Because.PRIVACY, reason=reason, phone=phone)[1]


def _settle(held: Hiding, *, result: Hiding.Result, by: User, today: date) -> None:
    held.result, held.settled_on, held.settled_by = result, today, by
    held.save(update_fields=["result", "settled_on", "settled_by"])


def _tell(hiding: Hiding, *, kind: Kind, reason: str, by: User, today: date, lost: int = 0) -> None:
    """The ledger says whether it was the list or an entry, never which: the masked row may lie about as a copy."""
    publication = hiding.publication
    facts = {"step": kind.value, "what": "list" if hiding.whole_list else "entry"}
    if lost:
        facts |= {"days": lost, **ends(publication)}
    put_on_record(
        publication=publication,
        kind=kind,
        because=Because.PRIVACY,
        reason=reason,
        by=by,
        today=today,
        days=lost,
        through=today if lost else None,
        facts=facts,
    )
