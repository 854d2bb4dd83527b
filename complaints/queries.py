"""Reads for staff: the queue, its headers a page at a time, one case in full, public statistics."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from complaints.contents import (
    Decision,
    Header,
    SealedUpload,
    Words,
    decision_from,
    file_from,
    header_from,
    words_from,
)
from complaints.domain.figures import KindFigures, MonthFigures
from complaints.domain.kinds import Kind as CaseKind
from complaints.domain.lifecycle import Actor, Event, State, possible
from complaints.models.cases import Case, CaseEvent, CaseRecord
from complaints.models.counts import StatisticsRelease
from complaints.standing import decider_of, may_see_cases, roles_in
from complaints.vault import NoKey, open_keyring, owner_of, read_record
from county.models.staff import User

Kind = CaseRecord.Kind


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue; `header` is None when this member's key does not open the case."""

    case: Case
    header: Header | None


@dataclass(frozen=True)
class FileLabel:
    """A file to be fetched with `case_file`."""

    record_id: UUID
    name: str
    content_type: str
    size: int


@dataclass(frozen=True)
class CaseItem:
    """One piece of a case, opened: `words`, `decision` or `file` by its kind."""

    kind: str
    day: date
    words: Words | None = None
    decision: Decision | None = None
    file: FileLabel | None = None


@dataclass(frozen=True)
class CaseView:
    """A case opened for one member: contents, history, and the steps this member may take now."""

    case: Case
    header: Header
    items: list[CaseItem]
    events: list[CaseEvent]
    steps: list[Event] = field(default_factory=list)
    own_decision: bool = False


def queue_for(user: Any) -> QuerySet[Case]:
    """The cases whose key the user's office and the user hold; an accused office finds no row here."""
    if not may_see_cases(user):
        return Case.objects.none()
    return Case.objects.sealed_to(user).select_related("handling_office", "escalation_office")


def headers(cases: Sequence[Case], member_key: bytes | None) -> list[QueueRow]:
    """The opened headers of one page of cases, in the given order: four queries. Raises NoKey without a key."""
    keys = open_keyring(member_key, owner_of(member_key)).case_keys(cases)
    sealed = {record.case_id: record for record in CaseRecord.objects.filter(case__in=cases, kind=Kind.HEADER)}
    return [
        QueueRow(case, header_from(read_record(sealed[case.pk], keys[case.pk])) if case.pk in keys else None)
        for case in cases
    ]


def open_case(*, case: Case, user: User, member_key: bytes | None) -> CaseView:
    """Everything in the case that this member may read; raises NoKey, also for a case kept from their office."""
    roles = roles_in(case, user)
    if not roles:
        raise NoKey
    key = open_keyring(member_key, user).case_key(case)
    records = list(case.records.all())
    events = list(case.events.select_related("actor"))
    header = next(header_from(read_record(record, key)) for record in records if record.kind == Kind.HEADER)
    own_decision = State(case.state) is State.DECIDED and decider_of(case) == user.pk
    return CaseView(
        case=case,
        header=header,
        items=[_item(record, read_record(record, key)) for record in records if record.kind != Kind.HEADER],
        events=events,
        steps=_steps(case, roles, [Event(event.event) for event in events], own_decision),
        own_decision=own_decision,
    )


def case_file(*, case: Case, record_id: UUID, user: User, member_key: bytes | None) -> SealedUpload:
    """One file of the case; raises NoKey and CaseRecord.DoesNotExist."""
    if not roles_in(case, user):
        raise NoKey
    key = open_keyring(member_key, user).case_key(case)
    return file_from(read_record(case.records.get(pk=record_id, kind=Kind.FILE), key))


def public_statistics() -> list[MonthFigures]:
    """What was released of cases, latest month first."""
    return [released(release.figures) for release in StatisticsRelease.objects.all()]


def released(told: dict[str, Any]) -> MonthFigures:
    """The figures of a release, as they were stored."""
    kinds = tuple(KindFigures(**{**kind, "kind": CaseKind(kind["kind"])}) for kind in told["kinds"])
    return MonthFigures(**{**told, "kinds": kinds})


def _item(record: CaseRecord, data: bytes) -> CaseItem:
    if record.kind == Kind.FILE:
        upload = file_from(data)
        label = FileLabel(record.pk, upload.name, upload.content_type, len(upload.data))
        return CaseItem(record.kind, record.day, file=label)
    if record.kind == Kind.DECISION:
        return CaseItem(record.kind, record.day, decision=decision_from(data))
    return CaseItem(record.kind, record.day, words=words_from(data))


def _steps(case: Case, roles: list[Actor], past: list[Event], own_decision: bool) -> list[Event]:
    """What these roles may do now; nobody is offered the approval of their own decision."""
    found = [event for role in roles for event in possible(State(case.state), role, past)]
    return [event for event in dict.fromkeys(found) if not (own_decision and event in (Event.APPROVE, Event.RETURN))]
