"""Who has published what and when: masked publications against what was expected beforehand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from county.models.areas import Area
from publicity.domain.coverage import Coverage, Remark, Tally, coverage, due_day, tally
from publicity.domain.reasons import Reason
from publicity.domain.stages import Programme, Stage
from publicity.models.publications import Publication
from publicity.models.schedules import AreaTotal, Expectation, VillageClosing


@dataclass(frozen=True)
class Cell:
    """One village and month: the state, since when it is public, and what proves or shows it."""

    period: str
    state: Coverage
    first_public: date | None = None
    due_on: date | None = None
    ledger_index: int | None = None
    publication_id: str = ""
    lists: int = 0
    remark: Remark | None = None
    reconciles: bool = True


@dataclass(frozen=True)
class Row:
    """A village and its months."""

    village: Area
    cells: list[Cell]


@dataclass(frozen=True)
class Block:
    """A township, its villages, and how many of them stand where in each month."""

    township: Area
    rows: list[Row]
    tallies: list[Tally]


@dataclass(frozen=True)
class Overview:
    """A county, or one township of it, over some months."""

    stage: Stage
    periods: list[str]
    blocks: list[Block]
    tallies: list[Tally]

    @property
    def reconciles(self) -> bool:
        """Whether every list of the last month agrees with its roster, protected households included."""
        return all(row.cells[-1].reconciles for block in self.blocks for row in block.rows)

    def in_state(self, state: Coverage) -> list[Area]:
        """The villages that stand so in the last month."""
        return [row.village for block in self.blocks for row in block.rows if row.cells[-1].state is state]


@dataclass
class _Lists:
    """All versions of a village's lists of one month."""

    first_public: date | None
    current: list[Publication]


_Key = tuple[str, str]
_COLUMNS = (
    "village",
    "period",
    "version",
    "opens_on",
    "published_on",
    "is_current",
    "withdrawn_on",
    "hidden_on",
    "reason_code",
    "reconciles",
)


def overview(
    *,
    periods: Sequence[str],
    publish_day: int,
    today: date,
    stage: Stage = Stage.LONG_TERM,
    township: Area | None = None,
    programme: str = Programme.DIBAO,
) -> Overview:
    """Every village, or a township's, by month. Three queries, whatever the county's size.

    Where a month was never written down beforehand (before there were schedules), the long-term stage goes by
    `publish_day`; the other stages owe nothing then.
    """
    areas = list(_areas(township))
    lists = _lists(stage, periods, township, programme)
    expected = _expected(stage, periods, township, programme)
    unlogged = set(periods) - {period for _village, period in expected} if stage is Stage.LONG_TERM else set()

    def cell(village: Area, period: str) -> Cell:
        expectation = expected.get((village.pk, period))
        if village.closed_from and period >= village.closed_from:
            expectation, due = None, None
        elif expectation:
            due = expectation.due_on
        else:
            due = due_day(period, publish_day) if period in unlogged else None
        index = expectation.ledger_index if expectation else None
        return _cell(period, lists.get((village.pk, period)), due, index, today)

    blocks = []
    for parent, villages in _by_township(areas):
        rows = [Row(village, [cell(village, period) for period in periods]) for village in villages]
        blocks.append(Block(parent, rows, _tallies(rows, len(periods))))
    every = [row for block in blocks for row in block.rows]
    return Overview(stage, list(periods), blocks, _tallies(every, len(periods)))


def first_period(stage: Stage, programme: str = Programme.DIBAO) -> str | None:
    """The first month that any list of a stage was published or expected for. One query."""
    published = Publication.objects.filter(stage=stage, programme=programme).order_by().values_list("period")
    expected = Expectation.objects.filter(stage=stage, programme=programme).order_by().values_list("period")
    first = published.union(expected).order_by("period").first()
    return first[0] if first else None


def totals_released(*, until: str, area: Area | None = None, programme: str = Programme.DIBAO) -> list[AreaTotal]:
    """The newest totals with the protected households, up to a month: the county's, or a township's. One query."""
    found = AreaTotal.objects.filter(programme=programme, period__lte=until)
    found = found.filter(area=area) if area else found.filter(area__kind=Area.Kind.COUNTY)
    return list(found.select_related("area").order_by("-period")[:1])


def schedule_entry(index: int) -> list[Expectation]:
    """What one ledger entry says is expected."""
    found = Expectation.objects.filter(ledger_index=index).select_related("village__parent")
    return list(found.order_by("village"))


def _areas(township: Area | None) -> QuerySet[Area]:
    """With the month from which a village owes no lists, if there is one."""
    closing = VillageClosing.objects.filter(village=OuterRef("pk")).values("from_period")
    areas = Area.objects.within(township) if township else Area.objects.all()
    return areas.annotate(closed_from=Subquery(closing))


def _by_township(areas: Iterable[Area]) -> list[tuple[Area, list[Area]]]:
    areas = list(areas)
    townships = {area.pk: area for area in areas if area.kind == Area.Kind.TOWNSHIP}
    below: dict[str, list[Area]] = defaultdict(list)
    for area in areas:
        if area.is_village and area.parent_id in townships:
            area.parent = townships[area.parent_id]
            below[area.parent_id].append(area)
    return [(township, below[code]) for code, township in townships.items() if below[code]]


def _lists(stage: Stage, periods: Sequence[str], township: Area | None, programme: str) -> dict[_Key, _Lists]:
    found = Publication.objects.filter(stage=stage, period__in=periods, programme=programme)
    if township:
        found = found.filter(village__parent=township)
    lists: dict[_Key, _Lists] = {}
    for item in found.only(*_COLUMNS).order_by("batch", "version"):
        entry = lists.setdefault((item.village_id, item.period), _Lists(None, []))
        public = max(item.opens_on, item.published_on)
        entry.first_public = min(public, entry.first_public or public)
        if item.is_current:
            entry.current.append(item)
    return lists


def _expected(stage: Stage, periods: Sequence[str], township: Area | None, programme: str) -> dict[_Key, Expectation]:
    found = Expectation.objects.filter(stage=stage, period__in=periods, programme=programme)
    if township:
        found = found.filter(village__parent=township)
    return {(item.village_id, item.period): item for item in found.order_by()}


def _cell(period: str, lists: _Lists | None, due: date | None, index: int | None, today: date) -> Cell:
    public = lists.first_public if lists and lists.first_public and lists.first_public <= today else None
    standing = [item for item in lists.current if item.withdrawn_on is None] if lists else []
    state = coverage(due=due, first_public=public, today=today, withdrawn=not standing)
    if public is None or lists is None:
        return Cell(period, state, None, due, index)
    shown = (standing or lists.current)[-1]
    return Cell(
        period,
        state,
        public,
        due,
        index,
        publication_id=shown.pk,
        lists=len(lists.current),
        remark=_remark(shown),
        reconciles=all(item.reconciles for item in lists.current),
    )


def _remark(item: Publication) -> Remark | None:
    if item.hidden_on is not None:
        return Remark.HIDDEN
    if item.version > 1:
        return Remark.REPLACED
    return Remark.NONE_TO_SHOW if item.reason_code == Reason.NONE_TO_SHOW else None


def _tallies(rows: list[Row], months: int) -> list[Tally]:
    return [tally(row.cells[month].state for row in rows) for month in range(months)]
