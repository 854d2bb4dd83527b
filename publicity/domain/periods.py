"""The month a list is for, written "YYYY-MM"."""

import re
from datetime import date, timedelta

_PERIOD = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class BadPeriod(ValueError):
    """The text is not a month such as 2026-11."""


def first_day(period: str) -> date:
    """The first day of a period. Raises BadPeriod."""
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise BadPeriod(period)
    return date(int(match[1]), int(match[2]), 1)


def period_of(day: date) -> str:
    """The period a day lies in."""
    return f"{day:%Y-%m}"


def last_day(period: str) -> date:
    """The last day of a period. Raises BadPeriod."""
    first = first_day(period)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def before(period: str) -> str:
    """The month before a period. Raises BadPeriod."""
    return period_of(first_day(period) - timedelta(days=1))


def after(period: str) -> str:
    """The month after a period. Raises BadPeriod."""
    return period_of(last_day(period) + timedelta(days=1))


def ended(first: str, today: date) -> list[str]:
    """The periods from `first` on that have ended, in order; the one of `today` has not. Raises BadPeriod."""
    found = []
    while first < period_of(today):
        found.append(first)
        first = after(first)
    return found
