"""Why households left a list or get less: the township says so of each, the county releases numbers of ten and more."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.domain.small_cells import cells
from county.models.areas import Area
from county.models.staff import User
from publicity.actions.errors import NotAllowed
from publicity.actions.ledger import append_entry, publish_checkpoint
from publicity.domain.changes import ChangeKind, ChangeReason
from publicity.domain.periods import period_of
from publicity.domain.stages import Programme
from publicity.householdkeys import household_digest
from publicity.models.change_reasons import HouseholdChange
from publicity.models.changes import TownshipReasons, VillageChange


class ReasonsRefused(Exception):
    """Nothing was noted or released."""


class AlreadyReleased(ReasonsRefused):
    """The month's reasons are out: they are released once and never revised."""


class NotClosed(ReasonsRefused):
    """The month is not over: its numbers can still change."""


class NothingChanged(ReasonsRefused):
    """No list of the township has been compared with an earlier one in this month."""


@transaction.atomic
def give_reasons(*, households: Iterable[int], reason: str, by: User) -> int:
    """Notes why households left or get less; answers how many it noted. Takes keys of HouseholdChange.

    Households that are protected from now on keep the reason that says nothing. Raises NotAllowed when one of them is
    not in the person's area, AlreadyReleased, ValueError for a reason outside the closed set.
    """
    code = ChangeReason(reason)
    found = list(
        HouseholdChange.objects.select_for_update(of=("self",))
        .filter(pk__in=list(households), is_fixed=False)
        .select_related("change__publication__village__parent__parent")
    )
    by_month: dict[tuple[Area, str], list[int]] = {}
    for item in found:
        publication = item.change.publication
        if not allowed(by, Action.GIVE_REASONS, publication.village):
            raise NotAllowed
        by_month.setdefault((publication.village.township, publication.period), []).append(item.pk)
    for (township, period), keys in by_month.items():
        if TownshipReasons.objects.filter(township=township, period=period).exists():
            raise AlreadyReleased
        HouseholdChange.objects.filter(pk__in=keys).update(reason=code)
        _seal_each(keys, code, by)
        record(
            actor=by,
            verb="reasons.give",
            subject=f"reasons:{township.pk}:{period}",
            area=township,
            detail={"reason": code.value, "households": len(keys)},
        )
    return len(found)


def _seal_each(keys: list[int], code: ChangeReason, by: User) -> None:
    """Which household was given which reason: read by auditors until it is erased."""
    for item in HouseholdChange.objects.filter(pk__in=keys).select_related("row", "change__publication__village"):
        village = item.change.publication.village
        record(
            actor=by,
            verb="household.reason",
            subject=f"list:{item.change.publication_id}",
            area=village,
            household=household_digest(village_code=village.pk, certificate=item.row.certificate),
            sealed={"certificate": item.row.certificate, "change": item.kind, "reason": code.value},
        )


@transaction.atomic
def release_reasons(
    *, township: Area, period: str, by: User, today: date, programme: str = Programme.DIBAO
) -> TownshipReasons:
    """Releases a closed month's reasons of a township, once; what nobody gave a reason for counts as other.

    Raises NotAllowed, NotClosed, AlreadyReleased, NothingChanged.
    """
    if not allowed(by, Action.RELEASE_REASONS, township):
        raise NotAllowed
    if period >= period_of(today):
        raise NotClosed
    Area.objects.select_for_update().get(pk=township.pk)
    if TownshipReasons.objects.filter(programme=programme, township=township, period=period).exists():
        raise AlreadyReleased
    changes = list(in_force(period=period, programme=programme).filter(publication__village__parent=township))
    if not changes:
        raise NothingChanged
    totals = _totals(changes)
    told = {kind.value: cells(_counts(changes, kind, total)) for kind, total in totals.items()}
    body = {
        "type": "reasons",
        "programme": str(programme),
        "township": township.pk,
        "period": period,
        "left": totals[ChangeKind.LEFT],
        "lowered": totals[ChangeKind.LOWERED],
        "reasons": told,
        "day": today.isoformat(),
    }
    released = TownshipReasons.objects.create(
        programme=programme,
        township=township,
        period=period,
        left=totals[ChangeKind.LEFT],
        lowered=totals[ChangeKind.LOWERED],
        cells=told,
        released_on=today,
        released_by=by,
        ledger_index=append_entry(body=body),
    )
    record(actor=by, verb="reasons.release", subject=f"reasons:{township.pk}:{period}", area=township)
    transaction.on_commit(publish_checkpoint, robust=True)
    return released


def preview(*, township: Area, period: str, programme: str = Programme.DIBAO) -> dict[ChangeKind, dict[str, int]]:
    """The true numbers by reason, for the staff who release them."""
    changes = list(in_force(period=period, programme=programme).filter(publication__village__parent=township))
    return {kind: _counts(changes, kind, total) for kind, total in _totals(changes).items()}


def in_force(*, period: str, programme: str = Programme.DIBAO) -> QuerySet[VillageChange]:
    """The changes of the lists of a month that stand."""
    return VillageChange.objects.filter(
        publication__is_current=True,
        publication__withdrawn_on=None,
        publication__programme=programme,
        publication__period=period,
    )


def _totals(changes: Iterable[VillageChange]) -> dict[ChangeKind, int]:
    """The public sums."""
    items = list(changes)
    return {
        ChangeKind.LEFT: sum(item.left for item in items),
        ChangeKind.LOWERED: sum(item.lowered for item in items),
    }


def _counts(changes: Iterable[VillageChange], kind: ChangeKind, total: int) -> dict[str, int]:
    """By reason. Whoever has none yet, or was erased since, is among the others, so that the sum is the public one."""
    noted = HouseholdChange.objects.filter(change__in=list(changes), kind=kind).exclude(reason="")
    given = Counter(noted.values_list("reason", flat=True))
    given[ChangeReason.OTHER] += total - given.total()
    return {reason.value: given[reason] for reason in ChangeReason}
