"""Whether a promise was kept, or is overdue, as figures and registers say it."""

from collections.abc import Sequence
from datetime import date

from complaints.domain.lifecycle import Event

ENDING = (Event.APPROVE, Event.ANSWER, Event.NOT_ACCEPT)
"""What keeps the promise of a civil-affairs office: the sender has an answer."""
TAKING_IN = (Event.ACCEPT, Event.NOT_ACCEPT)
"""What keeps that of discipline inspection."""


def kept_in_time(past: Sequence[Event], *, due_on: date, kept_on: date) -> bool:
    """Whether what was promised by `due_on` was done on `kept_on`; `past` are the events of the case in their order.

    An extension that was given after the day had passed does not undo that; a day that a changed calendar moved does.
    Only what happened since the sender's objection to the answer counts: with it a new time began.
    """
    return kept_on <= due_on and not _late_when_extended(past)


def _late_when_extended(past: Sequence[Event]) -> bool:
    since = len(past) - 1 - list(reversed(past)).index(Event.REOPEN) if Event.REOPEN in past else 0
    late = False
    for event in past[since:]:
        if event is Event.EXTEND and late:
            return True
        late = event is Event.OVERDUE or (late and event is not Event.RECOUNT)
    return False
