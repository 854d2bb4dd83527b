"""Keys of members and offices: the password opens the member's, the member's the office's."""

import pytest
from django.conf import settings

from complaints.actions.keys import (
    NoMemberKey,
    NotOfThisOffice,
    WrongPassword,
    change_password,
    create_member,
    create_office_key,
    unlock,
)
from complaints.models.keys import MemberKey, OfficeKey, OfficeKeyShare, StaffKeySession
from complaints.vault import NoKey, open_keyring
from county.actions import create_staff
from tests.factories_complaints import FILED, PASSWORD, file_case

ACCOUNT = settings.ADMIN_PATH + "account/"


def test_the_password_opens_the_key_and_no_other_does(world):
    user = world.users["township"]
    assert unlock(user=user, password=PASSWORD) == world.keys["township"]
    with pytest.raises(WrongPassword):
        unlock(user=user, password=PASSWORD + " ")


def test_nobody_opens_a_key_that_was_moved_to_them(world):
    mine, theirs = world.users["township"], world.users["county"]
    MemberKey.objects.filter(user=mine).delete()
    MemberKey.objects.filter(user=theirs).update(user=mine)
    with pytest.raises(WrongPassword):
        unlock(user=mine, password=PASSWORD)


def test_keys_of_the_first_sender_are_older_than_the_first_sender(world, settings, tmp_path):
    settings.PORTAL_DATA = tmp_path
    create_office_key(office=world.offices["west"], members=[world.users["township"]])
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "keys").iterdir()}
    file_case(world)
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "keys").iterdir()} == before
    assert {"receipt-salt", "receipt-pepper", "form-state"} <= set(before)


def test_without_a_key_there_is_nothing_to_unlock(world):
    user = create_staff(username="new", name="新", password=PASSWORD, roles=[], office=world.offices["west"])
    with pytest.raises(NoMemberKey):
        unlock(user=user, password=PASSWORD)
    with pytest.raises(NoMemberKey):
        create_office_key(office=world.offices["west"], members=[user])


def test_a_new_password_opens_the_same_key(world):
    user = world.users["township"]
    change_password(user=user, old=PASSWORD, new="another one")
    assert unlock(user=user, password="another one") == world.keys["township"]
    with pytest.raises(WrongPassword):
        unlock(user=user, password=PASSWORD)


def test_the_account_page_carries_the_key_to_the_new_password(world, client):
    user, new = world.users["township"], "Xin-kou-ling-2026"
    client.force_login(user)
    page = client.get(ACCOUNT)
    form = {
        f"{panel.name}-{field.name}": field.value() or ""
        for panels in page.context["panels_by_tab"].values()
        for panel in panels
        for field in panel.get_form()
        if panel.name != "avatar"
    }
    form |= {"name_email-first_name": "强", "name_email-email": "qiang@example.org"}
    form |= {"password-old_password": PASSWORD, "password-new_password1": new, "password-new_password2": new}
    assert client.post(ACCOUNT, form).status_code == 302
    assert unlock(user=user, password=new) == world.keys["township"]


def test_a_password_set_by_another_gives_no_access(world, client):
    user = world.users["township"]
    user.set_password("set by an administrator")
    user.save()
    client.post(settings.ADMIN_PATH + "login/", {"username": "township", "password": "set by an administrator"})
    assert not StaffKeySession.objects.exists()


def test_an_office_key_is_shared_with_its_own_members_only(world):
    with pytest.raises(NotOfThisOffice):
        create_office_key(office=world.offices["west"], members=[world.users["neighbour"]])


def test_a_second_office_key_retires_the_first_which_still_opens_old_cases(world):
    case, _receipt = file_case(world)
    office = world.offices["west"]
    create_office_key(office=office, members=office.members.all(), today=FILED)
    assert list(OfficeKey.objects.filter(office=office, retired_on=None).values_list("version", flat=True)) == [2]
    assert len(open_keyring(world.keys["township"], world.users["township"]).case_key(case)) == 32


def test_a_new_member_key_opens_nothing_that_was_shared_before(world):
    case, _receipt = file_case(world)
    user = world.users["township"]
    create_member(user=user, password=PASSWORD, today=FILED)
    with pytest.raises(NoKey):
        open_keyring(unlock(user=user, password=PASSWORD), user).case_key(case)
    assert not OfficeKeyShare.objects.filter(user=user).exists()


def test_nobody_uses_the_key_of_another(world):
    with pytest.raises(NoKey):
        open_keyring(world.keys["county"], world.users["township"])


def test_who_changes_office_leaves_its_cases_behind(world):
    case, _receipt = file_case(world)
    user = world.users["township"]
    user.office = world.offices["east"]
    user.save()
    with pytest.raises(NoKey):
        open_keyring(world.keys["township"], user).case_key(case)


def test_an_office_whose_only_members_are_gone_takes_no_new_cases(world):
    world.offices["west"].members.update(is_active=False)
    case, _receipt = file_case(world)
    assert case.handling_office == world.offices["county"]
