"""Whether a village's list came in time. Selective publicity (选择性公示, 东安县 2018) shows as a missing cell."""

from calendar import monthrange
from datetime import date
from enum import StrEnum


class Coverage(StrEnum):
    """What a cell of village and month says."""

    ON_TIME = "on-time"
    LATE = "late"
    MISSING = "missing"
    PENDING = "pending"


def due_day(period: str, publish_day: int) -> date:
    """The last day in time for a month's list; the 31st of a shorter month is its last day."""
    year, month = (int(part) for part in period.split("-"))
    return date(year, month, min(publish_day, monthrange(year, month)[1]))


def coverage(*, period: str, publish_day: int, first_published: date | None, today: date) -> Coverage:
    """The state of a month's list, by the day its first version went out."""
    due = due_day(period, publish_day)
    if first_published is not None:
        return Coverage.ON_TIME if first_published <= due else Coverage.LATE
    return Coverage.PENDING if today <= due else Coverage.MISSING


def last_periods(today: date, count: int) -> list[str]:
    """The last `count` months up to this one, the oldest first."""
    months = [today.year * 12 + today.month - 1 - back for back in reversed(range(count))]
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months]
