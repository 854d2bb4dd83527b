"""Whether a village's list came in time. Selective publicity (选择性公示, 东安县 2018) shows as a missing cell."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Coverage(StrEnum):
    """What a cell of village, month and stage says."""

    ON_TIME = "on-time"
    LATE = "late"
    MISSING = "missing"
    PENDING = "pending"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"  # where no day was set
    NONE = "none"  # nothing was expected and nothing came


class Remark(StrEnum):
    """What else is to be said of a list that came."""

    NONE_TO_SHOW = "none-to-show"
    REPLACED = "replaced"
    HIDDEN = "hidden"


#: What a village owed: the total that the others are counted against.
EXPECTED = (Coverage.ON_TIME, Coverage.LATE, Coverage.MISSING, Coverage.PENDING, Coverage.WITHDRAWN)


@dataclass(frozen=True)
class Tally:
    """How many villages of an area stand where, in one month."""

    on_time: int = 0
    late: int = 0
    missing: int = 0
    pending: int = 0
    withdrawn: int = 0
    published: int = 0
    none: int = 0

    @property
    def expected(self) -> int:
        """How many villages owed a list."""
        return self.on_time + self.late + self.missing + self.pending + self.withdrawn

    def of(self, state: Coverage) -> int:
        """How many stand in one state."""
        found: int = getattr(self, state.value.replace("-", "_"))
        return found


def tally(states: Iterable[Coverage]) -> Tally:
    """Counts the cells of one month."""
    counts = Counter(states)
    return Tally(**{state.value.replace("-", "_"): counts[state] for state in Coverage})


def due_day(period: str, publish_day: int) -> date:
    """The last day in time for a month's list; the 31st of a shorter month is its last day."""
    year, month = (int(part) for part in period.split("-"))
    return date(year, month, min(publish_day, monthrange(year, month)[1]))


def coverage(*, due: date | None, first_public: date | None, today: date, withdrawn: bool = False) -> Coverage:
    """The state of a list by the day on which its first version became public; `due` is None where none was owed."""
    if first_public is not None:
        if withdrawn:
            return Coverage.WITHDRAWN
        if due is None:
            return Coverage.PUBLISHED
        return Coverage.ON_TIME if first_public <= due else Coverage.LATE
    if due is None:
        return Coverage.NONE
    return Coverage.PENDING if today <= due else Coverage.MISSING


def month_after(period: str, count: int = 1) -> str:
    """The month `count` months later, earlier when negative."""
    year, month = (int(part) for part in period.split("-"))
    number = year * 12 + month - 1 + count
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def months_to(period: str, count: int) -> list[str]:
    """The `count` months that end with `period`, the oldest first."""
    return [month_after(period, -back) for back in reversed(range(count))]
