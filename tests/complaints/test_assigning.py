"""In whose hands a case lies: from first touch, by taking over, by giving, and never across offices."""

from datetime import timedelta

import pytest

from complaints.actions import assigning, handling, intake, oversight
from complaints.actions.assigning import NotAColleague
from complaints.actions.handling import NotAllowed
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Event, NotAcceptedBecause, State
from complaints.models.cases import Case
from complaints.models.keys import OfficeKeyShare
from complaints.queries import open_case
from tests.factories_complaints import FILED, file_case


def holder(case):
    return Case.objects.select_related("owner", "handling_office").get(pk=case.pk).holder


def test_who_acts_first_holds_the_case_and_who_acts_later_does_not(world):
    case, _receipt = file_case(world)
    assert holder(case) is None
    handling.accept_case(**world.acting("township", case))
    assert holder(case) == world.users["township"]
    handling.start_review(**world.acting("second", case))
    assert holder(case) == world.users["township"]


def test_the_county_looking_on_or_extending_does_not_take_it(world):
    case, _receipt = file_case(world)
    oversight.extend_case(**world.acting("county", case), days=2, reason="外调")
    assert holder(case) is None


def test_taking_over_and_giving_stand_in_the_history_but_not_before_the_sender(world):
    case, receipt = file_case(world)
    assigning.take_case(**world.acting("second", case))
    assigning.assign_case(**world.acting("lead", case), to=world.users["township"])
    assert holder(case) == world.users["township"]
    assert list(case.events.values_list("event", "actor__username")) == [
        ("receive", None),
        ("take", "second"),
        ("assign", "lead"),
    ]
    view = open_case(case=case, user=world.users["lead"], member_key=world.keys["lead"])
    assert "township" in view.items[-1].words.text
    told = intake.open_by_receipt(receipt.code, today=FILED)
    assert [event.event for event in told.events] == [Event.RECEIVE]
    assert "township" not in str(told)


@pytest.mark.parametrize("to", ["neighbour", "county", "discipline", "lead"])
def test_only_to_a_colleague_who_may_handle(world, to):
    case, _receipt = file_case(world)
    with pytest.raises(NotAColleague):
        assigning.assign_case(**world.acting("township", case), to=world.users[to])
    assert holder(case) is None
    assert case.events.count() == 1


def test_a_colleague_without_a_share_of_the_key_gets_nothing(world):
    case, _receipt = file_case(world)
    OfficeKeyShare.objects.filter(user=world.users["second"]).delete()
    assert world.users["second"] not in assigning.colleagues(world.users["township"])
    with pytest.raises(NotAColleague):
        assigning.assign_case(**world.acting("township", case), to=world.users["second"])


@pytest.mark.parametrize("who", ["neighbour", "county", "discipline"])
def test_nobody_of_another_office_gives_it_away(world, who):
    case, _receipt = file_case(world)
    with pytest.raises(NotAllowed):
        assigning.assign_case(**world.acting(who, case), to=world.users["second"])


def test_several_at_once_tell_which_could_not(world):
    first, second = file_case(world)[0], file_case(world)[0]
    tip, _receipt = file_case(world, kind=Kind.TIP_OFFICIAL, subject=Subject.VILLAGE_CADRE)
    given = {name: value for name, value in world.acting("lead", first).items() if name != "case"}
    result = assigning.assign_cases(cases=[first, tip, second], to=world.users["second"], **given)
    assert set(result.done) == {first.number, second.number}
    assert result.refused == (tip.number,)
    assert holder(tip) is None


def test_who_has_left_the_office_holds_it_no_more(world):
    case, _receipt = file_case(world)
    handling.accept_case(**world.acting("township", case))
    user = world.users["township"]
    user.office = world.offices["east"]
    user.save()
    assert holder(case) is None
    assert Case.objects.in_no_hands().filter(pk=case.pk).exists()
    assert not Case.objects.held_by(user).exists()


def test_a_case_that_goes_to_another_office_is_in_no_hands_there(world):
    case, receipt = file_case(world)
    handling.not_accept_case(
        **world.acting("township", case), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请向医保局反映"
    )
    intake.reopen(code=receipt.code, text="不同意", today=FILED)
    assert Case.objects.get(pk=case.pk).handling_office == world.offices["county"]
    assert holder(case) is None
    oversight.transfer_case(**world.acting("county", case), reason="涉及干部")
    assert Case.objects.get(pk=case.pk).owner is None


def test_notes_of_the_office_after_an_answer_do_not_lengthen_the_days_to_object(world):
    case, receipt = file_case(world)
    handling.not_accept_case(
        **world.acting("township", case), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请向医保局反映"
    )
    late = FILED + timedelta(days=20)
    assigning.take_case(**world.acting("second", case, late))
    view = intake.open_by_receipt(receipt.code, today=late)
    assert view.reopen_until == FILED + timedelta(days=30)
    with pytest.raises(intake.TooLateToReopen):
        intake.reopen(code=receipt.code, text="不同意", today=FILED + timedelta(days=31))


def test_the_same_fact_again_names_a_finished_case_that_one_may_open(world):
    earlier, _receipt = file_case(world)
    other, _receipt = file_case(world, village=world.other_village)
    case, receipt = file_case(world)
    given = {"because": NotAcceptedBecause.REPEATED, "guidance": "此前已核查并答复。"}
    for number in ("", "00000000", earlier.number, other.number, case.number):
        with pytest.raises(handling.NoEarlierCase):
            handling.not_accept_case(**world.acting("township", case), **given, earlier=number)
    handling.not_accept_case(
        **world.acting("township", earlier), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请向医保局反映"
    )
    handling.not_accept_case(**world.acting("township", case), **given, earlier=earlier.number)
    assert case.state == State.NOT_ACCEPTED
    view = open_case(case=case, user=world.users["township"], member_key=world.keys["township"])
    assert view.items[-1].words.earlier == earlier.number
    told = str(intake.open_by_receipt(receipt.code, today=FILED))
    assert "此前已核查并答复" in told
    assert earlier.number not in told, "the earlier case may be somebody else's"
