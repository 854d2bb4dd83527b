"""Taking rows out for good, in the caller's transaction: roster rows, published rows with salts, name and entry keys.

Only erasing, retention and the replay of erasures call this. Leaf hashes stay, so every rows root still verifies;
counts of lists stay as they were published, totals of rosters follow their rows.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from county.models.areas import Area
from county.sealed_audit import destroy_keys
from publicity.actions.ledger import RolledBack, append_entry, publish_checkpoint
from publicity.domain.rows_root import leaf_hash
from publicity.models.erasures import ErasedRow
from publicity.models.households import EntryKey
from publicity.models.ledger import LedgerEntry, LedgerOpening
from publicity.models.publications import Publication, PublicationEntry, ReviewNotice
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from publicity.notices import forget
from publicity.signals import rows_erased

CHUNK = 500


@dataclass
class Removed:
    """How much went: roster rows, published rows, the lists they stood on, keys of households."""

    rows: int = 0
    entries: int = 0
    keys: int = 0
    lists: set[str] = field(default_factory=set)

    def add(self, other: "Removed") -> None:
        """Adds another's counts."""
        for item in fields(self):
            mine, theirs = getattr(self, item.name), getattr(other, item.name)
            setattr(self, item.name, mine | theirs if item.name == "lists" else mine + theirs)

    def counts(self) -> dict[str, int]:
        """For the audit trail and for people."""
        return {"rows": self.rows, "entries": self.entries, "lists": len(self.lists), "keys": self.keys}


@transaction.atomic
def remove_households(
    *, households: Collection[str], pairs: Iterable[tuple[str, str]], day: date, until: datetime | None = None
) -> Removed:
    """Removes households everywhere: over all months, stages and programmes.

    `households` are their digests, `pairs` village code and certificate of those that rosters still have. `until`
    spares what came in after that moment: a household that has come back.
    """
    removed, by_village = Removed(), _by_village(pairs)
    # As publishing does: a list that is being made of these rows is out before they go, or is made without them.
    list(Area.objects.select_for_update().filter(pk__in=by_village).order_by("pk"))
    for village, certificates in by_village.items():
        rows = RosterRow.objects.filter(roster__village=village, certificate__in=certificates)
        removed.rows += remove_roster_rows(_came_in(rows, until))
    keys = EntryKey.objects.filter(household__in=households)
    if until is not None:
        keys = keys.filter(made_at__lte=until)
    removed.add(remove_entries(PublicationEntry.everything.filter(pk__in=keys.values("pk")), day))
    removed.keys = destroy_keys(households, until=until)
    return removed


@transaction.atomic
def remove_roster_rows(rows: QuerySet[RosterRow]) -> int:
    """Deletes rows; the totals of their rosters follow, so that what is left can be published and printed again."""
    sums = (
        rows.order_by()
        .values("roster")
        .annotate(
            households=Count("pk"),
            persons=Sum("covered_persons"),
            money=Sum("amount"),
            hidden=Count("pk", filter=Q(confidential=True) | Q(minor=True)),
        )
    )
    sums = list(sums)
    names = defaultdict(set)
    for held, name in rows.order_by().values_list("roster__roster_import", "head_name").distinct():
        names[held].add(name)
    for item in sums:
        VillageRoster.objects.filter(pk=item["roster"]).update(
            suppressed_households=F("suppressed_households") - item["hidden"],
            households=F("households") - item["households"],
            persons=F("persons") - item["persons"],
            amount=F("amount") - item["money"],
        )
    rows.delete()
    for held in RosterImport.objects.filter(pk__in=names).exclude(file_name=""):
        if any(name in held.file_name for name in names[held.pk]):
            RosterImport.objects.filter(pk=held.pk).update(file_name="")
    return sum(item["households"] for item in sums)


@transaction.atomic
def remove_entries(entries: QuerySet[PublicationEntry], day: date) -> Removed:
    """Deletes published rows with salts and keys, keeps their leaf hashes, and tells the ledger how many of which list.

    `entries` must be of PublicationEntry.everything: what is hidden is erased too.
    """
    by_list: dict[str, list[PublicationEntry]] = defaultdict(list)
    for entry in entries.select_related("publication").order_by("publication", "number"):
        by_list[entry.publication_id].append(entry)
    for pk, gone in by_list.items():
        ErasedRow.objects.bulk_create(ErasedRow(publication_id=pk, leaf_hash=_leaf(entry)) for entry in gone)
        _silence_reviews(pk, [entry.number for entry in gone])
        append_entry(body={"type": "erase", "list": pk, "count": len(gone), "day": day.isoformat()})
    gone = [entry.pk for rows in by_list.values() for entry in rows]
    for start in range(0, len(gone), CHUNK):
        PublicationEntry.everything.filter(pk__in=gone[start : start + CHUNK]).delete()
    if by_list:
        transaction.on_commit(partial(_announce, sorted(by_list)), robust=True)
    return Removed(entries=len(gone), lists=set(by_list))


@transaction.atomic
def silence_reviews(notices: QuerySet[ReviewNotice]) -> int:
    """Takes the explanations of reviews away, and what opens their commitments; outcome and ledger entry stay."""
    indexes = _with_originals(list(notices.values_list("ledger_index", flat=True)))
    # The one opening that holds words about a household; its commitment stays and can be opened no more.
    QuerySet(LedgerOpening).filter(entry__in=indexes, field="explanation").delete()
    return notices.update(explanation="", entry_number=None)


def _announce(publication_ids: list[str]) -> None:
    for publication in Publication.objects.filter(pk__in=publication_ids):
        forget(publication.pk)
    rows_erased.send(Publication, publication_ids=publication_ids)
    with suppress(RolledBack):  # replayed after a restore: nothing is signed before a new log begins
        publish_checkpoint()


def _with_originals(indexes: list[int]) -> set[int]:
    """Ledger entries and those that they repeat in a later log: each has an opening of its own."""
    found, more = set(indexes), set(indexes)
    while more:
        leaves = LedgerEntry.objects.filter(index__in=more).values_list("leaf", flat=True)
        more = {json.loads(bytes(leaf)).get("reanchors") for leaf in leaves} - {None} - found
        found |= more
    return found


def _leaf(entry: PublicationEntry) -> bytes:
    return leaf_hash(bytes(entry.salt), entry.canonical(entry.publication.fields))


def _silence_reviews(publication: str, numbers: list[int]) -> None:
    silence_reviews(ReviewNotice.objects.filter(publication=publication, entry_number__in=numbers))


def _by_village(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for village, certificate in pairs:
        found[village].append(certificate)
    return found


def _came_in(rows: QuerySet[RosterRow], until: datetime | None) -> QuerySet[RosterRow]:
    if until is None:
        return rows
    held = RosterImport.objects.annotate(came=Coalesce("settled_at", "uploaded_at")).filter(came__lte=until)
    return rows.filter(roster__roster_import__in=held)
