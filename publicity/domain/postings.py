"""Where a list stands with its paper: to be posted, overdue, on the board, to be taken down."""

from datetime import date, timedelta
from enum import StrEnum

# 东安县 2018 and 牡丹区 2022 ask for the notice in the village at the time of publicity: the first day, and one more
# for the way there.
GRACE_DAYS = 1


class Standing(StrEnum):
    """What a day finds of a list's paper."""

    AHEAD = "ahead"
    TO_POST = "to-post"
    OVERDUE = "overdue"
    POSTED = "posted"
    TO_TAKE_DOWN = "to-take-down"
    TAKEN_DOWN = "taken-down"
    NEVER_POSTED = "never-posted"


#: What somebody has to do something about.
PENDING = frozenset({Standing.TO_POST, Standing.OVERDUE, Standing.TO_TAKE_DOWN})


def due_on(opens_on: date) -> date:
    """The last day on which posting is in time."""
    return opens_on + timedelta(days=GRACE_DAYS)


def standing(*, day: date, opens_on: date, is_open: bool, posted: bool, hanging: bool) -> Standing:
    """`posted` is whether any posting is on record, `hanging` whether one has not been taken down."""
    if hanging:
        return Standing.POSTED if is_open or day < opens_on else Standing.TO_TAKE_DOWN
    if posted:
        return Standing.TAKEN_DOWN
    if day < opens_on:
        return Standing.AHEAD
    if not is_open:
        return Standing.NEVER_POSTED
    return Standing.OVERDUE if day > due_on(opens_on) else Standing.TO_POST


def in_time(*, opens_on: date, up_on: date) -> bool:
    """Whether a notice hung when it had to."""
    return up_on <= due_on(opens_on)


def months_before(day: date, months: int) -> date:
    """The same day so many months ago, or that month's last day where it has no such day."""
    month = day.year * 12 + day.month - 1 - months
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
