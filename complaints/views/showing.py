"""A case as its sender reads it: the codes of the view turned into words."""

from datetime import date
from typing import Any

from complaints.domain.kinds import Kind
from complaints.domain.lifecycle import Event
from complaints.sender import SenderView
from complaints.words import (
    AGAINST_DECISION,
    EVENTS,
    KINDS,
    NOT_ACCEPTED,
    OUTCOMES,
    PROMISES,
    RATINGS,
    STATES,
    STATES_FOR_SENDER,
)
from county.day_words import told_days


def told_case(case: SenderView) -> dict[str, Any]:
    """Everything on the page but the forms."""
    return {
        "kind": KINDS[case.kind],
        "state": STATES[case.state],
        "explained": STATES_FOR_SENDER[case.state],
        "promise": PROMISES[case.promise],
        "trace": told_trace(case.due_trace),
        "events": [(event.day, EVENTS[event.event]) for event in case.events],
        "messages": [
            {
                "day": message.day,
                "from_sender": message.from_sender,
                "text": message.text,
                "contact": message.contact,
                "until": message.until,
                "outcome": OUTCOMES.get(message.outcome, ""),
                "because": NOT_ACCEPTED.get(message.because, ""),
                "rating": RATINGS.get(message.rating, ""),
                "files": message.files,
            }
            for message in case.messages
        ],
        "remedy": AGAINST_DECISION if _answered(case) else "",
    }


def told_trace(trace: list[tuple[str, bool, str]]) -> list[dict[str, Any]]:
    """Each day from filing to the due day, with its number if it counts."""
    return told_days((date.fromisoformat(day), counted, why) for day, counted, why in trace)


def _answered(case: SenderView) -> bool:
    return case.kind is not Kind.TIP_OFFICIAL and any(
        event.event in (Event.APPROVE, Event.NOT_ACCEPT) for event in case.events
    )
