"""The sender's side: handing in, coming back with the receipt, adding, objecting to an answer.

Nothing here queues a task, sends mail, writes an audit entry or a log line, or stores a time finer than the day.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.views.decorators.debug import sensitive_variables

from complaints import sealing
from complaints.actions.handling import said
from complaints.actions.steps import add_record, append_event, locked, past_events, set_due, step, wrap_for
from complaints.contents import (
    HEADER_BUCKET,
    Header,
    SealedUpload,
    Words,
    file_bytes,
    header_bytes,
    words_bytes,
    words_from,
)
from complaints.domain.clock import CLOCK, Promise
from complaints.domain.kinds import Kind, Subject, Way, kind_for
from complaints.domain.lifecycle import Actor, Event, Rating, State, reopen_until
from complaints.domain.receipt import new_receipt
from complaints.domain.routing import OfficeKind, Recipients, RoutingOffice, recipients
from complaints.finding import SealedCase, find, known
from complaints.lists import list_fact
from complaints.models.cases import Case, CaseRecord, CaseSender
from complaints.models.keys import OfficeKey
from complaints.models.retention import SealedAway
from complaints.sender import SenderView, sender_view
from complaints.uploads import case_limit
from complaints.vault import read_record, sender_context
from county.calendars import workday_calendar
from county.domain.workdays import Due, due_date
from county.keys import secret
from county.models.areas import Area
from county.models.offices import Office

NUMBER_DIGITS = 8


class CaseFull(Exception):
    """The files of a case are as many bytes as they may be; `.before` bytes are there already."""

    def __init__(self, before: int) -> None:
        super().__init__(before)
        self.before = before


class TooLateToReopen(Exception):
    """The days in which the sender may object to the answer are over."""


@dataclass(frozen=True)
class Receipt:
    """What the sender is shown once: the code opens the case and is stored nowhere."""

    code: str
    case_number: str
    due: date
    provisional: bool
    kind: Kind
    promise: Promise


@sensitive_variables()
def receive_case(
    *,
    kind: Kind,
    subject: Subject,
    village: Area | None,
    publication_id: str = "",
    entry_id: str = "",
    text: str,
    contact: str = "",
    files: Iterable[SealedUpload] = (),
    named: Sequence[tuple[str, int]] | None = None,
    way: Way | str = Way.WEB,
    today: date,
    but_not: frozenset[str] = frozenset(),
) -> Receipt:
    """Takes a case in, sealed to its recipients and to the sender.

    The kind may change (the receipt says it): about officials it is a tip about officials, and a doubt about a list
    that is no longer open becomes a report. `files` may be opened one by one while they are sealed; then `named` tells
    name and bytes of each beforehand. `but_not` are codes of offices that must not learn of it. Raises
    AboutDiscipline (nothing is stored; `.above` is the code of the office above or None) and NoRecipient (nothing is
    stored; nobody who may know holds a key).
    """
    fact = list_fact(publication_id, today)
    village = village or (fact.village if fact else None)
    kind = kind_for(kind, subject=subject, list_is_open=bool(fact and fact.is_open), names_list=bool(publication_id))
    offices = [office for office in routing_offices() if office.code not in but_not]
    chosen = recipients(subject, place_codes(village), offices)
    term = CLOCK[kind]
    due = due_date(today, term.days, workday_calendar())
    code = new_receipt(secrets.SystemRandom())
    who = sealing.sender_secrets(code, secret("receipt-salt"))
    header = Header(kind, subject, village.pk if village else "", publication_id if fact else "", entry_id)
    if named is None:
        files = list(files)
        named = _names(files)
    with transaction.atomic():
        key = sealing.new_key()
        case = _new_case(chosen, key, Way(way), due, today)
        CaseSender.objects.create(
            case=case,
            lookup=sealing.keyed_digest(who.lookup, secret("receipt-pepper")),
            wrapped=sealing.seal(who.key, key, sender_context(case.pk)),
            algorithm=sealing.SYMMETRIC,
        )
        kinds = CaseRecord.Kind
        add_record(case, key=key, kind=kinds.HEADER, data=header_bytes(header), day=today, bucket=HEADER_BUCKET)
        words = Words(text, contact, files=tuple(named))
        add_record(case, key=key, kind=kinds.STATEMENT, data=words_bytes(words), day=today)
        _add_files(case, key, files, today)
        append_event(case, Event.RECEIVE, Actor.SENDER, position=0, before=None, day=today)
    return Receipt(code, case.number, due.due, due.provisional, kind, term.promise)


@sensitive_variables()
def open_by_receipt(code: str, *, today: date) -> SenderView | None:
    """What the sender may read, or None; a wrong code costs the same work as a right one.

    Raises SealedCase when the case was sealed away after its years.
    """
    found = find(code)
    view = sender_view(found.case, found.key, today)
    if found.sealed_away:
        raise SealedCase(found.sealed_away)
    return view if found.known else None


@sensitive_variables()
def add_from_sender(*, code: str, text: str, files: Sequence[SealedUpload] = (), today: date) -> SenderView:
    """Adds the sender's words and files; answers what was asked, if something was.

    Raises UnknownReceipt, SealedCase, WordsMissing for neither words nor files, UnknownMove when the case is finished,
    and CaseFull when the files are too much.
    """
    found = known(code)
    text = text if files else said(text)
    with transaction.atomic():
        case = locked(found.case)
        before = sum(size for message in _words_of(case, found.key) for _name, size in message.files)
        if files and before + sum(size for _name, size in _names(files)) > case_limit():
            raise CaseFull(before)
        record = _add_words(case, found.key, Words(text, files=_names(files)), today)
        _add_files(case, found.key, files, today)
        step(case, Event.ADD, Actor.SENDER, day=today, reason=record)
    return sender_view(case, found.key, today)


@sensitive_variables()
def reopen(*, code: str, text: str, today: date) -> SenderView:
    """The sender objects to the answer: once, within 30 days; the office above takes it, and others decide.

    Raises UnknownReceipt, SealedCase, WordsMissing, TooLateToReopen, and UnknownMove when it can't be reopened (again).
    """
    found = known(code)
    text = said(text)
    with transaction.atomic():
        case = locked(found.case)
        events = past_events(case)
        last = case.events.exclude(from_state=F("to_state")).last()
        if Event.REOPEN not in events and last and today > reopen_until(last.day):
            raise TooLateToReopen
        record = _add_words(case, found.key, Words(text), today)
        due = due_date(today, CLOCK[Kind.REVIEW].days, workday_calendar())
        set_due(case, due)
        if case.wraps.filter(office=case.escalation_office_id, office_key__in=OfficeKey.objects.held()).exists():
            # Who is objected to reads nothing of the objection (docs/decisions/0033).
            case.wraps.exclude(office=case.escalation_office_id).delete()
            case.handling_office_id, case.escalation_office_id = case.escalation_office_id, None
        case.owner = None
        step(case, Event.REOPEN, Actor.SENDER, day=today, reason=record)
    return sender_view(case, found.key, today)


@sensitive_variables()
def rate(*, code: str, rating: Rating, text: str, today: date) -> SenderView:
    """The sender says once, after the answer, how it was handled.

    Raises UnknownReceipt, SealedCase, and UnknownMove before an answer and for a second time.
    """
    found = known(code)
    with transaction.atomic():
        case = locked(found.case)
        record = _add_words(case, found.key, Words(text, rating=Rating(rating).value), today)
        step(case, Event.RATE, Actor.SENDER, day=today, reason=record)
    return sender_view(case, found.key, today)


def place_codes(village: Area | None) -> list[str]:
    """Area codes from the village upward; without a village, the county's alone."""
    codes: list[str] = []
    village = village or Area.objects.filter(parent=None).first()
    while village is not None:
        codes.append(village.pk)
        village = village.parent
    return codes


def routing_offices() -> list[RoutingOffice]:
    """Every office as routing sees it; `has_key` says whether somebody holds its key now."""
    usable = set(OfficeKey.objects.usable().values_list("office_id", flat=True))
    return [
        RoutingOffice(
            code=office.code,
            kind=OfficeKind(office.kind),
            area=office.area_id,
            parent=office.escalates_to.code if office.escalates_to else None,
            has_key=office.pk in usable,
        )
        for office in Office.objects.select_related("escalates_to")
    ]


def _new_case(chosen: Recipients, key: bytes, way: Way, due: Due, today: date) -> Case:
    offices = {office.code: office for office in Office.objects.filter(code__in=chosen.codes)}
    case = Case(
        number=_free_number(),
        way=way.value,
        state=State.RECEIVED.value,
        handling_office=offices[chosen.handling],
        escalation_office=offices.get(chosen.escalation or ""),
        filed_on=today,
    )
    set_due(case, due)
    case.save(force_insert=True)
    wrap_for(case, key, offices.values())
    return case


def _free_number() -> str:
    """A random number that no case has or had; numbers in a row would show how many cases there are."""
    while True:
        number = f"{secrets.randbelow(10**NUMBER_DIGITS):0{NUMBER_DIGITS}d}"
        if not any(model.objects.filter(number=number).exists() for model in (Case, SealedAway)):
            return number


def _add_words(case: Case, key: bytes, words: Words, today: date) -> CaseRecord:
    return add_record(case, key=key, kind=CaseRecord.Kind.SENDER_MESSAGE, data=words_bytes(words), day=today)


def _words_of(case: Case, key: bytes) -> list[Words]:
    kinds = (CaseRecord.Kind.STATEMENT, CaseRecord.Kind.SENDER_MESSAGE)
    return [words_from(read_record(record, key)) for record in case.records.filter(kind__in=kinds)]


def _names(files: Sequence[SealedUpload]) -> tuple[tuple[str, int], ...]:
    """Name and bytes of each file as it came in; copies are the office's matter."""
    return tuple((upload.name, len(upload.data)) for upload in files if not upload.is_copy)


def _add_files(case: Case, key: bytes, files: Iterable[SealedUpload], today: date) -> None:
    for upload in files:
        add_record(case, key=key, kind=CaseRecord.Kind.FILE, data=file_bytes(upload), day=today)
