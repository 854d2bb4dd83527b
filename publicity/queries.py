"""What the public reads: masked publications and nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Sum

from county.models.areas import Area
from publicity.domain.coverage import Coverage, coverage
from publicity.domain.stages import Stage
from publicity.models.publications import Publication, PublicationEntry, ReviewNotice
from publicity.namekeys import name_digest


@dataclass(frozen=True)
class VillageLists:
    """A village and its open lists."""

    village: Area
    lists: list[Publication]


@dataclass(frozen=True)
class TownshipLists:
    """A township and its villages with their open lists."""

    township: Area
    villages: list[VillageLists]

    @property
    def open_count(self) -> int:
        """How many lists are open in the township."""
        return sum(len(item.lists) for item in self.villages)


def open_lists_by_township(*, today: date, township: Area | None = None) -> list[TownshipLists]:
    """Every township (or one), its villages in order, and what is open there. Two queries."""
    areas = list(Area.objects.within(township) if township else Area.objects.all())
    by_village: dict[str, list[Publication]] = defaultdict(list)
    lists = Publication.objects.open_on(today).order_by("stage", "-period", "batch")
    for item in lists.filter(village__parent=township) if township else lists:
        by_village[item.village_id].append(item)
    townships = {area.pk: area for area in areas if area.kind == Area.Kind.TOWNSHIP}
    below: dict[str, list[VillageLists]] = defaultdict(list)
    for area in areas:
        if area.is_village and area.parent_id in townships:
            area.parent = townships[area.parent_id]
            below[area.parent_id].append(VillageLists(area, by_village[area.pk]))
    return [TownshipLists(area, below[code]) for code, area in townships.items()]


def matching(townships: Iterable[TownshipLists], text: str) -> list[Area]:
    """Villages, and townships, whose long name holds what was typed, blanks aside."""
    wanted = "".join(text.split())
    if not wanted:
        return []
    found = []
    for item in townships:
        if wanted in item.township.name:
            found.append(item.township)
        found += [part.village for part in item.villages if wanted in part.village.long_name]
    return found


def find_by_name(*, village: Area, name: str, today: date) -> list[PublicationEntry]:
    """The masked entries of a full name on a village's open lists.

    A protected person has no key, so this finds and does exactly what it does for someone on no list.
    """
    digest = name_digest(village_code=village.pk, name=name)
    open_lists = Publication.objects.open_on(today).for_village(village).values("pk")
    entries = PublicationEntry.objects.filter(name_key__digest=digest, publication__in=open_lists)
    return list(entries.select_related("publication").order_by("publication__stage", "number"))


@dataclass(frozen=True)
class LongTermTotals:
    """What the open long-term lists of a month show together."""

    period: str
    villages: int
    households: int
    persons: int


def long_term_totals(*, today: date) -> LongTermTotals | None:
    """The newest month of open long-term lists, summed over the county."""
    row = (
        Publication.objects.open_on(today)
        .filter(stage=Stage.LONG_TERM)
        .values("period")
        .annotate(villages=Count("pk"), households=Sum("shown_households"), persons=Sum("shown_persons"))
        .order_by("-period")
        .first()
    )
    return LongTermTotals(**row) if row else None


def roll(*, today: date, limit: int) -> list[Publication]:
    """The newest open lists that end or are new: every stage but the long-term one."""
    lists = Publication.objects.open_on(today).exclude(stage=Stage.LONG_TERM).with_places()
    return list(lists.order_by("-published_on", "village")[:limit])


def open_reviews(*, today: date, limit: int) -> list[ReviewNotice]:
    """The newest results of reviews in their window."""
    return list(ReviewNotice.objects.open_on(today).select_related("village__parent")[:limit])


@dataclass(frozen=True)
class CoverageCell:
    """One village and month: the state, when it first went out, and the list to open."""

    period: str
    state: Coverage
    first_published: date | None
    publication_id: str


@dataclass(frozen=True)
class CoverageRow:
    """A village and its months."""

    village: Area
    cells: list[CoverageCell]


def coverage_table(*, periods: list[str], publish_day: int, today: date) -> list[CoverageRow]:
    """Every village by month for the long-term stage. Two queries."""
    firsts: dict[tuple[str, str], tuple[date, str]] = {}
    published = Publication.objects.filter(stage=Stage.LONG_TERM, period__in=periods)
    days = published.values_list("village", "period").annotate(first=Min("published_on"))
    current = {(village, period): pk for village, period, pk in _current_ids(periods)}
    for village, period, first in days.order_by():
        firsts[village, period] = first, current.get((village, period), "")
    villages = Area.objects.villages().select_related("parent").order_by("parent", "code")
    return [
        CoverageRow(village, [_cell(village, period, firsts, publish_day, today) for period in periods])
        for village in villages
    ]


def _current_ids(periods: list[str]) -> Iterable[tuple[str, str, str]]:
    lists = Publication.objects.current().filter(stage=Stage.LONG_TERM, period__in=periods)
    return lists.order_by().values_list("village", "period", "pk")


def _cell(
    village: Area, period: str, firsts: dict[tuple[str, str], tuple[date, str]], publish_day: int, today: date
) -> CoverageCell:
    first, pk = firsts.get((village.pk, period), (None, ""))
    state = coverage(period=period, publish_day=publish_day, first_published=first, today=today)
    return CoverageCell(period, state, first, pk)


def first_long_term_period() -> str | None:
    """The first month that any long-term list was published for."""
    return Publication.objects.filter(stage=Stage.LONG_TERM).aggregate(first=Min("period"))["first"]


def past_lists(village: Area, *, today: date) -> list[Publication]:
    """The village's lists whose rows are not public any more, as counts: current versions, newest first."""
    lists = Publication.objects.for_village(village).current().order_by("-period", "stage", "-batch")
    return [item for item in lists if not item.is_open(today)]
