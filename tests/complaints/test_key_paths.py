"""Ways around the key: every path that sets a password, every algorithm id, the former password remembered."""

import pytest
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.test import Client
from django.urls import reverse

from complaints import sealing
from complaints.actions import recovery
from complaints.actions.keys import WrongPassword, create_member, create_office_key, unlock
from complaints.models.cases import CaseKeyWrap, CaseRecord, CaseSender
from complaints.models.keys import MemberKey, OfficeKey, OfficeKeyShare, RecoveryKey, StaffKeySession
from county.actions import create_staff
from county.domain.roles import Role
from county.models.audit import AuditEntry
from tests.factories_complaints import FILED, PASSWORD, file_case

LOGIN = settings.ADMIN_PATH + "login/"
QUEUE = settings.ADMIN_PATH + "cases/"
NEW = "xin-kou-ling-2026-8"


def sign_in(name, password=PASSWORD):
    client = Client()
    assert client.post(LOGIN, {"username": name, "password": password}).status_code == 302
    return client


def by_superuser(world, user):
    """The accounts' screen, by whoever may do everything there."""
    boss = create_staff(username="boss", name="管", password=PASSWORD, roles=[Role.ADMIN], office=None)
    boss.is_superuser = True
    boss.save()
    values = {
        "username": user.username,
        "last_name": user.last_name or "员",
        "first_name": "",
        "email": "",
        "office": user.office_id,
        "groups": [group.pk for group in user.groups.all()],
        "is_active": "on",
        "password1": NEW,
        "password2": NEW,
    }
    answer = sign_in("boss").post(reverse("wagtailusers_users:edit", args=[user.pk]), values)
    assert answer.status_code == 302


def by_link(world, user):
    """What the link of a "forgot password" mail would do, were it switched on."""
    form = SetPasswordForm(user, {"new_password1": NEW, "new_password2": NEW})
    assert form.is_valid()
    form.save()


@pytest.mark.parametrize("reset", [by_superuser, by_link])
def test_a_reset_password_opens_no_case(world, reset):
    case, _receipt = file_case(world)
    user = world.users["township"]
    reset(world, user)
    client = sign_in("township", NEW)
    assert not StaffKeySession.objects.filter(user=user).exists()
    assert client.get(QUEUE)["Location"].startswith(QUEUE + "unlock/")
    assert client.get(f"{QUEUE}{case.number}/").status_code == 302
    user.refresh_from_db()
    with pytest.raises(WrongPassword):
        unlock(user=user, password=NEW)
    assert OfficeKeyShare.objects.filter(user=user).exists()


def test_nobody_is_mailed_a_way_in(client, db):
    assert client.get(settings.ADMIN_PATH + "password_reset/").status_code == 404


@pytest.mark.parametrize("by", ["code", "former"])
def test_after_a_reset_sheet_or_former_password_open_the_key_again(world, by):
    user = world.users["township"]
    code = recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)
    by_link(world, user)
    client = sign_in("township", NEW)
    address = reverse("complaints_keys:recover")
    values = {"code": code if by == "code" else "", "former": PASSWORD if by == "former" else "", "password": NEW}
    for missing in ({"code": "", "former": ""}, {"code": code, "former": PASSWORD}, {"password": "wrong"}):
        assert client.post(address, {**values, **missing}).status_code == 200
    assert client.post(address, {**values, by: "wrong"}).status_code == 200
    assert client.post(address, values).status_code == 302
    assert client.get(QUEUE).status_code == 200
    user.refresh_from_db()
    assert unlock(user=user, password=NEW) == world.keys["township"]
    assert AuditEntry.objects.filter(verb="member-key.recover").count() == 1


def test_a_new_key_takes_one_argon2(world, monkeypatch):
    made = []
    real = sealing.password_key
    monkeypatch.setattr(sealing, "password_key", lambda *given: made.append(1) or real(*given))
    client = sign_in("township")
    made.clear()
    assert client.post(reverse("complaints_keys:own"), {"password": PASSWORD}).status_code == 302
    assert len(made) == 1
    assert client.get(QUEUE).status_code == 200


def test_a_password_with_blanks_around_it_opens_the_key_anew(world):
    user, blank = world.users["township"], f" {PASSWORD} "
    user.set_password(blank)
    user.save()
    create_member(user=user, password=blank, today=FILED)
    create_office_key(office=user.office, members=[user], today=FILED)
    client = sign_in("township", blank)
    StaffKeySession.objects.all().delete()
    assert client.post(QUEUE + "unlock/", {"password": blank}).status_code == 302


@pytest.mark.parametrize("model", [MemberKey, OfficeKeyShare, CaseKeyWrap, CaseRecord])
def test_an_unknown_algorithm_is_said_to_staff(world, model):
    case, _receipt = file_case(world)
    client = sign_in("township")
    model.objects.update(algorithm="sm2-sm4-v9")
    unlocking = model is MemberKey
    page = f"{QUEUE}{case.number}/"
    answer = client.post(QUEUE + "unlock/", {"password": PASSWORD}) if unlocking else client.get(page)
    assert answer.status_code == 500
    assert "这里的程序不认识" in answer.content.decode()


def test_an_unknown_algorithm_is_said_to_the_sender(world, client):
    _case, receipt = file_case(world)
    CaseSender.objects.update(algorithm="sm2-sm4-v9")
    answer = client.post("/receipt/", {"code": receipt.code})
    assert "这里的程序不认识" in answer.content.decode()


def test_nothing_is_sealed_to_a_key_of_another_algorithm(world):
    OfficeKey.objects.update(algorithm="sm2-v9")
    with pytest.raises(sealing.UnknownAlgorithm):
        file_case(world)


def test_a_recovery_sheet_of_another_algorithm_is_not_tried(world):
    user = world.users["township"]
    code = recovery.make_recovery_code(user=user, password=PASSWORD, today=FILED)
    RecoveryKey.objects.update(algorithm="sm4-v9")
    with pytest.raises(sealing.UnknownAlgorithm):
        recovery.recover_member_key(user=user, code=code, password=PASSWORD)
