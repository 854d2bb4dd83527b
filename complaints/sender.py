"""What a sender reads with the receipt: state, days, messages of both sides; never who handled it."""

from dataclasses import dataclass
from datetime import date

from complaints.contents import Header, Words, file_from, header_from, words_from
from complaints.domain.clock import CLOCK, Promise
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Actor, Event, State, possible, reopen_until
from complaints.models.cases import Case, CaseEvent, CaseRecord
from complaints.vault import read_record

_HIDDEN_EVENTS = (Event.RETURN,)
"""Steps inside the office that say nothing to the sender."""
_READABLE = (
    CaseRecord.Kind.HEADER,
    CaseRecord.Kind.STATEMENT,
    CaseRecord.Kind.SENDER_MESSAGE,
    CaseRecord.Kind.ANSWER,
    CaseRecord.Kind.FILE,
)


@dataclass(frozen=True)
class SenderEvent:
    """A step and the state it led to."""

    day: date
    event: Event
    state: State


@dataclass(frozen=True)
class SenderMessage:
    """Words of the sender or of the office. `until`, `outcome` and `because` are codes of the office's words."""

    day: date
    from_sender: bool
    text: str
    contact: str = ""
    until: date | None = None
    outcome: str = ""
    because: str = ""
    rating: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class SenderView:
    """A case as its sender sees it; `due_trace` holds [ISO date, counted, DayKind code] rows."""

    number: str
    kind: Kind
    promise: Promise
    state: State
    handled_by: str
    filed_on: date
    due_on: date
    provisional: bool
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
    ended = [event.day for event in events if event.event != Event.RATE]
    until = reopen_until(ended[-1]) if ended and Event.REOPEN in moves else None
    return SenderView(
        number=case.number,
        kind=header.kind,
        promise=CLOCK[header.kind].promise,
        state=State(case.state),
        handled_by=case.handling_office.name,
        filed_on=case.filed_on,
        due_on=case.due_on,
        provisional=case.due_provisional,
        due_trace=[(day, counted, why) for day, counted, why in case.due_trace],
        extended=Event.EXTEND in past,
        events=tuple(
            SenderEvent(event.day, Event(event.event), State(event.to_state))
            for event in events
            if event.event not in _HIDDEN_EVENTS
        ),
        messages=tuple(_messages(records, key)),
        can_add=Event.ADD in moves,
        can_reopen=until is not None and today <= until,
        can_rate=Event.RATE in moves,
        reopen_until=until,
    )


def _messages(records: list[CaseRecord], key: bytes) -> list[SenderMessage]:
    """Words in their order; files belong to the words before them."""
    found: list[tuple[CaseRecord, Words, list[str]]] = []
    for record in records:
        if record.kind == CaseRecord.Kind.FILE:
            found[-1][2].append(file_from(read_record(record, key)).name)
        elif record.kind != CaseRecord.Kind.HEADER:
            found.append((record, words_from(read_record(record, key)), []))
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
            files=tuple(files),
        )
        for record, words, files in found
    ]
