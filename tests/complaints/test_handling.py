"""The office's side: who may take which step, two hands for a decision, the result told to sender and village."""

from datetime import date

import pytest

from complaints.actions import handling, intake, oversight
from complaints.actions.handling import FindingsMissing, NotAllowed, SameHand, WordsMissing
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Change, Event, NotAcceptedBecause, Outcome, State, UnknownMove
from complaints.models.cases import CaseRecord
from complaints.queries import case_file, open_case, queue_for
from complaints.vault import NoKey
from county.models.audit import AuditEntry
from publicity.actions.errors import ForbiddenPattern
from publicity.models.publications import Publication, PublicationEntry, ReviewNotice
from tests.factories_complaints import FILED, FOUND, file_case

UNTIL = date(2026, 11, 27)
DECISION = {
    "outcome": Outcome.PARTLY,
    "reasons": "车辆属实，收入重新核算",
    "evidence": "11月19日入户，看了行驶证",
    "change": Change.AMOUNT,
    "public_text": "经复核，部分属实，重新核算。",
}


def at_review(world, **given):
    case, receipt = file_case(world, **given)
    handling.accept_case(**world.acting("township", case))
    handling.start_review(**world.acting("township", case))
    return case, receipt


def decided(world, **given):
    case, receipt = at_review(world, **given)
    handling.decide_case(**world.acting("township", case), **DECISION)
    return case, receipt


def a_list(world):
    publication = Publication.objects.create(
        stage="proposed",
        period="2026-11",
        village=world.village,
        title="公示",
        issuer="西河镇人民政府",
        published_on=FILED,
        opens_on=FILED,
        closes_on=date(2026, 11, 27),
        shown_households=1,
        shown_persons=1,
        shown_amount=100,
        reconciles=True,
        standard_text="标准",
        supervision_phone="12345",
        published_by=world.users["lead"],
    )
    entry = PublicationEntry.objects.create(
        publication=publication,
        number=7,
        name_masked="王**",
        household_size=1,
        covered_persons=1,
        residence="rural",
        category="A",
        amount=100,
        salt=b"s" * 32,
    )
    return publication, entry


def test_from_objection_to_publicity_and_answer(world):
    publication, entry = a_list(world)
    case, receipt = decided(world, kind=Kind.OBJECTION, publication_id=publication.pk, entry_id=entry.pk, village=None)
    assert receipt.kind is Kind.OBJECTION
    assert not any(message.outcome for message in intake.open_by_receipt(receipt.code, today=FILED).messages)
    handling.approve_decision(**world.acting("lead", case))
    notice = ReviewNotice.objects.get()
    assert (notice.village, notice.publication, notice.entry_number) == (world.village, publication, 7)
    assert (notice.outcome, notice.explanation) == ("partly", DECISION["public_text"])
    assert (notice.published_by, notice.approved_by) == (world.users["township"], world.users["lead"])
    view = intake.open_by_receipt(receipt.code, today=FILED)
    answer = view.messages[-1]
    assert (view.state, answer.text, answer.outcome) == (State.ANSWERED, DECISION["reasons"], "partly")
    assert not answer.from_sender


@pytest.mark.parametrize("kind", [Kind.OBJECTION, Kind.REVIEW, Kind.TIP_HOUSEHOLD])
@pytest.mark.parametrize(
    ("left_out", "refused"),
    [
        ({"reasons": " "}, WordsMissing),
        ({"evidence": ""}, FindingsMissing),
        ({"evidence": " \n"}, FindingsMissing),
        ({"change": None}, FindingsMissing),
    ],
)
def test_every_decision_says_why_what_was_looked_at_and_what_changes(world, kind, left_out, refused):
    case, _receipt = at_review(world, kind=kind)
    with pytest.raises(refused):
        handling.decide_case(**world.acting("township", case), **DECISION | left_out)
    case.refresh_from_db()
    assert (case.state, case.records.filter(kind=CaseRecord.Kind.DECISION).count()) == (State.UNDER_REVIEW, 0)


def test_without_words_for_the_village_nothing_is_publicised(world):
    case, _receipt = at_review(world)
    handling.decide_case(**world.acting("township", case), outcome=Outcome.UNFOUNDED, reasons="不属实", **FOUND)
    handling.approve_decision(**world.acting("lead", case))
    assert not ReviewNotice.objects.exists()


def test_a_refused_notice_leaves_the_decision_unapproved(world):
    case, _receipt = at_review(world)
    handling.decide_case(
        **world.acting("township", case),
        outcome=Outcome.UPHELD,
        reasons="属实",
        **FOUND,
        public_text="当事人电话13800138000",
    )
    with pytest.raises(ForbiddenPattern):
        handling.approve_decision(**world.acting("lead", case))
    case.refresh_from_db()
    assert case.state == State.DECIDED
    assert not case.records.filter(kind=CaseRecord.Kind.ANSWER).exists()


def test_who_decided_never_approves(world):
    case, _receipt = at_review(world)
    world.users["lead"].groups.add(*world.users["township"].groups.all())
    handling.decide_case(**world.acting("lead", case), **DECISION)
    for step in (
        lambda: handling.approve_decision(**world.acting("lead", case)),
        lambda: handling.return_decision(**world.acting("lead", case), reason="x"),
    ):
        del world.users["lead"]._role_names
        with pytest.raises(SameHand):
            step()
    view = open_case(case=case, user=world.users["lead"], member_key=world.keys["lead"])
    assert view.own_decision
    assert Event.APPROVE not in view.steps


@pytest.mark.parametrize("who", ["lead", "county-two", "neighbour", "discipline"])
def test_only_handlers_of_the_office_handle(world, who):
    case, _receipt = file_case(world)
    with pytest.raises(NotAllowed):
        handling.accept_case(**world.acting(who, case))
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_a_superuser_without_a_share_gets_nothing(world):
    case, _receipt = file_case(world)
    user = world.users["neighbour"]
    user.is_superuser, user.office = True, world.offices["west"]
    user.save()
    assert not queue_for(user).exists()
    with pytest.raises(NotAllowed):
        handling.accept_case(**world.acting("neighbour", case))


def test_an_expired_key_stops_a_step(world):
    case, _receipt = file_case(world)
    with pytest.raises(NoKey):
        handling.accept_case(case=case, by=world.users["township"], member_key=None, today=FILED)


def test_a_returned_decision_is_decided_anew(world):
    case, receipt = decided(world)
    handling.return_decision(**world.acting("lead", case), reason="请补充依据")
    assert case.state == State.UNDER_REVIEW
    assert "请补充依据" not in str(intake.open_by_receipt(receipt.code, today=FILED))
    handling.decide_case(**world.acting("township", case), outcome=Outcome.UPHELD, reasons="属实", **FOUND)
    handling.approve_decision(**world.acting("lead", case))
    assert intake.open_by_receipt(receipt.code, today=FILED).messages[-1].outcome == "upheld"


def test_more_is_asked_once_with_a_day(world):
    case, receipt = file_case(world)
    handling.accept_case(**world.acting("township", case))
    handling.ask_more(**world.acting("township", case), text="请补充车牌", until=UNTIL)
    view = intake.open_by_receipt(receipt.code, today=FILED)
    assert (view.state, view.messages[-1].text, view.messages[-1].until) == (State.MORE_ASKED, "请补充车牌", UNTIL)
    intake.add_from_sender(code=receipt.code, text="车牌如下", today=FILED)
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    with pytest.raises(UnknownMove):
        handling.ask_more(**world.acting("township", case), text="再补充", until=UNTIL)


@pytest.mark.parametrize(
    "step",
    [
        lambda given: handling.not_accept_case(**given, because=NotAcceptedBecause.REPEATED, guidance=" "),
        lambda given: oversight.transfer_case(**given, reason=""),
    ],
)
def test_steps_need_words(world, step):
    case, _receipt = file_case(world)
    with pytest.raises(WordsMissing):
        step(world.acting("township", case))
    case.refresh_from_db()
    assert (case.state, case.events.count()) == (State.RECEIVED, 1)


def test_not_accepted_is_explained(world):
    case, receipt = file_case(world)
    handling.not_accept_case(
        **world.acting("township", case), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请向医保局反映"
    )
    message = intake.open_by_receipt(receipt.code, today=FILED).messages[-1]
    assert (message.text, message.because) == ("请向医保局反映", "out-of-scope")


def test_the_discipline_office_acknowledges_and_answers(world):
    case, receipt = file_case(world, subject=Subject.VILLAGE_CADRE)
    before = AuditEntry.objects.count()
    handling.accept_case(**world.acting("discipline", case))
    handling.answer_case(**world.acting("discipline", case), text="已办结")
    view = intake.open_by_receipt(receipt.code, today=FILED)
    assert (view.state, view.messages[-1].text) == (State.ANSWERED, "已办结")
    assert AuditEntry.objects.count() == before, "the county's auditors learn nothing of it"


def test_staff_read_what_the_sender_does_not(world):
    case, receipt = file_case(world, files=[intake.SealedUpload("a.txt", "text/plain", b"content")])
    handling.add_note(**world.acting("township", case), text="内部备注")
    assert "内部备注" not in str(intake.open_by_receipt(receipt.code, today=FILED))
    view = open_case(case=case, user=world.users["county"], member_key=world.keys["county"])
    assert [item.kind for item in view.items] == ["statement", "file", "note"]
    assert view.items[2].words.text == "内部备注"
    label = view.items[1].file
    user, key = world.users["county"], world.keys["county"]
    assert case_file(case=case, record_id=label.record_id, user=user, member_key=key).data == b"content"
    with pytest.raises(NoKey):
        case_file(
            case=case,
            record_id=label.record_id,
            user=world.users["neighbour"],
            member_key=world.keys["neighbour"],
        )


@pytest.mark.parametrize(
    ("who", "steps"),
    [
        ("township", {Event.ACCEPT, Event.NOT_ACCEPT, Event.TRANSFER, Event.TAKE, Event.ASSIGN}),
        ("lead", {Event.ASSIGN}),
        ("county", {Event.EXTEND, Event.SUPERVISE, Event.TRANSFER}),
    ],
)
def test_the_screen_offers_only_what_may_be_done(world, who, steps):
    case, _receipt = file_case(world)
    assert set(open_case(case=case, user=world.users[who], member_key=world.keys[who]).steps) == steps


def test_history_names_who_and_in_which_role(world):
    case, _receipt = decided(world)
    rows = list(case.events.values_list("event", "role", "actor__username", "day"))
    assert rows == [
        ("receive", "sender", None, FILED),
        ("accept", "handler", "township", FILED),
        ("start-review", "handler", "township", FILED),
        ("decide", "handler", "township", FILED),
    ]
