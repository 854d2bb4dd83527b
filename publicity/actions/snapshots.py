"""Storing drafts as masked snapshots with their indexes and ledger entries: one statement a table for many lists."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from county.models.staff import User
from publicity.actions.closing import close_lists
from publicity.actions.drafts import Draft, Ground
from publicity.actions.inserting import insert_many
from publicity.actions.ledger import Opening, append_entries, commit, seal_many
from publicity.domain.places import Decider
from publicity.domain.reasons import Ending, Reason
from publicity.domain.rows_root import SALT_SIZE, from_text, leaf_hash, short_hash, texts_digest, to_text
from publicity.householdkeys import digests_in_order
from publicity.models.households import EntryKey
from publicity.models.publications import NameKey, Publication, PublicationEntry, new_id
from publicity.namekeys import name_digests


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
    salted = [_salted(item) for item in ready]
    roots = seal_many(map(_leaves, salted))
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
    _store_entries(made, ready, salted)
    return made


def _salted(item: Ready) -> list[tuple[bytes, object]]:
    return [(secrets.token_bytes(SALT_SIZE), row) for row in item.draft.rows]


def _leaves(salted: list[tuple[bytes, object]]) -> list[bytes]:
    return [leaf_hash(salt, row.canonical()) for salt, row in salted]


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


ENTRY = (
    "id",
    "publication_id",
    "salt",
    "number",
    "name_masked",
    "household_size",
    "covered_persons",
    "residence",
    "category",
    "amount",
    "income_band",
    "cause",
)


def _store_entries(
    publications: list[Publication], ready: Sequence[Ready], salted: list[list[tuple[bytes, object]]]
) -> None:
    """The masked rows, the index of names and the way back for erasing alone."""
    pairs = [(one, item, rows) for one, item, rows in zip(publications, ready, salted, strict=True)]
    rows = [
        (new_id(), one.pk, salt, row.number, row.name, *(getattr(row, name) for name in ENTRY[5:]))
        for one, _item, own in pairs
        for salt, row in own
    ]
    names = name_digests((one.village_id, name) for one, item, _own in pairs for name in item.draft.names)
    keys = digests_in_order((one.village_id, code) for one, item, _own in pairs for code in item.draft.certificates)
    insert_many(PublicationEntry, ENTRY, rows)
    index = [(row[1], row[0], digest) for row, digest in zip(rows, names, strict=True)]
    insert_many(NameKey, ("publication_id", "entry_id", "digest"), index)
    now = timezone.now()
    back = [(row[0], digest, now) for row, digest in zip(rows, keys, strict=True)]
    insert_many(EntryKey, ("entry_id", "household", "made_at"), back)


def disclosed_texts(publication: Publication) -> dict[str, str]:
    """The words of a list's disclosures, as its entry binds them and its `.json` names them."""
    return {
        "title": publication.title,
        "issuer": publication.issuer,
        "standard": publication.standard_text,
        "supervision_phone": publication.supervision_phone,
    }


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
        "reconciles": publication.reconciles,
        "texts": to_text(texts_digest(disclosed_texts(publication))),
        "rows_root": publication.rows_root,
        "commitments": commitments,
    }
    return body, openings
