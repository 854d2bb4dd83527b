"""Publishing a list: one transaction from the roster to the masked snapshot, the name index and the ledger."""

import secrets
from datetime import date
from functools import partial

from django.db import transaction

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.areas import Area
from county.models.staff import User
from publicity.actions.closing import close_list
from publicity.actions.drafts import Draft, Ground, Key, current_roster, draft
from publicity.actions.errors import (
    AlreadyPublished,
    NewerPeriod,
    NotAllowed,
    NothingToPublish,
    RosterReplaced,
    SameHand,
    UnknownReason,
)
from publicity.actions.ledger import append_entry, commit, publish_checkpoint, seal_rows
from publicity.domain.reasons import REPLACING, Ending, Reason
from publicity.domain.rows_root import SALT_SIZE, from_text, leaf_hash, short_hash
from publicity.domain.stages import Stage
from publicity.householdkeys import store_entry_keys
from publicity.models.publications import NameKey, Publication, PublicationEntry, new_id
from publicity.models.rosters import VillageRoster
from publicity.namekeys import name_digest
from publicity.signals import list_published

ACTIONS = {
    Stage.APPRAISAL: Action.PUBLISH_APPRAISAL,
    Stage.PROPOSED: Action.PUBLISH_PROPOSED,
    Stage.APPROVED: Action.PUBLISH_APPROVED,
    Stage.LONG_TERM: Action.PUBLISH_LONG_TERM,
}


def publish_list(
    *,
    stage: str,
    period: str,
    village: Area,
    by: User,
    today: date,
    programme: str = "dibao",
    batch: int = 1,
    reason_code: str = "",
    ground: Ground | None = None,
    seen: VillageRoster | None = None,
) -> Publication:
    """Publishes a village's confirmed roster, masked, and answers the publication.

    A list that is out is replaced by a new version, which needs a `reason_code`. A village without a roster may be
    published as empty with the reason "none-to-show". `seen` is the roster that the publisher
    looked at: another one in its place is not published. Raises a PublishingRefused (publicity.actions.errors).
    """
    key = Key(Stage(stage), period, village, programme, batch)
    if not allowed(by, ACTIONS[key.stage], village):
        raise NotAllowed
    with transaction.atomic():
        # Appending locks the ledger for everyone; before that, one list is published by one hand at a time.
        Area.objects.select_for_update().get(pk=village.pk)
        replaced = Publication.objects.current().filter(**key.lookup()).first()
        roster = current_roster(key)
        if seen is not None and (roster is None or roster.pk != seen.pk):
            raise RosterReplaced
        reason = _reason(reason_code, replaced, roster)
        _check_hands(roster, by)
        _check_order(key)
        made = draft(key=key, roster=roster, ground=ground or Ground.read(today))
        for problem in made.problems():
            raise problem
        publication = _store(made, reason=reason, replaced=replaced, by=by, today=today)
        if key.stage is Stage.LONG_TERM:
            _close_earlier(publication, by=by, today=today)
        record(
            actor=by,
            verb="list.publish",
            subject=f"list:{publication.pk}",
            area=village,
            detail={"stage": key.stage, "period": period, "version": publication.version, "reason": reason},
        )
        transaction.on_commit(partial(_announce, publication), robust=True)
    return publication


def _announce(publication: Publication) -> None:
    publish_checkpoint()
    list_published.send(Publication, publication=publication)


def _reason(code: str, replaced: Publication | None, roster: VillageRoster | None) -> Reason:
    try:
        reason = Reason(code)
    except ValueError as error:
        raise UnknownReason(code) from error
    if replaced is not None:
        if reason is Reason.FIRST:
            raise AlreadyPublished(replaced.pk)
        if reason not in REPLACING:
            raise UnknownReason(code)
    elif reason in REPLACING:
        raise UnknownReason(code)
    if roster is None and reason is not Reason.NONE_TO_SHOW:
        raise NothingToPublish
    return reason


def _check_hands(roster: VillageRoster | None, by: User) -> None:
    """Four eyes: never who imported, superusers too."""
    if roster is not None and roster.imported_by_id == by.pk:
        raise SameHand


def _check_order(key: Key) -> None:
    if key.stage is not Stage.LONG_TERM:
        return
    later = {**key.lookup(), "period__gt": key.period}
    later.pop("period")
    if Publication.objects.current().filter(**later).exists():
        raise NewerPeriod


def _store(made: Draft, *, reason: Reason, replaced: Publication | None, by: User, today: date) -> Publication:
    entries = [_entry(row) for row in made.rows]
    root = seal_rows(leaf_hash(entry.salt, row.canonical()) for entry, row in zip(entries, made.rows, strict=True))
    if not made.rows and replaced is None:
        reason = Reason.NONE_TO_SHOW
    if replaced is not None:
        close_list(publication=replaced, ending=Ending.REPLACED, day=today)
    publication = Publication(
        id=new_id(),
        **made.key.lookup(),
        version=replaced.version + 1 if replaced else 1,
        replaces=replaced,
        reason_code=reason,
        title=made.title,
        issuer=made.issuer,
        published_on=today,
        opens_on=made.window.opens_on,
        closes_on=made.window.closes_on,
        shown_households=made.shown.households,
        shown_persons=made.shown.persons,
        shown_amount=made.shown.amount,
        reconciles=made.reconciles,
        standard_text=made.standard_text,
        supervision_phone=made.supervision_phone,
        published_by=by,
        imported_by_id=made.roster.imported_by_id if made.roster else None,
        roster_ref=str(made.roster.pk) if made.roster else "",
        rows_root=root,
        short_hash=short_hash(from_text(root)),
        **made.profiles.as_fields(),
    )
    publication.ledger_index = _append(publication, made)
    publication.save(force_insert=True)
    _store_entries(publication, entries, made)
    return publication


def _entry(row: object) -> PublicationEntry:
    return PublicationEntry(
        number=row.number,
        name_masked=row.name,
        household_size=row.household_size,
        covered_persons=row.covered_persons,
        residence=row.residence,
        category=row.category,
        amount=row.amount,
        income_band=row.income_band,
        cause=row.cause,
        salt=secrets.token_bytes(SALT_SIZE),
    )


def _store_entries(publication: Publication, entries: list[PublicationEntry], made: Draft) -> None:
    for entry in entries:
        entry.publication = publication
    PublicationEntry.objects.bulk_create(entries)
    code = publication.village_id
    NameKey.objects.bulk_create(
        NameKey(publication=publication, entry=entry, digest=name_digest(village_code=code, name=name))
        for entry, name in zip(entries, made.names, strict=True)
    )
    store_entry_keys(entries=entries, certificates=made.certificates, village_code=code)


def _append(publication: Publication, made: Draft) -> int:
    """The ledger's entry: the number shown in clear; suppressed, persons and amounts as commitments."""
    roster = made.roster
    secret_values = {
        "suppressed": made.suppressed,
        "shown_persons": made.shown.persons,
        "shown_amount": f"{made.shown.amount:.2f}",
        "roster_households": roster.households if roster else 0,
        "roster_persons": roster.persons if roster else 0,
        "roster_amount": f"{roster.amount:.2f}" if roster else "0.00",
    }
    commitments, openings = {}, {}
    for name, value in secret_values.items():
        commitments[name], openings[name] = commit(value)
    body = {
        "type": "list",
        "list": publication.pk,
        "programme": publication.programme,
        "village": publication.village_id,
        "stage": publication.stage,
        "period": publication.period,
        "batch": publication.batch,
        "version": publication.version,
        "replaces": publication.replaces_id,
        "reason": publication.reason_code,
        "published_on": publication.published_on.isoformat(),
        "closes_on": publication.closes_on.isoformat() if publication.closes_on else None,
        "shown": publication.shown_households,
        "fields": publication.fields,
        "rows_root": publication.rows_root,
        "commitments": commitments,
    }
    return append_entry(body=body, openings=openings)


def _close_earlier(publication: Publication, *, by: User, today: date) -> None:
    """The long-term list of a later month takes the place of the earlier ones, which stay as counts."""
    earlier = Publication.objects.current().filter(
        programme=publication.programme,
        village=publication.village_id,
        stage=publication.stage,
        period__lt=publication.period,
        closed_on=None,
    )
    for old in earlier:
        close_list(publication=old, ending=Ending.NEXT_PERIOD, day=today, by=by)
