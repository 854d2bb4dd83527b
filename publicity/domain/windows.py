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
    """What a day finds. Rows are public in OPEN alone."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


# 牡丹区 2022, 运城 2023, 内蒙古 2013: appraisal and first list stand for a fixed time; the approved and the
# long-term list stay as long as the household is paid.
TIMED_STAGES = frozenset({Stage.APPRAISAL, Stage.PROPOSED})

# 运民发〔2023〕50号 四（五）, 菏区政办发〔2022〕23号: a first list stands seven days; no early end goes below.
LEGAL_DAYS = 7


@dataclass(frozen=True)
class Window:
    """Both days inclusive; the last one ends at 24:00, Asia/Shanghai. Without `closes_on` it has no end of its own."""

    opens_on: date
    closes_on: date | None = None

    def state(
        self,
        day: date,
        *,
        replaced: bool = False,
        withdrawn: bool = False,
        hidden: bool = False,
        paused: bool = False,
        closed: bool = False,
    ) -> State:
        """Open from the first day through the last, unless something has taken the list away; the gravest wins."""
        facts = (
            (replaced, State.REPLACED),
            (withdrawn, State.WITHDRAWN),
            (hidden, State.HIDDEN),
            (closed, State.CLOSED),
            (day < self.opens_on, State.SCHEDULED),
            (paused, State.PAUSED),
            (self.closes_on is not None and day > self.closes_on, State.CLOSED),
        )
        return next((state for holds, state in facts if holds), State.OPEN)

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
    return Window(published, later(published, days=days, unit=unit, is_workday=is_workday))


def later(day: date, *, days: int, unit: Unit, is_workday: Callable[[date], bool]) -> date:
    """The day that lies `days` days of the unit after `day`, moved to a working day (民法典 201, 203)."""
    counted = 0
    while counted < days:
        day += timedelta(days=1)
        counted += unit is Unit.CALENDAR or is_workday(day)
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def days_lost(*, since: date, through: date, unit: Unit, is_workday: Callable[[date], bool]) -> int:
    """The days of the unit that an outage touched, both ends inclusive: a day lost in part is lost whole."""
    span = (since + timedelta(days=n) for n in range((through - since).days + 1))
    return sum(1 for day in span if unit is Unit.CALENDAR or is_workday(day))


def earliest_end(*, stage: Stage, opens_on: date, lost: int, unit: Unit, is_workday: Callable[[date], bool]) -> date:
    """The first day that may be the last of a list: a first list stands its legal days, those lost to outages besides.

    An appraisal's list has no legal length; it may end on any day from its first.
    """
    if stage is not Stage.PROPOSED:
        return opens_on
    end = later(opens_on, days=LEGAL_DAYS, unit=unit, is_workday=is_workday)
    return later(end, days=lost, unit=unit, is_workday=is_workday) if lost else end
