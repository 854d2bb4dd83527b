"""Rosters and published lists, made by the actions themselves: no test sees a state they can't reach."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from county.domain.roles import Role
from county.models.areas import Area
from county.models.staff import User
from county.models.standards import Standard
from publicity.actions.publishing import publish_list
from publicity.models.publications import Publication
from publicity.models.rosters import VillageRoster
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory
from tests.factories_rosters import RosterImportFactory, RosterRowFactory, VillageRosterFactory

TODAY = date(2026, 11, 20)
"""A Friday; a proposed list published then is open through Friday 27 November."""
HIDDEN_NAME = "欧阳不宣"
"""The name of a protected person: a canary."""
NAMES = ("王秀英", "李建国", "欧阳小明", "阿依古丽·买买提")


@dataclass(frozen=True)
class People:
    """Who imports and who publishes."""

    clerk: User
    county: User
    township: User
    lead: User


def people() -> People:
    """One of each, in the county bureau and in 西河镇."""
    xihe = OfficeFactory(township=True)
    return People(
        clerk=StaffFactory(username="clerk", roles=[Role.CLERK]),
        county=StaffFactory(username="county", roles=[Role.COUNTY]),
        township=StaffFactory(username="township", roles=[Role.TOWNSHIP], office=xihe),
        lead=StaffFactory(username="township-lead", roles=[Role.TOWNSHIP_LEAD], office=xihe),
    )


def standard() -> Standard:
    """The year's standards."""
    return Standard.objects.get_or_create(
        effective_from=date(2026, 7, 1),
        defaults={"urban": Decimal(720), "rural": Decimal(580), "document_number": "明民发〔2026〕8号"},
    )[0]


def roster(
    *,
    village: Area,
    by: User,
    stage: str = "long-term",
    period: str = "2026-11",
    names: tuple[str, ...] = NAMES,
    hidden: tuple[str, ...] = (HIDDEN_NAME,),
    batch: int = 1,
) -> VillageRoster:
    """A roster in force: `names` shown, `hidden` protected, 600 yuan and two persons each."""
    VillageRoster.objects.filter(village=village, stage=stage, period=period, batch=batch).update(is_current=False)
    version = VillageRoster.objects.filter(village=village, stage=stage, period=period, batch=batch).count() + 1
    count = len(names) + len(hidden)
    made = VillageRosterFactory(
        roster_import=RosterImportFactory(stage=stage, period=period, uploaded_by=by),
        village=village,
        batch=batch,
        version=version,
        households=count,
        persons=2 * count,
        amount=600 * count,
        suppressed_households=len(hidden),
    )
    for name in hidden:
        RosterRowFactory(roster=made, head_name=name, confidential=True)
    for name in names:
        RosterRowFactory(roster=made, head_name=name)
    return made


def village(name: str = "向阳村", code: str = "379901100200") -> Area:
    """A village of 西河镇."""
    return AreaFactory(code=code, name=name)


def published(
    *,
    stage: str = "long-term",
    period: str = "2026-11",
    today: date = TODAY,
    place: Area | None = None,
    **options: object,
) -> Publication:
    """A list that is out: imported by the one, published by the other."""
    hands, place = people(), place or village()
    standard()
    by, importer = (hands.lead, hands.township) if stage == "proposed" else (hands.county, hands.clerk)
    roster(village=place, by=importer, stage=stage, period=period, **options)
    return publish_list(stage=stage, period=period, village=place, by=by, today=today)
