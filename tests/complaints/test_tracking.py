"""Special supervision to its result; media cases to their public outcome, by two people, and back."""

from datetime import date

import pytest
from django.test import Client

from complaints.actions import desk, handling, intake, oversight, tracking
from complaints.actions.handling import NotAllowed, PublicWordsMissing, SameHand
from complaints.domain.kinds import Kind, Subject, Way
from complaints.domain.lifecycle import Change, Event, NotAcceptedBecause, Outcome, UnknownMove
from complaints.models.cases import Case
from complaints.models.outcomes import MediaOutcome
from complaints.queries import on_same_entry, open_case
from county.models.audit import AuditEntry
from publicity.actions.errors import ForbiddenPattern
from tests.factories_complaints import FILED, file_case
from tests.factories_publicity import published

TOLD = {"title": "某村低保金发放问题的处理", "text": "经查，两户金额有误，已经补发。"}


def finished(world, way="media", **given):
    case, receipt = file_case(world, way=way, **given)
    who = "discipline" if case.handling_office == world.offices["discipline"] else "township"
    handling.not_accept_case(
        **world.acting(who, case), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="已由专班处理"
    )
    oversight.close_case(**world.acting(who, case))
    return case, receipt


def steps(world, who, case):
    return set(open_case(case=case, user=world.users[who], member_key=world.keys[who]).steps)


def test_supervision_is_open_until_its_result_is_written(world):
    case, _receipt = file_case(world)
    oversight.supervise_case(**world.acting("county", case), reason="媒体关注", until=date(2026, 12, 1))
    assert Case.objects.supervised().get() == case
    assert Event.REPORT in steps(world, "county", case)
    assert Event.REPORT not in steps(world, "township", case)
    handling.start_review(**world.acting("township", case))
    assert Case.objects.supervised().exists()
    tracking.report_supervision(**world.acting("county", case), text="已整改")
    assert not Case.objects.supervised().exists()
    assert Event.REPORT not in steps(world, "county", case)
    with pytest.raises(UnknownMove):
        tracking.report_supervision(**world.acting("county", case), text="再报一次")


def test_an_outcome_is_sealed_until_another_person_publishes_it(world):
    case, _receipt = finished(world)
    assert Event.DRAFT_OUTCOME in steps(world, "township", case)
    tracking.draft_outcome(**world.acting("township", case), **TOLD)
    assert not MediaOutcome.objects.exists()
    assert TOLD["text"] not in Client().get("/complaints-outcomes/").content.decode()
    assert Event.PUBLISH_OUTCOME in steps(world, "lead", case)
    tracking.publish_outcome(**world.acting("lead", case))
    outcome = MediaOutcome.objects.get()
    assert (outcome.written_by, outcome.approved_by) == (world.users["township"], world.users["lead"])
    listed = Client().get("/complaints-outcomes/").content.decode()
    page = Client().get(f"/complaints-outcomes/{outcome.pk}/").content.decode()
    assert TOLD["title"] in listed
    assert TOLD["text"] in page
    for told in (listed, page):
        assert case.number not in told
        assert world.users["township"].username not in told


def test_who_wrote_it_never_publishes_it(world):
    case, _receipt = finished(world)
    both = world.users["township"]
    both.groups.add(*world.users["lead"].groups.all())
    del both._role_names
    tracking.draft_outcome(**world.acting("township", case), **TOLD)
    assert not {Event.PUBLISH_OUTCOME, Event.RETURN_OUTCOME} & steps(world, "township", case)
    with pytest.raises(SameHand):
        tracking.publish_outcome(**world.acting("township", case))


def test_a_returned_outcome_is_written_anew(world):
    case, _receipt = finished(world)
    tracking.draft_outcome(**world.acting("township", case), **TOLD)
    tracking.return_outcome(**world.acting("lead", case), reason="请写明时间")
    with pytest.raises(UnknownMove):
        tracking.publish_outcome(**world.acting("lead", case))
    tracking.draft_outcome(**world.acting("township", case), **{**TOLD, "text": "11月已补发。"})
    tracking.publish_outcome(**world.acting("lead", case))
    assert MediaOutcome.objects.get().text == "11月已补发。"


def test_a_withdrawn_outcome_says_since_when_and_why_and_nothing_more(world):
    case, _receipt = finished(world)
    tracking.draft_outcome(**world.acting("township", case), **TOLD)
    tracking.publish_outcome(**world.acting("lead", case))
    tracking.withdraw_outcome(**world.acting("lead", case), reason="金额有误，更正后重新公布")
    outcome = MediaOutcome.objects.get()
    assert outcome.title == outcome.text == ""
    page = Client().get(f"/complaints-outcomes/{outcome.pk}/").content.decode()
    assert "更正后重新公布" in page
    for gone in TOLD.values():
        assert gone not in page
        assert gone not in Client().get("/complaints-outcomes/").content.decode()
    tracking.draft_outcome(**world.acting("township", case), **TOLD)
    tracking.publish_outcome(**world.acting("lead", case))
    assert MediaOutcome.objects.standing().count() == 1


@pytest.mark.parametrize("field", ["title", "text"])
def test_no_number_goes_out(world, field):
    case, _receipt = finished(world)
    with pytest.raises(ForbiddenPattern):
        tracking.draft_outcome(**world.acting("township", case), **{**TOLD, field: "联系 13800138000"})


def test_only_media_cases_have_an_outcome_page(world):
    case, _receipt = finished(world, way="paper")
    assert Event.DRAFT_OUTCOME not in steps(world, "township", case)
    with pytest.raises(UnknownMove):
        tracking.draft_outcome(**world.acting("township", case), **TOLD)


def test_an_outcome_of_discipline_inspection_shows_nobody_before_it_is_public(world):
    case, _receipt = finished(world, kind=Kind.TIP_OFFICIAL, subject=Subject.VILLAGE_CADRE)
    before = AuditEntry.objects.count()
    tracking.draft_outcome(**world.acting("discipline", case), **TOLD)
    assert AuditEntry.objects.count() == before
    for who in ("township", "lead", "county"):
        with pytest.raises(NotAllowed):
            tracking.publish_outcome(**world.acting(who, case))
    with pytest.raises(SameHand):
        tracking.publish_outcome(**world.acting("discipline", case))


def entered(world, who="township", **given):
    values = {
        "by": world.users[who],
        "way": Way.PAPER,
        "kind": Kind.TIP_HOUSEHOLD,
        "subject": Subject.HOUSEHOLD,
        "village": world.village,
        "text": "来信",
        "received_on": date(2026, 11, 18),
        "today": FILED,
        **given,
    }
    return Case.objects.get(number=desk.enter_case(**values).case_number)


def test_a_letter_counts_from_the_day_it_came_and_its_enterer_holds_it(world):
    case = entered(world)
    assert (case.filed_on, case.due_on) == (date(2026, 11, 18), date(2026, 12, 2))
    assert case.owner == world.users["township"]
    assert case.events.get().actor == world.users["township"]
    assert AuditEntry.objects.filter(verb="case.enter", subject=f"case:{case.number}").exists()


def test_a_call_about_a_cadre_leaves_no_trail_where_the_cadre_works(world):
    case = entered(world, way=Way.PHONE, subject=Subject.VILLAGE_CADRE)
    assert case.handling_office == world.offices["discipline"]
    assert case.owner is None
    assert not AuditEntry.objects.filter(subject=f"case:{case.number}").exists()


@pytest.mark.parametrize("who", ["lead"])
def test_only_handlers_enter(world, who):
    with pytest.raises(NotAllowed):
        entered(world, who)


def at_review(world, **given):
    case, receipt = file_case(world, **given)
    handling.accept_case(**world.acting("township", case))
    handling.start_review(**world.acting("township", case))
    return case, receipt


@pytest.mark.parametrize(
    ("kind", "village", "wanted"),
    [(Kind.REVIEW, True, True), (Kind.TIP_HOUSEHOLD, True, False), (Kind.REVIEW, False, False)],
)
def test_the_result_of_a_review_goes_up_again(world, kind, village, wanted):
    place = world.village if village else world.village.parent
    case, _receipt = at_review(world, kind=kind, village=place)
    decided = {"outcome": Outcome.UPHELD, "reasons": "属实", "change": Change.AMOUNT, "evidence": "入户"}
    if wanted:
        with pytest.raises(PublicWordsMissing):
            handling.decide_case(**world.acting("township", case), **decided)
    else:
        handling.decide_case(**world.acting("township", case), **decided)


def test_the_sender_reads_what_was_looked_at_what_changes_and_where_it_hangs(world):
    case, receipt = at_review(world, kind=Kind.REVIEW)
    decided = {"outcome": Outcome.UPHELD, "reasons": "属实", "change": Change.AMOUNT, "evidence": "11月19日入户"}
    handling.decide_case(**world.acting("township", case), **decided, public_text="经复核，金额已更正。")
    assert "11月19日入户" not in str(intake.open_by_receipt(receipt.code, today=FILED))
    handling.approve_decision(**world.acting("lead", case))
    answer = intake.open_by_receipt(receipt.code, today=FILED).messages[-1]
    assert (answer.evidence, answer.change) == ("11月19日入户", "amount")
    page = Client().post("/receipt/", {"code": receipt.code}).content.decode()
    assert "调整保障金额" in page
    assert f"/publicity/review/{answer.notice}/" in page


def test_a_case_never_points_to_one_that_is_not_sealed_to_the_reader(world):
    publication = published(place=world.village)
    entry = publication.entries.first()
    about = {"kind": Kind.OBJECTION, "publication_id": publication.pk, "entry_id": entry.pk}
    first, second, tip = (
        file_case(world, **about)[0],
        file_case(world, **about)[0],
        file_case(world, **{**about, "subject": Subject.VILLAGE_CADRE})[0],
    )
    file_case(world)
    view = open_case(case=first, user=world.users["township"], member_key=world.keys["township"])

    def others(who, case, header):
        given = {"user": world.users[who], "member_key": world.keys[who], "most": 100}
        return {row.case for row in on_same_entry(case=case, header=header, **given)}

    assert others("township", first, view.header) == {second}
    told = open_case(case=tip, user=world.users["discipline"], member_key=world.keys["discipline"])
    assert others("discipline", tip, told.header) == set()
