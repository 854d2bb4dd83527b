"""Reads about papers: what hangs where, what has to be posted or taken down, which original is offered."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from county.models.areas import Area
from publicity.domain.postings import PENDING, Standing, due_on, in_time, standing
from publicity.models.papers import StampedNotice
from publicity.models.postings import Posting
from publicity.models.publications import Publication, PublicationEntry

# An ended list whose notice hangs is looked for this far back.
TAKE_DOWN_DAYS = 120


@dataclass(frozen=True)
class Paper:
    """A list with its postings, as a day finds it."""

    publication: Publication
    postings: list[Posting]
    standing: Standing
    days_left: int | None

    @property
    def due_on(self) -> date:
        """The last day on which posting is in time."""
        return due_on(self.publication.opens_on)


@dataclass(frozen=True)
class VillageFigures:
    """How a village does with its board: lists that had to hang, and how many did, in time or late."""

    village: Area
    due: int
    in_time: int
    late: int
    missing: int


def posted_since(publication: Publication) -> date | None:
    """Since when a notice of the list hangs: the day alone, nothing about who put it up."""
    return publication.postings.hanging().values_list("up_on", flat=True).first()


def offered_original(publication: Publication, *, today: date) -> StampedNotice | None:
    """The confirmed original of an open list; none while a row of it is hidden, for the original shows that row."""
    if not publication.is_open(today):
        return None
    original = publication.stamped_notices.filter(state=StampedNotice.State.CONFIRMED).first()
    hidden = PublicationEntry.everything.filter(publication=publication, hidden_on__isnull=False)
    return None if original is None or hidden.exists() else original


def papers(area: Area, *, today: date) -> list[Paper]:
    """Every list of the area that hangs, has to hang or has to go, the most pressing first."""
    found = [_paper(item, today) for item in _lists(area).filter(_matters(today)).distinct()]
    order = [Standing.OVERDUE, Standing.TO_POST, Standing.TO_TAKE_DOWN, Standing.AHEAD, Standing.POSTED]
    found = [paper for paper in found if paper.standing in order]
    return sorted(found, key=lambda paper: (order.index(paper.standing), paper.publication.opens_on))


def paper_of(publication: Publication, *, today: date) -> Paper:
    """One list with its postings."""
    return _paper(publication, today)


def pending(area: Area, *, today: date) -> int:
    """How many papers wait for somebody."""
    return sum(1 for paper in papers(area, today=today) if paper.standing in PENDING)


def figures(area: Area, *, period: str, today: date) -> list[VillageFigures]:
    """By village, for the lists of a month that opened by today and of which this was the last version."""
    lists = _lists(area).filter(period=period, opens_on__lte=today, is_current=True)
    count: dict[str, Counter[str]] = {}
    for publication in lists:
        ups = [item.up_on for item in publication.postings.all()]
        own = count.setdefault(publication.village_id, Counter())
        if ups:
            own["in_time" if in_time(opens_on=publication.opens_on, up_on=min(ups)) else "late"] += 1
        elif today > due_on(publication.opens_on):
            own["missing"] += 1
    villages = Area.objects.villages().within(area).select_related("parent")
    return [_figures(village, count.get(village.pk, Counter())) for village in villages]


def _figures(village: Area, own: Counter[str]) -> VillageFigures:
    return VillageFigures(village, sum(own.values()), own["in_time"], own["late"], own["missing"])


def _lists(area: Area) -> QuerySet[Publication]:
    lists = Publication.objects.filter(village__in=Area.objects.within(area)).with_places()
    return lists.prefetch_related("postings").order_by("opens_on", "village")


def _matters(today: date) -> Q:
    """Open or to be opened; or over while its notice hangs."""
    ahead = Q(is_current=True, closed_on=None, withdrawn_on=None) & (Q(closes_on=None) | Q(closes_on__gte=today))
    return ahead | Q(postings__isnull=False, postings__down_on=None)


def _paper(publication: Publication, today: date) -> Paper:
    postings = list(publication.postings.all())
    return Paper(
        publication=publication,
        postings=postings,
        standing=standing(
            day=today,
            opens_on=publication.opens_on,
            is_open=publication.is_open(today) or _is_paused(publication),
            posted=bool(postings),
            hanging=any(item.down_on is None for item in postings),
        ),
        days_left=publication.window.days_left(today) if publication.closes_on else None,
    )


def _is_paused(publication: Publication) -> bool:
    """A pause is of the web; the paper stays on its board."""
    return publication.paused_since is not None and publication.closed_on is None
