"""The life of a case: states, events, who may cause them, and one table of moves.

"More asked" happens once (C7: missing material is told once), an extension once, the sender's reopening once.
The outcome of a decision is no state: it lies sealed with its reasons.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from complaints.domain.clock import REOPEN_DAYS


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    MORE_ASKED = "more-asked"
    UNDER_REVIEW = "under-review"
    DECIDED = "decided"
    """Decided by one person; waits for the approval of another."""
    ANSWERED = "answered"
    NOT_ACCEPTED = "not-accepted"
    TRANSFERRED = "transferred"
    """Handed to discipline inspection, which has not acknowledged it yet."""
    SPECIAL_SUPERVISION = "special-supervision"
    CLOSED = "closed"
    REOPENED = "reopened"


class Event(StrEnum):
    """What happens to a case; `RECEIVE` begins it."""

    RECEIVE = "receive"
    ACCEPT = "accept"
    ASK_MORE = "ask-more"
    ADD = "add"
    START_REVIEW = "start-review"
    DECIDE = "decide"
    APPROVE = "approve"
    RETURN = "return"
    NOT_ACCEPT = "not-accept"
    ANSWER = "answer"
    TRANSFER = "transfer"
    SUPERVISE = "supervise"
    EXTEND = "extend"
    OVERDUE = "overdue"
    RECOUNT = "recount"
    REMIND = "remind"
    CLOSE = "close"
    REOPEN = "reopen"
    RATE = "rate"
    TAKE = "take"
    """Somebody of the handling office takes the case into their hands (C7)."""
    ASSIGN = "assign"
    """The office puts it into a colleague's hands."""
    RECUSE = "recuse"
    """Somebody is kept from the case, by themselves or by their lead."""
    REPORT = "report"
    """The result of special supervision (C10)."""
    DRAFT_OUTCOME = "draft-outcome"
    """Words for the public about a problem that the media exposed (C11); they wait for another person."""
    PUBLISH_OUTCOME = "publish-outcome"
    RETURN_OUTCOME = "return-outcome"
    WITHDRAW_OUTCOME = "withdraw-outcome"


class Actor(StrEnum):
    """In which role somebody acts on a case."""

    SENDER = "sender"
    HANDLER = "handler"
    APPROVER = "approver"
    SUPERVISOR = "supervisor"
    DISCIPLINE = "discipline"
    SYSTEM = "system"


class Outcome(StrEnum):
    """What a decision says about the doubt."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not-upheld"
    UNFOUNDED = "unfounded"


class Change(StrEnum):
    """What a decision changes for the household."""

    NOTHING = "nothing"
    AMOUNT = "amount"
    STOP = "stop"
    START = "start"
    RECHECK = "recheck"


class Rating(StrEnum):
    """What the sender says of the handling, once, after the answer."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"


class NotAcceptedBecause(StrEnum):
    """Why a case is not taken up; both are explained to the sender (C7, C9)."""

    OUT_OF_SCOPE = "out-of-scope"
    REPEATED = "repeated"


class UnknownMove(Exception):
    """The table has no such move, or it may happen once only and has happened."""

    def __init__(self, state: State, event: Event, actor: Actor) -> None:
        super().__init__(f"{state} {event} {actor}")
        self.state, self.event, self.actor = state, event, actor


Moves = Mapping[tuple[State, Event, Actor], State]

OPEN = (State.RECEIVED, State.ACCEPTED, State.MORE_ASKED, State.UNDER_REVIEW, State.SPECIAL_SUPERVISION, State.REOPENED)
"""States in which the handling office owes work."""
UNANSWERED = (*OPEN, State.DECIDED, State.TRANSFERRED)
"""States in which the clock of a civil-affairs office runs."""
NOT_HANDED_OVER = (State.RECEIVED, State.TRANSFERRED)
"""States in which the clock runs at the discipline office, which owes taking in, not deciding."""
ONCE = frozenset({Event.ASK_MORE, Event.EXTEND, Event.REOPEN, Event.RATE})
FINAL = (State.ANSWERED, State.NOT_ACCEPTED, State.CLOSED)
HELD = (*UNANSWERED, State.ANSWERED, State.NOT_ACCEPTED)
"""States in which a case lies in somebody's hands: until it is closed."""
_OUTCOME = frozenset({Event.DRAFT_OUTCOME, Event.PUBLISH_OUTCOME, Event.RETURN_OUTCOME, Event.WITHDRAW_OUTCOME})
_SUPERVISION = frozenset({Event.SUPERVISE, Event.REPORT})
_NEXT: Mapping[Event, tuple[frozenset[Event], frozenset[Event | None]]] = MappingProxyType(
    {
        Event.REPORT: (_SUPERVISION, frozenset({Event.SUPERVISE})),
        Event.DRAFT_OUTCOME: (_OUTCOME, frozenset({None, Event.RETURN_OUTCOME, Event.WITHDRAW_OUTCOME})),
        Event.PUBLISH_OUTCOME: (_OUTCOME, frozenset({Event.DRAFT_OUTCOME})),
        Event.RETURN_OUTCOME: (_OUTCOME, frozenset({Event.DRAFT_OUTCOME})),
        Event.WITHDRAW_OUTCOME: (_OUTCOME, frozenset({Event.PUBLISH_OUTCOME})),
    }
)
"""Events with an order of their own beside the state: those they belong with, and which of them came last."""
INSIDE = frozenset(
    {
        Event.RECUSE,
        Event.RETURN,
        Event.TAKE,
        Event.ASSIGN,
        Event.REPORT,
        Event.DRAFT_OUTCOME,
        Event.RETURN_OUTCOME,
    }
)
"""Steps inside the office that say nothing to the sender."""

_HANDLER: dict[tuple[State, Event], State] = {
    (State.RECEIVED, Event.ACCEPT): State.ACCEPTED,
    (State.RECEIVED, Event.NOT_ACCEPT): State.NOT_ACCEPTED,
    (State.ACCEPTED, Event.ASK_MORE): State.MORE_ASKED,
    (State.ACCEPTED, Event.START_REVIEW): State.UNDER_REVIEW,
    (State.ACCEPTED, Event.NOT_ACCEPT): State.NOT_ACCEPTED,
    (State.MORE_ASKED, Event.START_REVIEW): State.UNDER_REVIEW,
    (State.UNDER_REVIEW, Event.ASK_MORE): State.MORE_ASKED,
    (State.UNDER_REVIEW, Event.DECIDE): State.DECIDED,
    (State.SPECIAL_SUPERVISION, Event.START_REVIEW): State.UNDER_REVIEW,
    (State.REOPENED, Event.START_REVIEW): State.UNDER_REVIEW,
    (State.ANSWERED, Event.CLOSE): State.CLOSED,
    (State.NOT_ACCEPTED, Event.CLOSE): State.CLOSED,
    **{(state, Event.TRANSFER): State.TRANSFERRED for state in OPEN},
    **{(state, Event.TAKE): state for state in HELD if state is not State.TRANSFERRED},
    **{(state, Event.ASSIGN): state for state in HELD if state is not State.TRANSFERRED},
    (State.CLOSED, Event.DRAFT_OUTCOME): State.CLOSED,
}
_APPROVER: dict[tuple[State, Event], State] = {
    (State.DECIDED, Event.APPROVE): State.ANSWERED,
    (State.DECIDED, Event.RETURN): State.UNDER_REVIEW,
    **{(state, Event.ASSIGN): state for state in HELD if state is not State.TRANSFERRED},
    **{
        (State.CLOSED, event): State.CLOSED
        for event in (Event.PUBLISH_OUTCOME, Event.RETURN_OUTCOME, Event.WITHDRAW_OUTCOME)
    },
}
_SUPERVISOR: dict[tuple[State, Event], State] = {
    **{(state, Event.EXTEND): state for state in OPEN},
    **{(state, Event.TRANSFER): State.TRANSFERRED for state in OPEN},
    **{(state, Event.SUPERVISE): State.SPECIAL_SUPERVISION for state in OPEN if state is not State.SPECIAL_SUPERVISION},
    **{(state, Event.REPORT): state for state in (*UNANSWERED, *FINAL)},
    (State.CLOSED, Event.WITHDRAW_OUTCOME): State.CLOSED,
}
# A sealed mailbox first: fetch, acknowledge, answer if it chooses.
_DISCIPLINE: dict[tuple[State, Event], State] = {
    **{(state, Event.ACCEPT): State.ACCEPTED for state in (State.RECEIVED, State.TRANSFERRED, State.REOPENED)},
    **{(state, Event.NOT_ACCEPT): State.NOT_ACCEPTED for state in (State.RECEIVED, State.TRANSFERRED)},
    (State.ACCEPTED, Event.ASK_MORE): State.MORE_ASKED,
    **{(state, Event.ANSWER): State.ANSWERED for state in (State.ACCEPTED, State.MORE_ASKED)},
    **{
        (state, Event.CLOSE): State.CLOSED
        for state in (State.ACCEPTED, State.MORE_ASKED, State.ANSWERED, State.NOT_ACCEPTED)
    },
    **{(state, event): state for state in HELD for event in (Event.TAKE, Event.ASSIGN)},
    **{
        (State.CLOSED, event): State.CLOSED
        for event in (Event.DRAFT_OUTCOME, Event.PUBLISH_OUTCOME, Event.RETURN_OUTCOME, Event.WITHDRAW_OUTCOME)
    },
}
_SENDER: dict[tuple[State, Event], State] = {
    **{(state, Event.ADD): state for state in UNANSWERED},
    (State.MORE_ASKED, Event.ADD): State.ACCEPTED,
    **{(state, Event.REOPEN): State.REOPENED for state in FINAL},
    **{(state, Event.RATE): state for state in FINAL},
}
_SYSTEM: dict[tuple[State, Event], State] = {
    (state, event): state for event in (Event.OVERDUE, Event.RECOUNT, Event.REMIND) for state in UNANSWERED
}

MOVES: Moves = MappingProxyType(
    {
        (state, event, actor): after
        for actor, moves in (
            (Actor.HANDLER, _HANDLER),
            (Actor.APPROVER, _APPROVER),
            (Actor.SUPERVISOR, _SUPERVISOR),
            (Actor.DISCIPLINE, _DISCIPLINE),
            (Actor.SENDER, _SENDER),
            (Actor.SYSTEM, _SYSTEM),
        )
        for (state, event), after in moves.items()
    }
)


def move(state: State, event: Event, actor: Actor, past: Collection[Event] = ()) -> State:
    """The state after `event`; `past` holds the events that the case has had. Raises UnknownMove."""
    after = MOVES.get((state, event, actor))
    if after is None or not _in_order(event, past):
        raise UnknownMove(state, event, actor)
    return after


def possible(state: State, actor: Actor, past: Collection[Event] = ()) -> list[Event]:
    """The events that `actor` may cause now, in the table's order."""
    return [event for (at, event, who) in MOVES if at is state and who is actor and _in_order(event, past)]


def supervised(past: Collection[Event]) -> bool:
    """Whether special supervision was ordered and its result is not told yet."""
    return _in_order(Event.REPORT, past)


def _in_order(event: Event, past: Collection[Event]) -> bool:
    """Whether what the event needs has happened, and it did not happen too often."""
    if event in ONCE and event in past:
        return False
    if event not in _NEXT:
        return True
    group, after = _NEXT[event]
    return next((each for each in reversed(list(past)) if each in group), None) in after


def reopen_until(ended_on: date) -> date:
    """The last day on which the sender may object to an answer given on `ended_on`, that day not counted."""
    return ended_on + timedelta(days=REOPEN_DAYS)
