"""How long a list is open, by stage: from which day, to which last day, and what a day finds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from publicity.domain.stages import Stage


class Unit(StrEnum):
    """How the days of a window are counted; counties differ (运城 2023: 7 天; 国家目录: 7 个工作日)."""

    CALENDAR = "calendar"
    WORKING = "working"


class State(StrEnum):
    """What a day finds."""

    OPEN = "open"
    CLOSED = "closed"


# 牡丹区 2022, 运城 2023, 内蒙古 2013: appraisal and first list stand for a fixed time; the approved and the
# long-term list stay as long as the household is paid.
TIMED_STAGES = frozenset({Stage.APPRAISAL, Stage.PROPOSED})


@dataclass(frozen=True)
class Window:
    """Both days inclusive; the last one ends at 24:00, Asia/Shanghai. Without `closes_on` it has no end of its own."""

    opens_on: date
    closes_on: date | None = None

    def state(self, day: date, *, closed_on: date | None = None) -> State:
        """Open from the first day through the last, unless the list was closed before."""
        if day < self.opens_on or closed_on is not None:
            return State.CLOSED
        if self.closes_on is not None and day > self.closes_on:
            return State.CLOSED
        return State.OPEN

    def days_left(self, day: date) -> int | None:
        """Whole days after this one on which the list is still open; 0 on the last, None without an end."""
        if self.closes_on is None:
            return None
        return max((self.closes_on - day).days, 0)


def window(*, stage: Stage, published: date, days: int, unit: Unit, is_workday: Callable[[date], bool]) -> Window:
    """The window of a list published on a day.

    The first day is not counted (民法典 201); a last day that is a day off moves to the next working day
    (民法典 203). Raises ValueError when a timed stage has no day at all.
    """
    if stage not in TIMED_STAGES:
        return Window(published)
    if days < 1:
        raise ValueError("a window needs at least one day")
    last = published
    counted = 0
    while counted < days:
        last += timedelta(days=1)
        counted += unit is Unit.CALENDAR or is_workday(last)
    while not is_workday(last):
        last += timedelta(days=1)
    return Window(published, last)
