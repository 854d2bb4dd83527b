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
from publicity.models.publications import Publication
from publicity.models.rosters import VillageRoster
from publicity.models.schedules import AreaTotal, VillageClosing


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
    rosters = {str(item.pk): item for item in VillageRoster.objects.filter(pk__in=_refs(lists))}
    sums: dict[str, _Sum] = defaultdict(_Sum)
    for item in lists:
        roster = rosters.get(item.roster_ref)
        step: Area | None = areas[item.village_id]
        while step is not None:
            found = sums[step.pk]
            found.lists += 1
            found.shown_households += item.shown_households
            found.shown_persons += item.shown_persons
            if roster is not None:
                found.households += roster.households
                found.persons += roster.persons
                found.amount += roster.amount
            step = areas.get(step.parent_id or "")
    return sums


def _refs(lists: Iterable[Publication]) -> list[int]:
    return [int(item.roster_ref) for item in lists if item.roster_ref]


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
