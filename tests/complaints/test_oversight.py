"""Around the normal way: extension, supervision, transfer, appeal, closing, overdue."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from complaints.actions import handling, intake, oversight
from complaints.actions.handling import NotAllowed
from complaints.actions.steps import each_locked
from complaints.domain.clock import BadExtension
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Event, NotAcceptedBecause, Outcome, State, UnknownMove
from complaints.domain.routing import NoRecipient
from complaints.models.cases import Case
from complaints.models.counts import ClosedCount
from complaints.models.keys import OfficeKeyShare
from complaints.queries import open_case, queue_for
from county.jobs import registered_jobs
from county.models.calendar import CalendarDay
from tests.factories_complaints import DUE, FILED, FOUND, file_case

LATE = DUE + timedelta(days=1)


def answered(world, today=FILED):
    case, receipt = file_case(world)
    handling.accept_case(**world.acting("township", case, today))
    handling.start_review(**world.acting("township", case, today))
    handling.decide_case(**world.acting("township", case, today), outcome=Outcome.UPHELD, reasons="属实", **FOUND)
    handling.approve_decision(**world.acting("lead", case, today))
    return case, receipt


def test_one_extension_by_the_county_with_a_reason_the_sender_reads(world):
    case, receipt = file_case(world)
    with pytest.raises(NotAllowed):
        oversight.extend_case(**world.acting("township", case), days=5, reason="难查")
    oversight.extend_case(**world.acting("county", case), days=5, reason="需要外地核查")
    view = intake.open_by_receipt(receipt.code, today=FILED)
    assert (view.due_on, view.extended) == (date(2026, 12, 11), True)
    assert sum(counted for _day, counted, _why in view.due_trace) == 15
    assert (view.messages[-1].text, view.messages[-1].until) == ("需要外地核查", date(2026, 12, 11))
    with pytest.raises(UnknownMove):
        oversight.extend_case(**world.acting("county", case), days=5, reason="再延")


def test_an_extension_has_an_end(world):
    case, _receipt = file_case(world)
    with pytest.raises(BadExtension):
        oversight.extend_case(**world.acting("county", case), days=11, reason="难查")


def test_special_supervision_goes_on_to_review(world):
    case, _receipt = file_case(world)
    oversight.supervise_case(**world.acting("county", case), reason="影响大")
    assert case.state == State.SPECIAL_SUPERVISION
    handling.start_review(**world.acting("township", case))
    assert case.state == State.UNDER_REVIEW


def test_a_transferred_case_is_gone_from_the_office_that_had_it(world):
    case, receipt = file_case(world)
    oversight.transfer_case(**world.acting("township", case), reason="涉及村干部")
    for name in ("township", "lead", "county"):
        assert not queue_for(world.users[name]).exists()
    view = open_case(case=case, user=world.users["discipline"], member_key=world.keys["discipline"])
    assert "涉及村干部" in [item.words.text for item in view.items if item.words]
    assert set(view.steps) == {Event.ACCEPT, Event.NOT_ACCEPT, Event.TAKE, Event.ASSIGN}
    assert intake.open_by_receipt(receipt.code, today=FILED).handled_by == "县纪委监委"
    assert ClosedCount.objects.get().outcome == "transferred"


def test_no_transfer_to_an_office_that_could_not_read_it(world):
    OfficeKeyShare.objects.filter(office_key__office=world.offices["discipline"]).delete()
    case, _receipt = file_case(world)
    with pytest.raises(NoRecipient):
        oversight.transfer_case(**world.acting("township", case), reason="涉及村干部")
    case.refresh_from_db()
    assert (case.state, case.wraps.count()) == (State.RECEIVED, 2)


def test_after_an_objection_to_the_answer_others_decide(world):
    case, receipt = answered(world)
    intake.reopen(code=receipt.code, text="不同意", today=FILED)
    case.refresh_from_db()
    for name in ("township", "second", "lead"):
        with pytest.raises(NotAllowed):
            handling.start_review(**world.acting(name, case))
    handling.start_review(**world.acting("county", case))
    handling.decide_case(**world.acting("county", case), outcome=Outcome.NOT_UPHELD, reasons="不属实", **FOUND)
    handling.approve_decision(**world.acting("county-two", case))
    assert intake.open_by_receipt(receipt.code, today=FILED).messages[-1].outcome == "not-upheld"


def test_where_no_office_is_above_the_deciders_still_keep_out(world):
    case, receipt = answered(world)
    case.wraps.filter(office=world.offices["county"]).delete()
    intake.reopen(code=receipt.code, text="不同意", today=FILED)
    case.refresh_from_db()
    with pytest.raises(NotAllowed):
        handling.start_review(**world.acting("township", case))
    handling.start_review(**world.acting("second", case))
    assert case.state == State.UNDER_REVIEW


def test_where_nobody_is_left_above_the_case_stays_with_others_of_the_office(world):
    case, receipt = answered(world)
    world.offices["county"].members.update(is_active=False)
    intake.reopen(code=receipt.code, text="不同意", today=FILED)
    case.refresh_from_db()
    assert case.handling_office == world.offices["west"]
    handling.start_review(**world.acting("second", case))


def test_who_had_a_hand_in_the_answer_does_not_approve_the_answer_to_the_appeal(world):
    case, receipt = answered(world)
    case.wraps.filter(office=world.offices["county"]).delete()
    intake.reopen(code=receipt.code, text="不同意", today=FILED)
    case.refresh_from_db()
    handling.start_review(**world.acting("second", case))
    handling.decide_case(**world.acting("second", case), outcome=Outcome.NOT_UPHELD, reasons="不属实", **FOUND)
    with pytest.raises(NotAllowed):
        handling.approve_decision(**world.acting("lead", case))
    assert case.state == State.DECIDED


def test_who_refused_a_case_does_not_handle_the_objection_to_that(world):
    case, receipt = file_case(world)
    case.wraps.filter(office=world.offices["county"]).delete()
    acting = world.acting("township", case)
    handling.not_accept_case(**acting, because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="已答复")
    intake.reopen(code=receipt.code, text="不同意", today=FILED)
    case.refresh_from_db()
    with pytest.raises(NotAllowed):
        handling.start_review(**world.acting("township", case))
    handling.start_review(**world.acting("second", case))
    assert case.state == State.UNDER_REVIEW


def test_overdue_is_marked_once_and_again_after_an_extension(world):
    case, _receipt = file_case(world)
    assert oversight.escalate_overdue(today=DUE) == 0
    assert oversight.escalate_overdue(today=LATE) == 1
    assert oversight.escalate_overdue(today=LATE) == 0
    case.refresh_from_db()
    oversight.extend_case(**world.acting("county", case, LATE), days=1, reason="补救")
    assert oversight.escalate_overdue(today=case.due_on + timedelta(days=1)) == 1
    assert case.events.filter(event=Event.OVERDUE).count() == 2


def test_a_case_that_was_answered_while_others_were_marked_is_passed_over(world):
    cases = {file_case(world)[0].pk for _each in range(3)}
    for case in each_locked(Case.objects.overdue(LATE)):
        Case.objects.exclude(pk=case.pk).update(state=State.ANSWERED)
        cases.remove(case.pk)
    assert len(cases) == 2


@pytest.mark.parametrize(
    ("subject", "acknowledge", "overdue"),
    [(Subject.HOUSEHOLD, "township", 1), (Subject.UNKNOWN, "discipline", 0), (Subject.UNKNOWN, None, 1)],
)
def test_the_discipline_office_owes_taking_in(world, subject, acknowledge, overdue):
    case, _receipt = file_case(world, subject=subject)
    if acknowledge:
        handling.accept_case(**world.acting(acknowledge, case))
    assert Case.objects.overdue(LATE).count() == overdue


def test_an_answered_case_is_never_overdue(world):
    answered(world)
    assert not Case.objects.overdue(LATE).exists()


def test_the_command_answers_a_number(world, settings):
    file_case(world)
    settings.PORTAL_TODAY = LATE.isoformat()
    out = StringIO()
    call_command("escalate_overdue", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"escalated": 1}


def test_the_job_of_the_night_marks_what_was_due_yesterday(world, settings):
    case, _receipt = file_case(world)
    settings.PORTAL_TODAY = LATE.isoformat()
    jobs = {job.name: job for job in registered_jobs()}
    assert jobs["escalate-overdue-cases"].cron == "15 0 * * *"
    jobs["escalate-overdue-cases"].run()
    case.refresh_from_db()
    assert case.escalated_for == DUE


def holiday(day):
    CalendarDay.objects.create(date=day, worked=False, name="临时放假", source="国办发明电")


def test_a_changed_calendar_moves_the_due_day_and_says_so(world):
    case, receipt = file_case(world)
    holiday(date(2026, 12, 2))
    assert oversight.recount_due_days(today=FILED) == 1
    view = intake.open_by_receipt(receipt.code, today=FILED)
    assert view.due_on == date(2026, 12, 7)
    assert view.events[-1].event is Event.RECOUNT
    assert ["2026-12-02", False, "holiday"] in [list(row) for row in view.due_trace]
    assert oversight.recount_due_days(today=FILED) == 0


def test_a_recount_keeps_an_extension(world):
    case, _receipt = file_case(world)
    oversight.extend_case(**world.acting("county", case), days=5, reason="需要外地核查")
    holiday(date(2026, 12, 2))
    oversight.recount_due_days(today=FILED)
    case.refresh_from_db()
    assert case.due_on == date(2026, 12, 14)


def test_a_recount_after_an_objection_starts_from_the_objection(world):
    case, receipt = answered(world)
    objected = date(2026, 12, 7)
    intake.reopen(code=receipt.code, text="不同意", today=objected)
    assert oversight.recount_due_days(today=objected) == 0
    holiday(date(2026, 12, 9))
    assert oversight.recount_due_days(today=objected) == 1
    case.refresh_from_db()
    assert case.due_on == date(2026, 12, 22)


def test_a_day_that_is_certain_now_is_no_longer_called_provisional(world):
    filed = date(2028, 3, 1)
    case, receipt = file_case(world, today=filed)
    assert case.due_provisional
    for day in range(1, 8):
        CalendarDay.objects.create(date=date(2028, 10, day), worked=False, name="国庆节", source="国办发明电")
    assert oversight.recount_due_days(today=filed) == 0
    view = intake.open_by_receipt(receipt.code, today=filed)
    assert (view.provisional, view.due_on) == (False, case.due_on)
    assert Event.RECOUNT not in [event.event for event in view.events]


def test_an_ended_case_keeps_its_day(world):
    case, _receipt = answered(world)
    holiday(date(2026, 12, 2))
    assert oversight.recount_due_days(today=FILED) == 0


SPLIT = {"fact": "请核查该户名下车辆"}


def split(world, case, **given):
    values = {"village": world.village, **SPLIT, **given}
    return oversight.split_household_fact(**world.acting("discipline", case), **values)


def test_a_household_fact_goes_to_an_office_that_is_not_complained_of(world):
    tip, _receipt = file_case(world, subject=Subject.VILLAGE_CADRE, text="村主任给亲戚办低保")
    made = Case.objects.get(number=split(world, tip))
    assert (made.handling_office.code, made.way, made.state) == ("county", "web", State.RECEIVED)
    assert set(made.wraps.values_list("office__code", flat=True)) == {"county"}
    view = open_case(case=made, user=world.users["county"], member_key=world.keys["county"])
    assert [item.words.text for item in view.items] == [SPLIT["fact"]]
    assert (view.header.kind, view.header.subject) == (Kind.TIP_HOUSEHOLD, Subject.HOUSEHOLD)
    own = open_case(case=tip, user=world.users["discipline"], member_key=world.keys["discipline"])
    assert made.number in own.items[-1].words.text


def test_a_tip_of_unknown_place_keeps_the_fact_from_every_township(world):
    tip, _receipt = file_case(world, subject=Subject.TOWNSHIP_STAFF, village=None)
    assert Case.objects.get(number=split(world, tip)).handling_office.code == "county"


@pytest.mark.parametrize("subject", [Subject.COUNTY_STAFF, Subject.UNKNOWN])
def test_where_everybody_may_be_meant_nothing_is_handed_over(world, subject):
    tip, _receipt = file_case(world, subject=subject)
    with pytest.raises(NoRecipient):
        split(world, tip)
    assert Case.objects.count() == 1


@pytest.mark.parametrize("village", ["village", "other_village"])
def test_what_civil_affairs_handed_over_does_not_go_back_to_it(world, village):
    case, _receipt = file_case(world)
    oversight.transfer_case(**world.acting("township", case), reason="涉及村干部")
    with pytest.raises(NoRecipient):
        split(world, case, village=getattr(world, village))
    assert Case.objects.get() == case


def test_only_discipline_inspection_splits(world):
    case, _receipt = file_case(world)
    with pytest.raises(NotAllowed):
        oversight.split_household_fact(**world.acting("township", case), village=world.village, **SPLIT)
