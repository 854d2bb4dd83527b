"""How long an application may take: each number beside the document and place that set it.

A document that a county has adopted in other words (its own rules) is named on the guides; these are the numbers
that all of them carry.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from county.domain.workdays import Calendar, Due, due_date


class Cause(StrEnum):
    """What lets an office take longer (运民发〔2023〕50号 四（二）); nothing else does."""

    OBJECTION = "objection"
    SPLIT_RESIDENCE = "split-residence"
    ELSEWHERE = "elsewhere"
    HARD_INVESTIGATION = "hard-investigation"


class Step(StrEnum):
    """Where an application stands, as far as its applicant can tell."""

    WAITING = "waiting"
    AGAIN = "again"
    REFUSED = "refused"


@dataclass(frozen=True)
class Limit:
    """So many working days, and who says so."""

    days: int
    source: str


DECISION = Limit(30, "运民发〔2023〕50号 四（二），菏区政办发〔2022〕23号 三（四）")
"""From the day of acceptance to review and confirmation."""
DELEGATED_DECISION = Limit(20, "运民发〔2023〕50号 四（二）")
"""The same where the county has delegated confirmation to the township."""
EXTENDED_DECISION = Limit(45, "运民发〔2023〕50号 四（二），菏区政办发〔2022〕23号 三（四）")
"""The most, with one of the causes; delegated or not."""
REFUSAL_IN_WRITING = Limit(3, "菏区政办发〔2022〕23号 三（四）")
"""From a refusal to the letter that gives its reasons."""
ANSWER = Limit(10, "菏区政办发〔2022〕23号 三（四）")
"""For the review that an applicant asks of the first list; the county promises the same for objections and reports."""
RESTART_SOURCE = "内蒙古自治区2013年实施意见 二（二）4"
"""An application that must be examined anew has its limit counted anew."""


@dataclass(frozen=True)
class Asked:
    """What an applicant says: accepted on a day, where it stands and since when.

    `since` is the day on which the new examination began or the refusal was made; it counts in those steps only.
    """

    accepted: date
    delegated: bool = False
    causes: frozenset[Cause] = frozenset()
    step: Step = Step.WAITING
    since: date | None = None


@dataclass(frozen=True)
class Owed:
    """The day by which something is owed, which limit says so, and the day it was counted from."""

    limit: Limit
    start: date
    due: Due
    restarted: bool = False


class SinceMissing(ValueError):
    """The step needs its day."""


class SinceTooEarly(ValueError):
    """Nothing can be examined anew or refused before it was accepted."""


def decision_limit(*, delegated: bool, causes: frozenset[Cause]) -> Limit:
    """Which limit the decision is under; a cause outweighs delegation."""
    if causes:
        return EXTENDED_DECISION
    return DELEGATED_DECISION if delegated else DECISION


def owed_by(asked: Asked, calendar: Calendar) -> Owed:
    """What the office owes next and by when. Raises SinceMissing, SinceTooEarly."""
    if asked.step is Step.WAITING:
        limit, start = decision_limit(delegated=asked.delegated, causes=asked.causes), asked.accepted
    else:
        if asked.since is None:
            raise SinceMissing
        if asked.since < asked.accepted:
            raise SinceTooEarly
        start = asked.since
        anew = asked.step is Step.AGAIN
        limit = decision_limit(delegated=asked.delegated, causes=asked.causes) if anew else REFUSAL_IN_WRITING
    return Owed(limit, start, due_date(start, limit.days, calendar), restarted=asked.step is Step.AGAIN)
