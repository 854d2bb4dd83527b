"""What is promised for each kind of case, by whom, counted how, from which document."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from complaints.domain.kinds import Kind

REOPEN_DAYS = 30
"""Calendar days after an answer in which the sender may object to it; the portal's own promise."""
EXTENSION_DAYS = 10
"""Most working days of the one extension; the portal's own promise."""

ENTERED_WITHIN = 30
"""Calendar days after which a letter is not entered as of the day it came: its time would be over on entering."""

REMIND_BEFORE = (3, 1)
"""Working days before the due day on which the office is reminded."""
SOON = max(REMIND_BEFORE)
"""Working days before the due day from which a case counts as due soon."""


def reminder_due(left: int, left_at_reminders: Collection[int]) -> bool:
    """Whether a reminder is owed with `left` working days to go; the others are what was left at earlier ones.

    A night on which nothing ran is made good on the next; a case that is already overdue is no reminder any more.
    """
    return left >= 0 and any(
        left <= days and not any(past <= days for past in left_at_reminders) for days in REMIND_BEFORE
    )


class Promise(StrEnum):
    """What will have happened by the due day; pages print that and nothing more."""

    DECIDE = "decide"
    ANSWER = "answer"
    HAND_OVER = "accept-and-hand-over"


class Who(StrEnum):
    """Who owes it."""

    HANDLING_OFFICE = "handling-office"
    DISCIPLINE = "discipline"


@dataclass(frozen=True)
class Term:
    """A promise: `days` are working days, the day of filing not counted (民法典 art. 201)."""

    promise: Promise
    days: int
    who: Who
    source: str
    """Document and article, or "own" where the county promises more than a document asks."""


CLOCK: Mapping[Kind, Term] = MappingProxyType(
    {
        # 菏区政办发〔2022〕23号 三（四）: 接到申请后十个工作日内应进行评议复核, the result publicised again.
        Kind.REVIEW: Term(Promise.DECIDE, 10, Who.HANDLING_OFFICE, "菏区政办发〔2022〕23号 三（四）"),
        # The document speaks of applicants; that anybody's doubt has the same clock is the county's own promise.
        Kind.OBJECTION: Term(Promise.DECIDE, 10, Who.HANDLING_OFFICE, "own"),
        Kind.TIP_HOUSEHOLD: Term(Promise.ANSWER, 10, Who.HANDLING_OFFICE, "own"),
        # Taken in and handed over; what follows obeys the discipline office's own rules.
        Kind.TIP_OFFICIAL: Term(Promise.HAND_OVER, 10, Who.DISCIPLINE, "own"),
    }
)


class BadExtension(Exception):
    """An extension is 1 to EXTENSION_DAYS working days."""


def checked_extension(days: int) -> int:
    """`days` if an extension may be that long; raises BadExtension."""
    if not 1 <= days <= EXTENSION_DAYS:
        raise BadExtension(days)
    return days
