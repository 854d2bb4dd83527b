"""Storing drafts as masked snapshots with their indexes and ledger entries: one statement a table for many lists."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from county.models.staff import User
from publicity.actions.closing import close_lists
from publicity.actions.drafts import Draft, Ground
from publicity.actions.ledger import Opening, append_entries, commit, seal_many
from publicity.domain.places import Decider
from publicity.domain.reasons import Ending, Reason
from publicity.domain.rows_root import SALT_SIZE, from_text, leaf_hash, short_hash
from publicity.householdkeys import household_digest
from publicity.models.households import EntryKey
from publicity.models.publications import NameKey, Publication, PublicationEntry, new_id
from publicity.namekeys import name_digest


@dataclass(frozen=True)
class Ready:
    """A draft that nothing speaks against, and what its publication says besides."""

    draft: Draft
    reason: Reason
    replaced: Publication | None
    by: Decider
    appraised_on: date | None = None


def store(ready: Sequence[Ready], *, by: User, today: date, ground: Ground) -> list[Publication]:
    """The publications of drafts, stored with entries, indexes and ledger entries; in the caller's transaction."""
    entries = [[_entry(row) for row in item.draft.rows] for item in ready]
    roots = seal_many(_leaves(item, rows) for item, rows in zip(ready, entries, strict=True))
    made = [
        _publication(item, root, by=by, today=today, ground=ground) for item, root in zip(ready, roots, strict=True)
    ]
    replaced = [item.replaced for item in ready if item.replaced is not None]
    if replaced:
        close_lists(publications=replaced, ending=Ending.REPLACED, day=today, by=by)
    indexes = append_entries(_ledger_entry(one, item) for one, item in zip(made, ready, strict=True))
    for publication, index in zip(made, indexes, strict=True):
        publication.ledger_index = index
    Publication.objects.bulk_create(made)
    _store_entries(made, ready, entries)
    return made


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


def _leaves(item: Ready, entries: list[PublicationEntry]) -> list[bytes]:
    return [leaf_hash(entry.salt, row.canonical()) for entry, row in zip(entries, item.draft.rows, strict=True)]


def _publication(item: Ready, root: str, *, by: User, today: date, ground: Ground) -> Publication:
    made, replaced, reason = item.draft, item.replaced, item.reason
    if not made.rows and replaced is None:
        reason = Reason.NONE_TO_SHOW
    return Publication(
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
        counted_in=ground.settings.proposed_unit,
        appraised_on=item.appraised_on,
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


def _store_entries(
    publications: list[Publication], ready: Sequence[Ready], entries: list[list[PublicationEntry]]
) -> None:
    """The masked rows, the index of names and the way back for erasing alone."""
    rows, names, keys = [], [], []
    for publication, item, own in zip(publications, ready, entries, strict=True):
        code = publication.village_id
        drafted = zip(own, item.draft.names, item.draft.certificates, strict=True)
        for entry, name, certificate in drafted:
            entry.publication_id = publication.pk
            rows.append(entry)
            digest = name_digest(village_code=code, name=name)
            names.append(NameKey(publication_id=publication.pk, entry_id=entry.pk, digest=digest))
            household = household_digest(village_code=code, certificate=certificate)
            keys.append(EntryKey(entry_id=entry.pk, household=household))
    PublicationEntry.everything.bulk_create(rows)
    NameKey.objects.bulk_create(names)
    EntryKey.objects.bulk_create(keys)


def _ledger_entry(publication: Publication, item: Ready) -> tuple[dict[str, object], dict[str, Opening]]:
    """The number shown in clear; suppressed, persons and amounts as commitments that inspectors can open."""
    made, roster = item.draft, item.draft.roster
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
        "decided_by": item.by.value,
        "published_on": publication.published_on.isoformat(),
        "opens_on": publication.opens_on.isoformat(),
        "closes_on": publication.closes_on.isoformat() if publication.closes_on else None,
        "shown": publication.shown_households,
        "fields": publication.fields,
        "rows_root": publication.rows_root,
        "commitments": commitments,
    }
    return body, openings
