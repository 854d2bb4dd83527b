"""Handing in and coming back: routed, sealed, dated to the day."""

from datetime import date, datetime, timedelta

import pytest
from django.db import models

from complaints import sealing
from complaints.actions import intake
from complaints.actions.handling import not_accept_case
from complaints.contents import SealedUpload
from complaints.domain.clock import Promise
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Event, NotAcceptedBecause, State, UnknownMove
from complaints.domain.receipt import format_receipt
from complaints.domain.routing import AboutDiscipline, NoRecipient
from complaints.finding import UnknownReceipt
from complaints.models.cases import Case, CaseEvent, CaseKeyWrap, CaseRecord, CaseSender
from complaints.models.counts import ClosedCount
from complaints.queries import headers, queue_for
from county.models.audit import AuditEntry
from tests.factories_complaints import DUE, FILED, file_case, make_world

SHEET = SealedUpload("车.txt", "text/plain", b"photo " * 1000)


def holders(case):
    return set(case.wraps.values_list("office__code", flat=True))


def test_a_case_gets_a_receipt_a_number_and_a_day(world):
    case, receipt = file_case(world)
    assert len(receipt.code) == 25
    assert (receipt.due, receipt.kind, receipt.promise) == (DUE, Kind.TIP_HOUSEHOLD, Promise.ANSWER)
    assert (case.filed_on, case.due_on, case.due_provisional) == (FILED, DUE, False)
    assert case.due_trace[0] == ["2026-11-20", False, "filed"]
    assert sum(counted for _day, counted, _why in case.due_trace) == 10


@pytest.mark.parametrize(
    ("subject", "handling", "offices"),
    [
        (Subject.HOUSEHOLD, "west", {"west", "county"}),
        (Subject.VILLAGE_CADRE, "discipline", {"discipline"}),
        (Subject.TOWNSHIP_STAFF, "discipline", {"discipline"}),
        (Subject.COUNTY_STAFF, "discipline", {"discipline"}),
        (Subject.UNKNOWN, "discipline", {"discipline"}),
    ],
)
def test_only_who_may_know_gets_a_key(world, subject, handling, offices):
    case, receipt = file_case(world, subject=subject)
    assert case.handling_office.code == handling
    assert holders(case) == offices
    assert (receipt.kind is Kind.TIP_OFFICIAL) == subject.is_official


def test_the_accused_office_finds_no_row_and_no_count(world):
    file_case(world, subject=Subject.VILLAGE_CADRE)
    counts = {name: queue_for(user).count() for name, user in world.users.items()}
    assert counts == {name: int(name == "discipline") for name in world.users}


@pytest.mark.django_db
def test_an_office_without_a_key_is_passed_over():
    case, _receipt = file_case(make_world(without=("west",)))
    assert (case.handling_office.code, case.escalation_office) == ("county", None)


@pytest.mark.django_db
def test_nothing_is_stored_when_nobody_may_read_it():
    world = make_world(without=("discipline",))
    with pytest.raises(NoRecipient):
        file_case(world, subject=Subject.UNKNOWN)
    assert not Case.objects.exists()


def test_a_tip_about_the_discipline_office_is_not_taken_in(world):
    with pytest.raises(AboutDiscipline):
        file_case(world, subject=Subject.DISCIPLINE)
    assert not Case.objects.exists()


def test_the_sender_reads_what_they_wrote(world):
    case, receipt = file_case(world, contact="138", files=[SHEET])
    view = intake.open_by_receipt(f" {format_receipt(receipt.code)}", today=FILED)
    assert (view.number, view.kind, view.state) == (case.number, Kind.TIP_HOUSEHOLD, State.RECEIVED)
    [message] = view.messages
    assert (message.text, message.contact, message.files) == ("家里有两辆车", "138", ("车.txt",))
    assert (view.can_add, view.can_reopen) == (True, False)
    assert [event.event for event in view.events] == [Event.RECEIVE]


@pytest.mark.parametrize("code", ["", "1" * 25, "not a code", "9" * 24])
def test_another_code_opens_nothing(world, code):
    file_case(world)
    assert intake.open_by_receipt(code, today=FILED) is None
    with pytest.raises(UnknownReceipt):
        intake.add_from_sender(code=code, text="x", today=FILED)
    with pytest.raises(UnknownReceipt):
        intake.reopen(code=code, text="x", today=FILED)


def test_a_wrong_and_a_right_receipt_do_the_same_work(world, monkeypatch, django_assert_num_queries):
    _case, receipt = file_case(world)
    done = []
    derive, unseal = sealing.sender_secrets, sealing.open_sealed
    monkeypatch.setattr(sealing, "sender_secrets", lambda *given: done.append("argon2") or derive(*given))
    monkeypatch.setattr(
        sealing, "open_sealed", lambda *given: (len(given[1]) < 100 and done.append("open")) or unseal(*given)
    )
    for code in (receipt.code, "1" * 25):
        with django_assert_num_queries(4):
            intake.open_by_receipt(code, today=FILED)
    assert done == ["argon2", "open"] * 2


def test_the_sender_adds_words_and_files(world):
    _case, receipt = file_case(world)
    view = intake.add_from_sender(code=receipt.code, text="还有一套房", files=[SHEET], today=FILED)
    assert [message.text for message in view.messages] == ["家里有两辆车", "还有一套房"]
    assert view.messages[1].files == ("车.txt",)
    assert view.state is State.RECEIVED


def refused(world, day=FILED):
    case, receipt = file_case(world)
    not_accept_case(
        **world.acting("township", case, day), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请找医保局"
    )
    return case, receipt


def test_the_sender_objects_once_and_the_office_above_takes_it(world):
    case, receipt = refused(world)
    view = intake.open_by_receipt(receipt.code, today=FILED)
    assert (view.can_reopen, view.can_add, view.reopen_until) == (True, False, FILED + timedelta(days=30))
    view = intake.reopen(code=receipt.code, text="不同意", today=FILED + timedelta(days=30))
    assert (view.state, view.handled_by) == (State.REOPENED, "县民政局")
    assert view.due_on > DUE
    case.refresh_from_db()
    not_again = {"code": receipt.code, "text": "再来", "today": FILED + timedelta(days=31)}
    with pytest.raises(UnknownMove):
        intake.reopen(**not_again)


def test_after_thirty_days_it_is_too_late(world):
    _case, receipt = refused(world)
    late = FILED + timedelta(days=31)
    assert intake.open_by_receipt(receipt.code, today=late).can_reopen is False
    with pytest.raises(intake.TooLateToReopen):
        intake.reopen(code=receipt.code, text="不同意", today=late)
    with pytest.raises(UnknownMove):
        intake.add_from_sender(code=receipt.code, text="x", today=late)


def test_the_queue_opens_headers_for_those_with_a_key(world):
    case, _receipt = file_case(world, publication_id="", entry_id="")
    [row] = headers(list(queue_for(world.users["township"])), world.keys["township"])
    assert (row.case, row.header.kind, row.header.place) == (case, Kind.TIP_HOUSEHOLD, world.village.pk)
    [row] = headers([case], world.keys["neighbour"])
    assert row.header is None


@pytest.mark.parametrize("model", [Case, CaseKeyWrap, CaseSender, CaseRecord, CaseEvent, ClosedCount])
def test_no_time_finer_than_a_day_and_no_counting_id(model):
    fields = model._meta.get_fields()
    assert not [field for field in fields if isinstance(field, models.DateTimeField | models.AutoField)]
    assert isinstance(model._meta.pk, models.UUIDField)


def test_intake_leaves_no_trace_elsewhere(world, mailoutbox, settings):
    before, kept = AuditEntry.objects.count(), _files(settings.PORTAL_DATA)
    file_case(world, files=[SHEET])
    assert AuditEntry.objects.count() == before
    assert not mailoutbox
    assert _files(settings.PORTAL_DATA) == kept


def _files(folder):
    """Every file with its time and size; the database of these tests lies in memory."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in found}


def test_numbers_do_not_count(world):
    numbers = [int(file_case(world)[0].number) for _ in range(4)]
    assert all(abs(first - second) > 1 for first, second in zip(numbers, numbers[1:], strict=False))


def test_only_sizes_of_buckets_show(world):
    short, _r = file_case(world, text="短")
    longer, _r = file_case(world, text="长" * 200)
    sizes = [[len(bytes(record.ciphertext)) for record in case.records.all()] for case in (short, longer)]
    assert sizes[0] == sizes[1]


def test_days_are_plain_days(world):
    case, _receipt = file_case(world)
    assert type(case.filed_on) is date
    assert not isinstance(case.events.get().day, datetime)
