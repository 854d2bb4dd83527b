"""What the public reads: masked publications and nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from county.models.areas import Area
from publicity.domain.events import Kind
from publicity.domain.stages import Programme, Stage
from publicity.models.events import ListEvent
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


def villages() -> list[Area]:
    """Every village and community by township."""
    return list(Area.objects.villages().select_related("parent").order_by("parent", "code"))


def places_named(places: Iterable[Area], text: str) -> list[Area]:
    """The villages whose long name is what was typed, or else holds it, blanks aside."""
    wanted = "".join(text.split())
    if not wanted:
        return []
    holding = [place for place in places if wanted in place.long_name]
    return [place for place in holding if wanted in (place.long_name, place.name)] or holding


@dataclass(frozen=True)
class OpenList:
    """What a look-up says of a list that it went through."""

    pk: str
    stage: str
    period: str


def look_up(*, village: Area, name: str, today: date) -> tuple[list[OpenList], list[PublicationEntry]]:
    """The village's open lists, and the masked entries on them of a full name, in the lists' order.

    A protected person has no key, so this finds and does exactly what it does for someone on no list.
    """
    digest = name_digest(village_code=village.pk, name=name)
    lists = Publication.objects.open_on(today).for_village(village).order_by("stage", "-period", "batch")
    searched = [OpenList(*row) for row in lists.values_list("pk", "stage", "period")]
    order = {item.pk: at for at, item in enumerate(searched)}
    entries = list(PublicationEntry.objects.filter(name_key__digest=digest, publication__in=list(order)).order_by())
    if entries:
        publications = Publication.objects.in_bulk([entry.publication_id for entry in entries])
        for entry in entries:
            entry.publication = publications[entry.publication_id]
    return searched, sorted(entries, key=lambda entry: (order[entry.publication_id], entry.number))


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
        .filter(stage=Stage.LONG_TERM, programme=Programme.DIBAO)
        .values("period")
        .annotate(villages=Count("pk"), households=Sum("shown_households"), persons=Sum("shown_persons"))
        .order_by("-period")
        .first()
    )
    return LongTermTotals(**row) if row else None


# What readers of a list want to know of it afterwards; that rows were hidden to protect someone is not called out.
_TOLD = (Kind.EXTEND, Kind.PAUSE, Kind.RESUME, Kind.EARLY_END, Kind.WITHDRAW)


def recent_events(*, since: date, today: date, limit: int) -> list[ListEvent]:
    """What happened to lists lately, the newest first."""
    events = ListEvent.objects.filter(kind__in=_TOLD, day__gte=since, day__lte=today)
    return list(events.select_related("publication__village__parent").order_by("-day", "-pk")[:limit])


def roll(*, today: date, limit: int) -> list[Publication]:
    """The newest open lists that end or are new: every stage but the long-term one."""
    lists = Publication.objects.open_on(today).exclude(stage=Stage.LONG_TERM).with_places()
    return list(lists.order_by("-published_on", "-ledger_index")[:limit])


def open_reviews(*, today: date, limit: int) -> list[ReviewNotice]:
    """The newest results of reviews in their window."""
    return list(ReviewNotice.objects.open_on(today).select_related("village__parent")[:limit])


def past_lists(village: Area, *, today: date) -> list[Publication]:
    """The village's lists whose rows are not public any more, as counts: current versions, newest first."""
    lists = Publication.objects.for_village(village).current().order_by("-period", "stage", "-batch")
    return [item for item in lists if not item.is_open(today)]
