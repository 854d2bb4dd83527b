"""What a sender reads with the receipt: state, days, messages of both sides; never who handled it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from complaints.contents import Header, Words, header_from, words_from
from complaints.domain.clock import CLOCK, Promise
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import (
    INSIDE,
    NOT_HANDED_OVER,
    UNANSWERED,
    Actor,
    Event,
    State,
    possible,
    reopen_until,
)
from complaints.models.cases import Case, CaseEvent, CaseRecord
from complaints.vault import read_record

_READABLE = (
    CaseRecord.Kind.HEADER,
    CaseRecord.Kind.STATEMENT,
    CaseRecord.Kind.SENDER_MESSAGE,
    CaseRecord.Kind.ANSWER,
)
"""Files are not among them: their names stand with the words they came with, and a page must not open 200 MB."""


@dataclass(frozen=True)
class SenderEvent:
    """A step and the state it led to."""

    day: date
    event: Event
    state: State


@dataclass(frozen=True)
class SenderMessage:
    """Words of the sender or of the office. `until`, `outcome` and `because` are codes of the office's words.

    `step` is the move that the words explain, if they explain one.
    """

    day: date
    from_sender: bool
    text: str
    contact: str = ""
    until: date | None = None
    outcome: str = ""
    because: str = ""
    rating: str = ""
    evidence: str = ""
    change: str = ""
    notice: str = ""
    files: tuple[str, ...] = ()
    step: Event | None = None


@dataclass(frozen=True)
class SenderView:
    """A case as its sender sees it; `due_trace` holds [ISO date, counted, DayKind code] rows.

    `waiting` says whether what was promised by the due day is still owed, `late` that the day has passed meanwhile.
    """

    number: str
    kind: Kind
    promise: Promise
    state: State
    handled_by: str
    filed_on: date
    due_on: date
    provisional: bool
    waiting: bool
    late: bool
    due_trace: list[tuple[str, bool, str]]
    extended: bool
    events: tuple[SenderEvent, ...]
    messages: tuple[SenderMessage, ...]
    can_add: bool
    can_reopen: bool
    can_rate: bool
    reopen_until: date | None


def sender_view(case: Case, key: bytes, today: date) -> SenderView:
    """The view; for a decoy case it does the same queries and comes out empty."""
    records = list(CaseRecord.objects.filter(case=case.pk, kind__in=_READABLE))
    events = list(CaseEvent.objects.filter(case=case.pk))
    header = next(
        (header_from(read_record(record, key)) for record in records if record.kind == CaseRecord.Kind.HEADER),
        Header(Kind.OBJECTION, Subject.UNKNOWN),
    )
    past = [Event(event.event) for event in events]
    moves = possible(State(case.state), Actor.SENDER, past)
    ended = [event.day for event in events if event.from_state != event.to_state]
    # Handed over, the case follows the discipline office's rules: what civil affairs promised is no longer owed.
    promise = Promise.HAND_OVER if Event.TRANSFER in past else CLOCK[header.kind].promise
    waiting = State(case.state) in (NOT_HANDED_OVER if promise is Promise.HAND_OVER else UNANSWERED)
    until = reopen_until(ended[-1]) if ended and Event.REOPEN in moves else None
    return SenderView(
        number=case.number,
        kind=header.kind,
        promise=promise,
        state=State(case.state),
        handled_by=case.handling_office.name,
        filed_on=case.filed_on,
        due_on=case.due_on,
        provisional=case.due_provisional,
        waiting=waiting,
        late=waiting and today > case.due_on,
        due_trace=[(day, counted, why) for day, counted, why in case.due_trace],
        extended=Event.EXTEND in past,
        events=tuple(
            SenderEvent(event.day, Event(event.event), State(event.to_state))
            for event in events
            if event.event not in INSIDE
        ),
        messages=tuple(_messages(records, key, {event.reason_id: Event(event.event) for event in events})),
        can_add=Event.ADD in moves,
        can_reopen=until is not None and today <= until,
        can_rate=Event.RATE in moves,
        reopen_until=until,
    )


def _messages(records: list[CaseRecord], key: bytes, steps: dict[UUID | None, Event]) -> list[SenderMessage]:
    """Words in their order, each with the move that it explains."""
    found: list[tuple[CaseRecord, Words]] = [
        (record, words_from(read_record(record, key))) for record in records if record.kind != CaseRecord.Kind.HEADER
    ]
    return [
        SenderMessage(
            day=record.day,
            from_sender=record.kind != CaseRecord.Kind.ANSWER,
            text=words.text,
            contact=words.contact,
            until=date.fromisoformat(words.until) if words.until else None,
            outcome=words.outcome,
            because=words.because,
            rating=words.rating,
            evidence=words.evidence,
            change=words.change,
            notice=words.notice,
            files=tuple(name for name, _size in words.files),
            step=steps.get(record.pk),
        )
        for record, words in found
    ]
