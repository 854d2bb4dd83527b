"""Reads for staff: the queue, its headers a page at a time, one case in full."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from complaints.contents import (
    Decision,
    Header,
    PublicOutcome,
    SealedUpload,
    Words,
    decision_from,
    file_from,
    header_from,
    public_outcome_from,
    words_from,
)
from complaints.domain.kinds import Way
from complaints.domain.lifecycle import Actor, Event, State, possible
from complaints.models.cases import Case, CaseEvent, CaseRecord
from complaints.standing import decider_of, may_read, may_see_cases, roles_in
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
    """One piece of a case, opened: `words`, `decision`, `file` or `outcome` by its kind."""

    kind: str
    day: date
    words: Words | None = None
    decision: Decision | None = None
    file: FileLabel | None = None
    outcome: PublicOutcome | None = None


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
    return Case.objects.sealed_to(user).select_related("handling_office", "escalation_office", "owner")


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
    if not may_read(case, user):
        raise NoKey
    roles = roles_in(case, user)
    key = open_keyring(member_key, user).case_key(case)
    records = list(case.records.all())
    events = list(case.events.select_related("actor"))
    header = next(header_from(read_record(record, key)) for record in records if record.kind == Kind.HEADER)
    return CaseView(
        case=case,
        header=header,
        items=[_item(record, read_record(record, key)) for record in records if record.kind != Kind.HEADER],
        events=events,
        steps=_steps(case, roles, events, user),
        own_decision=State(case.state) is State.DECIDED and decider_of(case) == user.pk,
    )


def on_same_entry(*, case: Case, header: Header, user: User, member_key: bytes | None, most: int) -> list[QueueRow]:
    """Other cases about the same entry of the same list, newest first, among the `most` newest that this key opens.

    The entry is sealed, so headers are opened to find them; no case beyond the user's own queue is touched.
    """
    if not header.entry_id:
        return []
    others = queue_for(user).exclude(pk=case.pk).order_by("-filed_on", "number")[:most]
    entry = (header.publication_id, header.entry_id)
    return [
        row
        for row in headers(list(others), member_key)
        if row.header and (row.header.publication_id, row.header.entry_id) == entry
    ]


def case_file(*, case: Case, record_id: UUID, user: User, member_key: bytes | None) -> SealedUpload:
    """One file of the case; raises NoKey and CaseRecord.DoesNotExist."""
    if not may_read(case, user):
        raise NoKey
    key = open_keyring(member_key, user).case_key(case)
    return file_from(read_record(case.records.get(pk=record_id, kind=Kind.FILE), key))


def _item(record: CaseRecord, data: bytes) -> CaseItem:
    if record.kind == Kind.FILE:
        upload = file_from(data)
        label = FileLabel(record.pk, upload.name, upload.content_type, len(upload.data))
        return CaseItem(record.kind, record.day, file=label)
    if record.kind == Kind.OUTCOME:
        return CaseItem(record.kind, record.day, outcome=public_outcome_from(data))
    if record.kind == Kind.DECISION:
        return CaseItem(record.kind, record.day, decision=decision_from(data))
    return CaseItem(record.kind, record.day, words=words_from(data))


def _steps(case: Case, roles: list[Actor], events: Sequence[CaseEvent], user: User) -> list[Event]:
    """What these roles may do now; nobody is offered the approval of what they decided or wrote themselves."""
    past = [Event(event.event) for event in events]
    found = [event for role in roles for event in possible(State(case.state), role, past)]
    barred: set[Event] = set() if case.way == Way.MEDIA else {Event.DRAFT_OUTCOME}
    for written, approvals in _OTHER_HAND.items():
        writer = next((event.actor_id for event in reversed(events) if event.event == written), None)
        barred |= approvals if writer == user.pk else set()
    return [event for event in dict.fromkeys(found) if event not in barred]


_OTHER_HAND = {
    Event.DECIDE: {Event.APPROVE, Event.RETURN},
    Event.DRAFT_OUTCOME: {Event.PUBLISH_OUTCOME, Event.RETURN_OUTCOME},
}
"""What one person writes, and the steps that another has to take."""
