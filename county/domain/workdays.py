"""Working days: which days count, when a time limit ends, and why.

Sources: 民法典 (Civil Code) art. 201, the day of the event is not counted; art. 203, the last day of a period that is
a holiday moves to the next day that is not; the State Council's yearly notice on holidays and shifted working days.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class DayKind(StrEnum):
    """Why a day counts or does not."""

    WORKDAY = "workday"
    SHIFTED = "shifted-workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    FILED = "filed"


@dataclass(frozen=True)
class Calendar:
    """Exceptions to the weekday rule, and the years for which they are known.

    `exceptions` maps a date to HOLIDAY or SHIFTED; a year outside `known_years` is provisional.
    """

    exceptions: Mapping[date, DayKind] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()

    def kind(self, day: date) -> DayKind:
        """What `day` is."""
        exception = self.exceptions.get(day)
        if exception is not None:
            return exception
        return DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND


@dataclass(frozen=True)
class DayStep:
    """One day of a trace: whether it was counted and why."""

    date: date
    counted: bool
    why: DayKind


@dataclass(frozen=True)
class Due:
    """The last day of a period, how it was reached, and whether an unknown year was involved."""

    due: date
    trace: tuple[DayStep, ...]
    provisional: bool


def is_workday(day: date, calendar: Calendar) -> bool:
    """Whether offices work on `day`."""
    return calendar.kind(day) in (DayKind.WORKDAY, DayKind.SHIFTED)


def due_date(start: date, days: int, calendar: Calendar) -> Due:
    """The `days`-th working day after `start`; the day of filing is not counted (民法典 art. 201).

    Raises ValueError when `days` is less than one.
    """
    if days < 1:
        raise ValueError("days")
    trace = [DayStep(start, counted=False, why=DayKind.FILED)]
    counted, day = 0, start
    while counted < days:
        day += timedelta(days=1)
        worked = is_workday(day, calendar)
        counted += worked
        trace.append(DayStep(day, worked, calendar.kind(day)))
    return Due(day, tuple(trace), any(step.date.year not in calendar.known_years for step in trace))


def next_workday(day: date, calendar: Calendar) -> date:
    """`day` itself when it is worked, else the next day that is (民法典 art. 203)."""
    while not is_workday(day, calendar):
        day += timedelta(days=1)
    return day


def workdays_left(today: date, due: date, calendar: Calendar) -> int:
    """Working days from tomorrow through `due`; negative when `due` has passed."""
    first, last, sign = (today, due, 1) if due >= today else (due, today, -1)
    span = ((first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    return sign * sum(is_workday(day, calendar) for day in span)
