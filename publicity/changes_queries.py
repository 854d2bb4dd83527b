"""What changed from month to month, for the public: numbers by village, reasons by township."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from county.models.areas import Area
from publicity.domain.stages import Programme
from publicity.models.changes import TownshipReasons, VillageChange


@dataclass(frozen=True)
class Numbers:
    """New on the lists, no longer on them, more, less."""

    new: int = 0
    left: int = 0
    raised: int = 0
    lowered: int = 0

    @classmethod
    def sum(cls, changes: Iterable[VillageChange]) -> "Numbers":
        """Over several lists."""
        new = left = raised = lowered = 0
        for item in changes:
            new, left = new + item.new, left + item.left
            raised, lowered = raised + item.raised, lowered + item.lowered
        return cls(new, left, raised, lowered)


@dataclass(frozen=True)
class TownshipChanges:
    """A township's lists of one month, their sum, and the reasons where they are out."""

    township: Area
    changes: list[VillageChange]
    sum: Numbers
    reasons: TownshipReasons | None


def changes_of(
    period: str, *, today: date, township: Area | None = None, programme: str = Programme.DIBAO
) -> list[TownshipChanges]:
    """Every township's changes of a month, or one township's. Two queries.

    Only lists that are out: one whose opening is scheduled has not changed anything for the public yet.
    """
    lists = _public(today, programme).filter(publication__period=period)
    reasons = TownshipReasons.objects.filter(programme=programme, period=period).select_related("township")
    if township is not None:
        lists = lists.filter(publication__village__parent=township)
        reasons = reasons.filter(township=township)
    townships: dict[str, Area] = {}
    below: dict[str, list[VillageChange]] = defaultdict(list)
    for item in lists.select_related("publication__village__parent").order_by("publication__village"):
        parent = item.publication.village.township
        townships[parent.pk] = parent
        below[parent.pk].append(item)
    released = {item.township_id: item for item in reasons}
    for code, entry in released.items():
        townships.setdefault(code, entry.township)
    return [
        TownshipChanges(townships[code], below[code], Numbers.sum(below[code]), released.get(code))
        for code in sorted(townships)
    ]


def months_with_changes(*, today: date, programme: str = Programme.DIBAO) -> list[str]:
    """The months that have numbers, the newest first. One query."""
    periods = _public(today, programme).order_by("-publication__period").values_list("publication__period", flat=True)
    return list(periods.distinct())


def _public(today: date, programme: str) -> QuerySet[VillageChange]:
    public = Q(publication__is_current=True, publication__withdrawn_on=None, publication__opens_on__lte=today)
    return VillageChange.objects.filter(public, publication__programme=programme)
