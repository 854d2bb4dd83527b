"""Every step on a case asks for itself who takes it and where the case stands: no page stands guard for it."""

import inspect
from datetime import date, timedelta
from pkgutil import iter_modules

import pytest

from complaints import actions
from complaints.actions import (
    assigning,
    desk,
    handling,
    intake,
    keys,
    oversight,
    recusing,
    retention,
    sharing,
    tracking,
)
from complaints.domain.kinds import Kind, Subject, Way
from complaints.domain.lifecycle import NotAcceptedBecause, Outcome, State, UnknownMove
from complaints.models.cases import Case
from complaints.models.keys import MemberKey, OfficeKey, ShareRequest
from complaints.vault import NoKey
from county.actions import create_staff
from county.domain.roles import Role
from tests.factories_complaints import FILED, FOUND, PASSWORD, file_case

LATER = FILED + timedelta(days=5)
STEPS = {
    assigning.take_case: {},
    assigning.assign_case: {"to": "second"},
    handling.accept_case: {},
    handling.not_accept_case: {"because": NotAcceptedBecause.OUT_OF_SCOPE, "guidance": "请找社保"},
    handling.ask_more: {"text": "请补充", "until": LATER},
    handling.start_review: {},
    handling.decide_case: {"outcome": Outcome.UPHELD, "reasons": "属实", **FOUND},
    handling.approve_decision: {},
    handling.return_decision: {"reason": "请补充"},
    handling.answer_case: {"text": "已办结"},
    handling.add_note: {"text": "备注"},
    oversight.extend_case: {"days": 3, "reason": "需要外地核查"},
    oversight.supervise_case: {"reason": "影响大", "until": LATER},
    oversight.transfer_case: {"reason": "涉及村干部"},
    oversight.split_household_fact: {"village": "village", "fact": "请核查该户名下车辆"},
    oversight.close_case: {},
    tracking.report_supervision: {"text": "已查清"},
    tracking.draft_outcome: {"title": "办理情况", "text": "已更正"},
    tracking.publish_outcome: {},
    tracking.return_outcome: {"reason": "请改"},
    tracking.withdraw_outcome: {"reason": "有误"},
    recusing.recuse: {"reason": "亲戚"},
}
WITHOUT_KEY = {
    retention.hold_case: {"reason": "court", "until": LATER, "today": FILED},
    retention.release_hold: {},
}


def of_a_case():
    """Every function of the actions that takes a case and who acts on it."""
    for module in iter_modules(actions.__path__):
        for each in vars(__import__(f"complaints.actions.{module.name}", fromlist=["*"])).values():
            if inspect.isfunction(each) and each.__module__ == f"complaints.actions.{module.name}":
                wanted = inspect.signature(each).parameters
                if {"case", "by"} <= set(wanted) and all(
                    item.kind is item.KEYWORD_ONLY for name, item in wanted.items()
                ):
                    yield each


def test_no_step_is_left_out():
    assert {each.__name__ for each in of_a_case()} == {each.__name__ for each in (*STEPS, *WITHOUT_KEY)}


def the_case(world):
    """Everything that a step could change."""
    case = Case.objects.values().get()
    return case, [len(list(rows)) for rows in (Case.objects.get().records.all(), Case.objects.get().events.all())]


def stranger(world, who):
    """Somebody who has no business with a case of the western township, and their key."""
    if who in world.users:
        return world.users[who]
    name, role, office = {
        "clerk": ("clerk", Role.CLERK, "county"),
        "auditor": ("auditor", Role.AUDITOR, "county"),
        "newcomer": ("newcomer", Role.TOWNSHIP, "west"),
        "boss": ("boss", Role.ADMIN, "county"),
    }[who]
    user = create_staff(username=name, name=name, password=PASSWORD, roles=[role], office=world.offices[office])
    user.is_superuser = who == "boss"
    user.save()
    return user


@pytest.mark.parametrize("who", ["neighbour", "discipline", "clerk", "auditor", "newcomer", "boss", "blocked", "kept"])
def test_no_step_is_open_to_strangers(world, who):
    case, _receipt = file_case(world)
    key = world.keys.get(who, world.keys["township"])
    user = stranger(world, who if who not in ("blocked", "kept") else "township")
    if who == "blocked":
        user.is_active = False
        user.save()
    if who == "kept":
        case.recusals.create(user=user, day=FILED)
    before = the_case(world)
    for step, given in STEPS.items():
        values = {name: world.village if value == "village" else value for name, value in given.items()}
        values |= {"to": world.users["second"]} if "to" in given else {}
        with pytest.raises((handling.NotAllowed, NoKey)):
            step(case=case, by=user, member_key=key, today=FILED, **values)
    for step, given in WITHOUT_KEY.items():
        with pytest.raises(handling.NotAllowed):
            step(case=case, by=user, **given)
    assert the_case(world) == before


@pytest.mark.parametrize("who", ["township", "lead", "county"])
def test_a_closed_case_takes_no_step_of_the_way(world, who):
    case, _receipt = file_case(world)
    handling.not_accept_case(**world.acting("township", case), **STEPS[handling.not_accept_case])
    oversight.close_case(**world.acting("township", case))
    before = the_case(world)
    for step, given in STEPS.items():
        if step in (handling.add_note, recusing.recuse):
            continue
        values = {name: world.village if value == "village" else value for name, value in given.items()}
        values |= {"to": world.users["second"]} if "to" in given else {}
        with pytest.raises((handling.NotAllowed, UnknownMove)):
            step(**world.acting(who, case), **values)
    assert the_case(world) == before
    assert case.state == State.CLOSED


@pytest.mark.parametrize("day", [FILED, FILED - timedelta(days=1)])
def test_special_supervision_wants_its_result_on_a_day_to_come(world, day):
    case, _receipt = file_case(world)
    with pytest.raises(handling.BadDay):
        oversight.supervise_case(**world.acting("county", case), reason="影响大", until=day)


@pytest.mark.parametrize("text", ["", " \n"])
def test_the_sender_too_says_something(world, text):
    case, receipt = file_case(world)
    with pytest.raises(handling.WordsMissing):
        intake.add_from_sender(code=receipt.code, text=text, today=FILED)
    handling.not_accept_case(**world.acting("township", case), **STEPS[handling.not_accept_case])
    with pytest.raises(handling.WordsMissing):
        intake.reopen(code=receipt.code, text=text, today=FILED)
    assert case.records.count() == 3


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"way": Way.WEB}, handling.NotAllowed),
        ({"received_on": FILED + timedelta(days=1)}, handling.BadDay),
        ({"received_on": FILED - timedelta(days=31)}, handling.BadDay),
        ({"by": "lead"}, handling.NotAllowed),
        ({"by": "township", "office": None}, handling.NotAllowed),
    ],
)
def test_what_is_entered_at_the_desk_came_there_and_then(world, given, refused):
    values = {"by": "township", "way": Way.PAPER, "received_on": date(2026, 11, 18), **given}
    values["by"] = world.users[values["by"]]
    values["by"].office = values.pop("office", values["by"].office)
    with pytest.raises(refused):
        desk.enter_case(
            **values,
            kind=Kind.TIP_HOUSEHOLD,
            subject=Subject.HOUSEHOLD,
            village=world.village,
            text="来信",
            today=FILED,
        )
    assert not Case.objects.exists()


def test_a_key_is_made_for_who_opens_cases_and_signs_in_with_that_password(world):
    auditor = stranger(world, "auditor")
    with pytest.raises(keys.NotAllowed):
        keys.create_member(user=auditor, password=PASSWORD, today=FILED)
    with pytest.raises(keys.WrongPassword):
        keys.create_member(user=world.users["township"], password="wrong", today=FILED)
    assert MemberKey.objects.filter(user=world.users["township"]).count() == 1
    assert OfficeKey.objects.filter(shares__user=world.users["township"]).exists()


def test_a_request_that_was_dealt_with_is_gone_for_everybody(world):
    user = stranger(world, "newcomer")
    keys.create_member(user=user, password=PASSWORD, today=FILED)
    asked = sharing.ask_for_share(by=user, today=FILED)
    sharing.refuse_share(request=ShareRequest.objects.get(), by=world.users["lead"])
    for act in (
        lambda: sharing.vouch(request=asked, by=world.users["second"]),
        lambda: sharing.refuse_share(request=asked, by=world.users["second"]),
        lambda: sharing.share_office_key(
            request=asked, by=world.users["second"], member_key=world.keys["second"], today=FILED
        ),
    ):
        with pytest.raises(sharing.RequestGone):
            act()
