"""Releasing totals that count protected households too, where the rule on differences allows (design "Disclosure")."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from county.actions import record
from county.models.areas import Area
from publicity.actions.ledger import append_entry, publish_checkpoint
from publicity.domain.coverage import month_after
from publicity.domain.periods import period_of
from publicity.domain.stages import Programme, Stage
from publicity.domain.suppression import Release, releasable
from publicity.models.ledger import LedgerOpening
from publicity.models.publications import Publication
from publicity.models.schedules import AreaTotal, VillageClosing

_COMMITTED = ("roster_households", "roster_persons", "roster_amount")


@dataclass
class _Sum:
    """What the lists of an area show, and what their rosters hold."""

    lists: int = 0
    households: int = 0
    persons: int = 0
    amount: Decimal = Decimal(0)
    shown_households: int = 0
    shown_persons: int = 0

    def release(self, area: str, period: str) -> Release:
        """What the total gives away."""
        return Release(area, period, self.households - self.shown_households, self.persons - self.shown_persons)


def release_closed_month(*, today: date) -> list[AreaTotal]:
    """The totals of the month before this one, if it has not been decided on yet."""
    return release_totals(period=month_after(period_of(today), -1), today=today)


@transaction.atomic
def release_totals(*, period: str, today: date, programme: str = Programme.DIBAO) -> list[AreaTotal]:
    """Releases the month's long-term totals of the county and its townships as far as the rule allows.

    Only for closed months, only where every village of the area has published, and only once a month: deciding again
    after a late list would tell by the difference. Answers what was released.
    """
    if period >= period_of(today) or AreaTotal.objects.filter(programme=programme, period=period).exists():
        return []
    areas = {area.pk: area for area in Area.objects.select_for_update()}
    sums = _sums(areas, period=period, programme=programme)
    owed = _owed(areas, period)
    whole = [area for area in areas.values() if not area.is_village and owed[area.pk] == sums[area.pk].lists > 0]
    candidates = [
        sums[area.pk].release(area.pk, period)
        for area in sorted(whole, key=lambda area: (area.kind != Area.Kind.COUNTY, area.pk))
    ]
    tree = {code: area.parent_id for code, area in areas.items()}
    chosen = releasable(tree=tree, candidates=candidates, released=_released(programme))
    made = [
        _release(areas[item.area], sums[item.area], period=period, today=today, programme=programme) for item in chosen
    ]
    if made:
        record(actor=None, verb="totals.release", subject=f"totals:{period}", detail={"areas": len(made)})
        transaction.on_commit(publish_checkpoint, robust=True)
    return made


def _sums(areas: dict[str, Area], *, period: str, programme: str) -> dict[str, _Sum]:
    """By township and county: the lists in force and the rosters they were made of."""
    lists = list(
        Publication.objects.current().filter(
            programme=programme, stage=Stage.LONG_TERM, period=period, withdrawn_on=None
        )
    )
    rosters = _rosters(lists)
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for item in lists:
        roster = rosters[item.ledger_index]
        step: Area | None = areas[item.village_id]
        while step is not None:
            found = sums[step.pk]
            found.lists += 1
            found.shown_households += item.shown_households
            found.shown_persons += item.shown_persons
            found.households += int(roster["roster_households"])
            found.persons += int(roster["roster_persons"])
            found.amount += Decimal(str(roster["roster_amount"]))
            step = areas.get(step.parent_id or "")
    return sums


def _rosters(lists: Iterable[Publication]) -> dict[int | None, dict[str, Any]]:
    """What the rosters held on the day of publication, as the ledger's commitments bind it, by ledger entry.

    Not what they hold now: an erased household has left the roster's sums, and stays in the list's numbers.
    """
    found: dict[int | None, dict[str, Any]] = {item.ledger_index: dict.fromkeys(_COMMITTED, 0) for item in lists}
    openings = LedgerOpening.objects.filter(entry__in=list(found), field__in=_COMMITTED)
    for entry, field, value in openings.values_list("entry", "field", "value"):
        found[entry][field] = value
    return found


def _owed(areas: dict[str, Area], period: str) -> dict[str, int]:
    """How many villages of an area have lists."""
    owed: dict[str, int] = defaultdict(int)
    closed = set(VillageClosing.objects.filter(from_period__lte=period).values_list("village", flat=True))
    for area in areas.values():
        if area.is_village and area.pk not in closed:
            step = areas.get(area.parent_id or "")
            while step is not None:
                owed[step.pk] += 1
                step = areas.get(step.parent_id or "")
    return owed


def _released(programme: str) -> list[Release]:
    return [
        Release(
            item.area_id,
            item.period,
            item.households - item.shown_households,
            item.persons - item.shown_persons,
        )
        for item in AreaTotal.objects.filter(programme=programme)
    ]


def _release(area: Area, found: _Sum, *, period: str, today: date, programme: str) -> AreaTotal:
    body: dict[str, Any] = {
        "type": "totals",
        "programme": str(programme),
        "period": period,
        "area": area.pk,
        "households": found.households,
        "persons": found.persons,
        "amount": f"{found.amount:.2f}",
        "shown_households": found.shown_households,
        "shown_persons": found.shown_persons,
        "day": today.isoformat(),
    }
    return AreaTotal.objects.create(
        programme=programme,
        period=period,
        area=area,
        households=found.households,
        persons=found.persons,
        amount=found.amount,
        shown_households=found.shown_households,
        shown_persons=found.shown_persons,
        released_on=today,
        ledger_index=append_entry(body=body),
    )
