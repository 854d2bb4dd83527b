"""What changed from one long-term list to the next: the four public numbers, and who, for staff alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from publicity.actions.ledger import append_entries
from publicity.domain.changes import ChangeKind, ChangeReason, ListChange, list_change
from publicity.domain.stages import Stage
from publicity.models.change_reasons import HouseholdChange
from publicity.models.changes import VillageChange
from publicity.models.publications import Publication
from publicity.models.rosters import RosterRow

#: SQLite takes so many values in one statement, PostgreSQL more; no village list is split.
_ROSTERS_AT_ONCE = 500


@dataclass(frozen=True)
class _Compared:
    """Two lists of a village and what lies between them."""

    publication: Publication
    earlier: Publication
    found: ListChange


@dataclass
class _Rows:
    """A roster's households by certificate: the shown ones with key and amount, and the others."""

    keys: dict[str, int]
    amounts: dict[str, Decimal]
    protected: set[str]


@transaction.atomic
def record_changes(*, publications: Sequence[Publication]) -> list[VillageChange]:
    """Compares new long-term lists with those of the month before; one that has none before it is left out.

    Call it in the transaction that publishes. The numbers come from the shown rows of the rosters that the lists were
    made of and from nothing else, so that no protected household ever moves one (docs/decisions/0024). A handful of
    queries for any number of lists.
    """
    pairs = _pairs([item for item in publications if item.stage == Stage.LONG_TERM])
    if not pairs:
        return []
    rows = _rows(item.roster_ref for pair in pairs for item in pair)
    compared = [_compare(new, old, rows) for new, old in pairs]
    indexes = append_entries((_body(item), {}) for item in compared)
    changes = VillageChange.objects.bulk_create(
        VillageChange(
            publication=item.publication,
            since=item.earlier.period,
            new=item.found.new,
            left=item.found.left,
            raised=item.found.raised,
            lowered=item.found.lowered,
            ledger_index=index,
        )
        for item, index in zip(compared, indexes, strict=True)
    )
    _keep_households(changes, compared, rows)
    return changes


def _pairs(publications: Sequence[Publication]) -> list[tuple[Publication, Publication]]:
    """Each list with the last version of the village's list of the last month before it that had one."""
    earlier: dict[tuple[str, str, int], list[Publication]] = defaultdict(list)
    lists = Publication.objects.current().filter(
        stage=Stage.LONG_TERM, withdrawn_on=None, village__in={item.village_id for item in publications}
    )
    for item in lists.order_by("period") if publications else ():
        earlier[_place(item)].append(item)
    pairs = []
    for new in publications:
        before = [old for old in earlier[_place(new)] if old.period < new.period]
        if before:
            pairs.append((new, before[-1]))
    return pairs


def _place(item: Publication) -> tuple[str, str, int]:
    return item.programme, item.village_id, item.batch


def _rows(refs: Iterable[str]) -> Mapping[str, _Rows]:
    """The rosters' households by the rosters' keys; a list without a roster has none."""
    rows: dict[str, _Rows] = defaultdict(lambda: _Rows({}, {}, set()))
    wanted = sorted({int(ref) for ref in refs if ref})
    for start in range(0, len(wanted), _ROSTERS_AT_ONCE):
        found = RosterRow.objects.filter(roster__in=wanted[start : start + _ROSTERS_AT_ONCE]).order_by()
        for row in found.values_list("roster", "pk", "certificate", "amount", "confidential", "minor"):
            roster, pk, certificate, amount, *hidden = row
            if any(hidden):
                rows[str(roster)].protected.add(certificate)
            else:
                rows[str(roster)].keys[certificate] = pk
                rows[str(roster)].amounts[certificate] = amount
    return rows


def _compare(new: Publication, old: Publication, rows: Mapping[str, _Rows]) -> _Compared:
    before, after = rows[old.roster_ref].amounts, rows[new.roster_ref].amounts
    return _Compared(new, old, list_change(before, after, shown_before=old.shown_households))


def _body(item: _Compared) -> dict[str, object]:
    new, old, found = item.publication, item.earlier, item.found
    return {
        "type": "changes",
        "list": new.pk,
        "programme": new.programme,
        "village": new.village_id,
        "period": new.period,
        "since": old.period,
        "since_list": old.pk,
        "new": found.new,
        "left": found.left,
        "raised": found.raised,
        "lowered": found.lowered,
        "day": new.published_on.isoformat(),
    }


def _keep_households(
    changes: Sequence[VillageChange], compared: Sequence[_Compared], rows: Mapping[str, _Rows]
) -> None:
    """Who left or gets less, for the township to give the reason; a new version keeps the reasons already given."""
    given = _reasons_given([item.publication for item in compared])
    households = []
    for change, item in zip(changes, compared, strict=True):
        # Who still receives is protected from now on: only the reason that says nothing may stand for them.
        protected = rows[item.publication.roster_ref].protected & item.found.gone
        keys = rows[item.earlier.roster_ref].keys
        for kind, certificates in ((ChangeKind.LEFT, item.found.gone), (ChangeKind.LOWERED, item.found.less)):
            for certificate in sorted(certificates):
                row, fixed = keys[certificate], certificate in protected
                reason = ChangeReason.OTHER if fixed else given.get((row, kind), "")
                households.append(HouseholdChange(change=change, row_id=row, kind=kind, reason=reason, is_fixed=fixed))
    HouseholdChange.objects.bulk_create(households)


def _reasons_given(publications: Sequence[Publication]) -> dict[tuple[int, str], str]:
    """What the townships said of the versions that these replace; what was noted of those goes."""
    replaced = [item.replaces_id for item in publications if item.replaces_id]
    if not replaced:
        return {}
    old = HouseholdChange.objects.filter(change__publication__in=replaced)
    given = {
        (row, kind): reason
        for row, kind, reason, fixed in old.values_list("row", "kind", "reason", "is_fixed")
        if not fixed
    }
    old.delete()
    return given
