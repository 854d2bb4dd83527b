"""Joining with two colleagues' help, leaving, renewal, the printed recovery code: by the actions and on the screen."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from complaints.actions import keys, recovery, sharing
from complaints.actions.keys import WrongPassword, create_member, unlock
from complaints.domain.kinds import Subject
from complaints.models.keys import OfficeKey, OfficeKeyShare, RecoveryKey, ShareRequest
from complaints.queries import open_case
from complaints.vault import NoKey
from county.actions import create_staff
from county.domain.roles import Role
from county.models.audit import AuditEntry
from tests.factories_complaints import FILED, PASSWORD, file_case, make_world

pytestmark = pytest.mark.django_db
NEW = "另一个长口令 for tests"


@pytest.fixture
def world():
    made = make_world()
    joiner = create_staff(
        username="joiner", name="新来的", password=PASSWORD, roles=[Role.TOWNSHIP], office=made.offices["west"]
    )
    made.users["joiner"] = joiner
    return made


def test_an_office_that_lost_its_only_key_begins_anew(world):
    office, user = world.offices["discipline"], world.users["discipline"]
    lost, _receipt = file_case(world, subject=Subject.UNKNOWN)
    with pytest.raises(sharing.OfficeHasKey):
        sharing.begin_office_key(by=user, today=FILED)
    create_member(user=user, password=PASSWORD, today=FILED)
    assert not OfficeKey.objects.usable().filter(office=office).exists()
    assert "已无人持有" in sign_in("discipline").get(DESK).content.decode()
    assert sharing.begin_office_key(by=user, today=FILED).version == 2
    case, _receipt = file_case(world, subject=Subject.UNKNOWN)
    key = unlock(user=user, password=PASSWORD)
    assert open_case(case=case, user=user, member_key=key)
    with pytest.raises(NoKey):
        open_case(case=lost, user=user, member_key=key)


def asked(world):
    create_member(user=world.users["joiner"], password=PASSWORD, today=FILED)
    return sharing.ask_for_share(by=world.users["joiner"], today=FILED)


def share(world, request, name):
    return sharing.share_office_key(request=request, by=world.users[name], member_key=world.keys[name], today=FILED)


def reads(world, name, case):
    user = world.users[name]
    return open_case(case=case, user=user, member_key=unlock(user=user, password=PASSWORD)).items[0].words.text


def test_one_vouches_another_shares_and_former_cases_open(world):
    old, _ = file_case(world, text="旧事")
    sharing.renew_office_key(by=world.users["township"], today=FILED)
    request = asked(world)
    sharing.vouch(request=request, by=world.users["lead"])
    assert share(world, request, "second") == 2
    new, _ = file_case(world, text="新事")
    assert (reads(world, "joiner", old), reads(world, "joiner", new)) == ("旧事", "新事")
    assert not ShareRequest.objects.exists()
    verbs = list(AuditEntry.objects.filter(verb__startswith="office-key").values_list("verb", flat=True))
    assert set(verbs) == {"office-key.renew", "office-key.ask", "office-key.vouch", "office-key.share"}


@pytest.mark.parametrize(
    ("voucher", "sharer", "error"),
    [
        (None, "second", sharing.NotVouched),
        ("second", "second", sharing.SameHand),
        ("lead", "neighbour", sharing.NotAllowed),
        ("lead", "county", sharing.NotAllowed),
    ],
)
def test_no_share_without_two_colleagues(world, voucher, sharer, error):
    request = asked(world)
    if voucher:
        sharing.vouch(request=request, by=world.users[voucher])
    with pytest.raises(error):
        share(world, request, sharer)
    assert not OfficeKeyShare.objects.filter(user=world.users["joiner"]).exists()


@pytest.mark.parametrize(
    ("name", "error"),
    [("joiner", sharing.SameHand), ("neighbour", sharing.NotAllowed), ("discipline", sharing.NotAllowed)],
)
def test_who_can_not_vouch(world, name, error):
    request = asked(world)
    with pytest.raises(error):
        sharing.vouch(request=request, by=world.users[name])


def test_the_office_above_may_vouch_and_never_share(world):
    request = asked(world)
    sharing.vouch(request=request, by=world.users["county"])
    assert share(world, request, "township") == 1


def test_a_new_key_of_the_joiner_needs_a_new_voucher(world):
    request = asked(world)
    sharing.vouch(request=request, by=world.users["lead"])
    create_member(user=world.users["joiner"], password=PASSWORD, today=FILED)
    assert not ShareRequest.objects.filter(pk=request.pk).exists()
    assert sharing.ask_for_share(by=world.users["joiner"], today=FILED).vouched_by is None


def test_who_moved_office_meanwhile_gets_nothing(world):
    request = asked(world)
    sharing.vouch(request=request, by=world.users["lead"])
    world.users["joiner"].office = world.offices["east"]
    world.users["joiner"].save()
    with pytest.raises(sharing.NotAllowed):
        share(world, request, "second")


def test_who_leaves_opens_nothing_new(world):
    case, _ = file_case(world)
    sharing.remove_member(
        user=world.users["second"], office=world.offices["west"], by=world.users["township"], today=FILED
    )
    later, _ = file_case(world, text="后来")
    for each in (case, later):
        with pytest.raises(NoKey):
            reads(world, "second", each)
    assert reads(world, "township", later) == "后来"
    assert OfficeKey.objects.get(office=world.offices["west"], retired_on=None).version == 2


def test_renewal_leaves_out_who_is_gone(world):
    world.users["second"].is_active = False
    world.users["second"].save()
    made = sharing.renew_office_key(by=world.users["township"], today=FILED)
    assert set(made.shares.values_list("user__username", flat=True)) == {"township", "lead"}


def test_only_a_holder_renews(world):
    with pytest.raises(NoKey):
        sharing.renew_office_key(by=world.users["joiner"], today=FILED)


def test_an_office_begins_once():
    world = make_world(without=("west",))
    sharing.begin_office_key(by=world.users["township"], today=FILED)
    with pytest.raises(sharing.OfficeHasKey):
        sharing.begin_office_key(by=world.users["second"], today=FILED)


def test_the_printed_code_opens_the_key_after_a_reset(world):
    user = world.users["township"]
    case, _ = file_case(world)
    code = recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)
    user.set_password(NEW)
    user.save()
    with pytest.raises(WrongPassword):
        unlock(user=user, password=NEW)
    recovery.recover_member_key(user=user, code=code.lower().replace("-", " "), password=NEW)
    assert unlock(user=user, password=NEW) == world.keys["township"]
    assert open_case(case=case, user=user, member_key=world.keys["township"])


def test_a_code_is_its_owners_and_the_latest(world):
    user, other = world.users["township"], world.users["second"]
    first = recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)
    recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)
    recovery.make_recovery_code(user=other, password=PASSWORD, today=FILED)
    for owner, code in ((user, first), (other, first)):
        with pytest.raises(recovery.WrongCode):
            recovery.recover_member_key(user=owner, code=code, password=PASSWORD)
    with pytest.raises(WrongPassword):
        recovery.recover_member_key(user=user, code=first, password="wrong")


def test_a_code_is_dead_once_it_was_used(world):
    user = world.users["township"]
    code = recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)
    recovery.recover_member_key(user=user, code=code, password=PASSWORD)
    assert not RecoveryKey.objects.exists(), "nothing is left for the sheet to open"
    with pytest.raises(recovery.WrongCode):
        recovery.recover_member_key(user=user, code=code, password=PASSWORD)
    after = recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)
    assert recovery.recover_member_key(user=user, code=after, password=PASSWORD) == world.keys["township"]


def test_a_code_that_failed_is_still_good(world):
    user = world.users["township"]
    code = recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)
    with pytest.raises(WrongPassword):
        recovery.recover_member_key(user=user, code=code, password="wrong")
    assert recovery.recover_member_key(user=user, code=code, password=PASSWORD) == world.keys["township"]


def test_the_code_lies_nowhere_in_clear(world):
    code = recovery.make_recovery_code(user=world.users["township"], password=PASSWORD, today=FILED)
    kept = RecoveryKey.objects.get()
    assert code.encode() not in bytes(kept.sealed)
    assert code not in str(list(AuditEntry.objects.values()))


def sign_in(name):
    client = Client()
    assert client.post("/admin/login/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def press(client, act, pk=None):
    address = reverse("complaints_keys:act_on", args=[act, pk]) if pk else reverse("complaints_keys:act", args=[act])
    response = client.post(address, follow=True)
    assert response.status_code == 200
    return response.content.decode()


DESK = "/admin/case-keys/"


def test_the_whole_way_on_the_screen(world):
    case, _ = file_case(world, text="家里有两辆车")
    joiner, lead, second = sign_in("joiner"), sign_in("lead"), sign_in("second")
    assert "您还没有密钥" in joiner.get(DESK).content.decode()
    assert joiner.post(DESK + "own/", {"password": PASSWORD}).status_code == 302
    assert "您的申请" in press(joiner, "ask")
    request = ShareRequest.objects.get()
    fingerprint = re.search(r"<code>([0-9a-f ]+)</code>", joiner.get(DESK).content.decode())[1]
    assert fingerprint in lead.get(DESK).content.decode()
    assert "请先由另一人" in press(second, "share", request.pk)
    press(lead, "vouch", request.pk)
    assert "不能由同一人" in press(lead, "share", request.pk)
    press(second, "share", request.pk)
    shown = joiner.get(f"/admin/cases/{case.number}/").content.decode()
    assert "家里有两辆车" in shown


def test_the_recovery_sheet_is_shown_once_and_not_kept_by_a_browser(world):
    client = sign_in("township")
    response = client.post(DESK + "recovery/", {"password": PASSWORD})
    assert re.search(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){7}", response.content.decode())
    assert "no-store" in response["Cache-Control"]
    wrong = client.post(DESK + "recovery/", {"password": "wrong"})
    assert "不能打开您的密钥" in wrong.content.decode()


def test_recovering_on_the_screen(world):
    user = world.users["township"]
    code = recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)
    user.set_password(NEW)
    user.save()
    client = Client()
    client.post("/admin/login/", {"username": "township", "password": NEW})
    bad = client.post(DESK + "recover/", {"code": "AAAA", "password": NEW}).content.decode()
    assert "不能打开您的密钥" in bad
    assert client.post(DESK + "recover/", {"code": code, "password": NEW}).status_code == 302
    desk = client.get(DESK).content.decode()
    assert "请撕毁" in desk
    assert "还没有恢复码" in desk
    assert client.get("/admin/cases/").status_code == 200


def test_without_the_password_no_key_is_made(world):
    response = sign_in("joiner").post(DESK + "own/", {"password": "wrong"})
    assert "不是您登录用的密码" in response.content.decode()


@pytest.mark.parametrize("form", ["own/", "recovery/", "recover/"])
def test_a_screen_left_open_is_no_place_to_try_passwords(world, settings, form):
    settings.AXES_FAILURE_LIMIT = 2
    client = sign_in("township")
    told = [
        client.post(DESK + form, {"password": password, "code": "AAAA"}).content.decode()
        for password in ("wrong", "wrong again", PASSWORD)
    ]
    assert ["尝试次数过多" in each for each in told] == [False, False, True]


@pytest.mark.parametrize(
    "address", ["vouch/", "vouch/5/", "remove/00000000-0000-4000-8000-000000000000/", "remove/", "share/x/"]
)
def test_an_odd_address_is_answered_and_does_nothing(world, address):
    request = asked(world)
    assert sign_in("lead").post(DESK + address).status_code in (302, 404)
    request.refresh_from_db()
    assert request.vouched_by is None


def test_who_holds_no_share_passes_none_on(world):
    request = asked(world)
    sharing.vouch(request=request, by=world.users["lead"])
    create_member(user=world.users["second"], password=PASSWORD, today=FILED)
    assert "您没有本单位密钥" in press(sign_in("second"), "share", request.pk)


def test_another_offices_request_is_not_shown(world):
    asked(world)
    assert "新来的" not in sign_in("neighbour").get(DESK).content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.CLERK])
def test_others_have_no_door(world, role):
    create_staff(username="other", name="别人", password=PASSWORD, roles=[role], office=world.offices["county"])
    client = sign_in("other")
    assert client.get(DESK).status_code in (302, 403)
    assert "case-keys" not in client.get("/admin/").content.decode()


def test_the_admin_vouches_and_opens_nothing(world):
    create_staff(username="boss", name="管理员", password=PASSWORD, roles=[Role.ADMIN], office=world.offices["county"])
    request = asked(world)
    client = sign_in("boss")
    assert "新来的" in client.get(DESK).content.decode()
    press(client, "vouch", request.pk)
    request.refresh_from_db()
    assert request.vouched_by.username == "boss"
    assert client.post(DESK + "own/", {"password": PASSWORD}).status_code in (302, 403)
    assert not keys.MemberKey.objects.filter(user__username="boss").exists()
