"""The writing hand of every action on a case: sealed records and moves, in their order."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from complaints import sealing
from complaints.domain.lifecycle import Actor, Event, State, move
from complaints.domain.padding import pad
from complaints.models.cases import Case, CaseEvent, CaseKeyWrap, CaseRecord
from complaints.models.keys import OfficeKey
from complaints.vault import record_context, wrap_context
from county.domain.workdays import Due
from county.models.offices import Office


def locked(case: Case) -> Case:
    """The case as it now is, locked until the transaction ends, so that two people can't move it at once."""
    return Case.objects.select_for_update(of=("self",)).select_related("handling_office__area", "owner").get(pk=case.pk)


def each_locked(cases: QuerySet[Case]) -> Iterator[Case]:
    """Those of `cases`, each in a transaction of its own and locked; what has left them meanwhile is passed over."""
    for pk in list(cases.values_list("pk", flat=True)):
        with transaction.atomic():
            Case.objects.select_for_update().filter(pk=pk).first()
            case = cases.filter(pk=pk).first()
            if case is not None:
                yield case


def add_record(
    case: Case, *, key: bytes, kind: CaseRecord.Kind, data: bytes, day: date, bucket: int | None = None
) -> CaseRecord:
    """Pads and seals `data` and appends it to the case."""
    record_id = uuid4()
    sealed = sealing.seal(key, pad(data, bucket), record_context(case.pk, record_id, kind.value))
    return CaseRecord.objects.create(
        id=record_id,
        case=case,
        position=case.records.count(),
        kind=kind.value,
        ciphertext=sealed,
        algorithm=sealing.SYMMETRIC,
        day=day,
    )


def past_events(case: Case) -> list[Event]:
    """The events that the case has had, in their order."""
    return [Event(event) for event in case.events.values_list("event", flat=True)]


def step(
    case: Case, event: Event, actor: Actor, *, day: date, by: Any = None, reason: CaseRecord | None = None
) -> CaseEvent:
    """Moves the case by the table and appends the event; raises UnknownMove."""
    past = past_events(case)
    before = State(case.state)
    case.state = move(before, event, actor, past).value
    case.save()
    return append_event(case, event, actor, position=len(past), before=before, day=day, by=by, reason=reason)


def append_event(
    case: Case,
    event: Event,
    actor: Actor,
    *,
    position: int,
    before: State | None,
    day: date,
    by: Any = None,
    reason: CaseRecord | None = None,
) -> CaseEvent:
    """One row of the case's history."""
    return CaseEvent.objects.create(
        case=case,
        position=position,
        event=event.value,
        from_state=before.value if before else "",
        to_state=case.state,
        actor=by,
        role=actor.value,
        day=day,
        reason=reason,
    )


def set_due(case: Case, due: Due) -> None:
    """Sets the due day with its trace; the caller saves."""
    case.due_on, case.due_provisional = due.due, due.provisional
    case.due_trace = [[step.date.isoformat(), step.counted, step.why.value] for step in due.trace]


def wrap_for(case: Case, key: bytes, offices: Iterable[Office]) -> None:
    """Seals the case key to each office's key in use."""
    for office_key in OfficeKey.objects.usable().filter(office__in=list(offices)):
        CaseKeyWrap.objects.update_or_create(
            case=case,
            office_id=office_key.office_id,
            defaults={
                "office_key": office_key,
                "wrapped": sealing.wrap(
                    key, bytes(office_key.public_key), wrap_context(case.pk, office_key.pk), office_key.algorithm
                ),
                "algorithm": sealing.WRAP,
            },
        )
