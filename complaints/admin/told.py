"""A case opened at the desk, in words."""

from datetime import date
from typing import Any

from complaints import queries
from complaints.admin.lines import due_mark, place_name
from complaints.contents import Header
from complaints.domain.lifecycle import INSIDE, Event, State, supervised
from complaints.models.cases import CaseEvent, CaseRecord
from complaints.models.outcomes import MediaOutcome
from complaints.views.sending import listed_entry
from complaints.views.showing import told_trace
from complaints.words import ACTORS, CHANGES, EVENTS, KINDS, NOT_ACCEPTED, OUTCOMES, RATINGS, STATES, SUBJECTS, WAYS
from county.calendars import workday_calendar
from county.domain.workdays import workdays_left
from county.models.areas import Area
from county.today import today

SHOWN_TYPES = ("image/", "application/pdf")
"""Kinds of file that can be looked at here."""


def told(view: queries.CaseView) -> dict[str, Any]:
    """Everything on the page but its forms."""
    case, header, day = view.case, view.header, today()
    left = workdays_left(day, case.due_on, workday_calendar())
    past = [Event(event.event) for event in view.events]
    return {
        "case": case,
        "kind": KINDS[header.kind],
        "about": SUBJECTS[header.subject],
        "place": _place(header),
        "way": WAYS[case.way],
        "state": STATES[State(case.state)],
        "left": abs(left),
        "mark": due_mark(case, day, left),
        "trace": told_trace(case.due_trace),
        "listed": listed_entry(header.publication_id, header.entry_id),
        "items": [_item(item) for item in view.items],
        "events": [_event(event) for event in view.events],
        "own_decision": view.own_decision,
        "waiting": _waiting(view, day),
        "supervised": supervised(past),
        "published": MediaOutcome.objects.standing().filter(case=case).first(),
    }


def _waiting(view: queries.CaseView, day: date) -> dict[str, Any] | None:
    """Until when the sender should answer, while the case waits for that."""
    if view.case.state != State.MORE_ASKED:
        return None
    asked = [item.words.until for item in view.items if item.kind == CaseRecord.Kind.ANSWER and item.words]
    until = date.fromisoformat(asked[-1]) if asked and asked[-1] else None
    return {"until": until, "over": until is not None and until < day}


def _event(event: CaseEvent) -> dict[str, Any]:
    received = event.event == Event.RECEIVE
    return {
        "name": EVENTS[event.event],
        "day": event.day,
        "role": "" if received and event.actor else ACTORS.get(event.role, ""),
        "who": event.actor,
        "entered": received and event.actor is not None,
        "inside": event.event in INSIDE,
    }


def _item(item: queries.CaseItem) -> dict[str, Any]:
    kinds = CaseRecord.Kind
    words = item.words
    sides = {
        kinds.ANSWER: "office",
        kinds.NOTE: "note",
        kinds.DECISION: "decision",
        kinds.OUTCOME: "outcome",
    }
    codes = words or item.decision
    return {
        "side": sides.get(item.kind, "sender"),
        "day": item.day,
        "text": words.text if words else "",
        "contact": words.contact if words else "",
        "until": date.fromisoformat(words.until) if words and words.until else None,
        "codes": [line for line in _codes(item) if line],
        "evidence": codes.evidence if codes else "",
        "notice": words.notice if words else "",
        "earlier": words.earlier if words else "",
        "decision": item.decision,
        "public": item.outcome,
        "file": item.file,
        "can_show": bool(item.file and item.file.content_type.startswith(SHOWN_TYPES)),
    }


def _codes(item: queries.CaseItem) -> list[Any]:
    """How it ended, what changes, why not, how it was rated: whichever the piece says."""
    words, codes = item.words, item.words or item.decision
    if codes is None:
        return []
    told = [OUTCOMES.get(codes.outcome), CHANGES.get(codes.change) if codes.outcome else None]
    return [*told, NOT_ACCEPTED.get(words.because), RATINGS.get(words.rating)] if words else told


def _place(header: Header) -> str:
    area = Area.objects.select_related("parent").filter(pk=header.place).first() if header.place else None
    return place_name({area.pk: area}, header) if area else ""
