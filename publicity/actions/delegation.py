"""Who confirms applications in a township: the county, or the township by delegation (大武口区 2020: 委托下放)."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.areas import Area
from county.models.settings import CountySettings
from county.models.staff import User
from publicity.actions.errors import AlreadyDelegated, BadWindow, ForbiddenPattern, NotAllowed, NotDelegated
from publicity.actions.ledger import append_entry, publish_checkpoint
from publicity.domain.gate import scan_all
from publicity.domain.places import Decider, publisher
from publicity.domain.stages import Stage
from publicity.models.delegation import Delegation

ACTIONS: dict[tuple[Stage, Decider], Action] = {
    (Stage.APPRAISAL, Decider.TOWNSHIP): Action.PUBLISH_APPRAISAL,
    (Stage.PROPOSED, Decider.TOWNSHIP): Action.PUBLISH_PROPOSED,
    (Stage.APPROVED, Decider.COUNTY): Action.PUBLISH_APPROVED,
    (Stage.APPROVED, Decider.TOWNSHIP): Action.PUBLISH_DELEGATED,
    (Stage.LONG_TERM, Decider.COUNTY): Action.PUBLISH_LONG_TERM,
    (Stage.LONG_TERM, Decider.TOWNSHIP): Action.PUBLISH_LONG_TERM_TOWNSHIP,
}


def decides(township: Area, day: date) -> Decider:
    """Who confirms applications in a township on a day."""
    held = Delegation.objects.in_force(day).filter(township=township.pk).exists()
    return Decider.TOWNSHIP if held else Decider.COUNTY


def delegated_townships(day: date) -> frozenset[str]:
    """The codes of the townships that confirm by delegation on a day."""
    return frozenset(Delegation.objects.in_force(day).values_list("township", flat=True))


def publisher_of(stage: str, township: Area, day: date) -> Decider:
    """Who publishes a stage in a township on a day."""
    long_term = Decider(CountySettings.load().long_term_by)
    return publisher(stage=Stage(stage), decides=decides(township, day), long_term=long_term)


def publisher_action(stage: str, township: Area, day: date) -> Action:
    """What a person must be allowed to do to publish a stage in a township on a day."""
    return ACTIONS[Stage(stage), publisher_of(stage, township, day)]


@transaction.atomic
def delegate(
    *,
    township: Area,
    since: date,
    scope: str,
    letter: str,
    by: User,
    today: date,
    until: date | None = None,
    document: Any = None,
) -> Delegation:
    """Hands a township the power to confirm, from a day on; scope and letter are public.

    Raises NotAllowed, AlreadyDelegated where another delegation would overlap, BadWindow for an end before the
    beginning or a beginning in the past, ForbiddenPattern.
    """
    if not allowed(by, Action.DELEGATE, township):
        raise NotAllowed
    if since < today or (until is not None and until < since):
        raise BadWindow(earliest=max(since, today))
    _scan({"scope": scope, "letter": letter})
    # One delegation of a township is written at a time.
    Area.objects.select_for_update().get(pk=township.pk)
    if _overlapping(township, since, until).exists():
        raise AlreadyDelegated
    made = Delegation(
        township=township,
        since=since,
        until=until,
        scope=scope.strip(),
        letter=letter.strip(),
        document=document,
        published_by=by,
    )
    made.ledger_index = append_entry(body=_body(made, step="delegate", day=today), day=today)
    made.save(force_insert=True)
    record(actor=by, verb="approval.delegate", subject=f"area:{township.pk}", area=township)
    transaction.on_commit(publish_checkpoint, robust=True)
    return made


@transaction.atomic
def revoke(*, delegation: Delegation, by: User, today: date, until: date | None = None) -> Delegation:
    """Ends a delegation; `until` is its last day, yesterday when none is given.

    Raises NotAllowed, NotDelegated, BadWindow. What the township published under it stays as it is.
    """
    if not allowed(by, Action.DELEGATE, delegation.township):
        raise NotAllowed
    held = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if held.until is not None and held.until < today:
        raise NotDelegated
    yesterday = today - timedelta(days=1)
    held.until = until or yesterday
    if held.until < yesterday:
        raise BadWindow(earliest=yesterday)
    held.revoked_by = by
    held.revoked_index = append_entry(body=_body(held, step="revoke", day=today), day=today)
    held.save(update_fields=["until", "revoked_by", "revoked_index"])
    record(actor=by, verb="approval.revoke", subject=f"area:{held.township_id}", area=held.township)
    transaction.on_commit(publish_checkpoint, robust=True)
    return held


def _overlapping(township: Area, since: date, until: date | None) -> Any:
    others = Delegation.objects.filter(township=township).exclude(until__lt=since)
    return others if until is None else others.exclude(since__gt=until)


def _scan(texts: dict[str, str]) -> None:
    findings = scan_all(texts)
    if findings:
        raise ForbiddenPattern(findings)


def _body(made: Delegation, *, step: str, day: date) -> dict[str, object]:
    return {
        "type": "delegate",
        "step": step,
        "township": made.township_id,
        "since": made.since.isoformat(),
        "until": made.until.isoformat() if made.until else None,
        "scope": made.scope,
        "letter": made.letter,
        "day": day.isoformat(),
    }
