"""The key's session: opened at login, bound to a cookie of the admin, gone when idle or at logout."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from complaints.models.keys import MemberKey, StaffKeySession
from complaints.session import COOKIE, IDLE, forget_expired, member_key
from tests.factories_complaints import PASSWORD

LOGIN = settings.ADMIN_PATH + "login/"


@pytest.fixture
def signed_in(world, client):
    response = client.post(LOGIN, {"username": "township", "password": PASSWORD})
    assert response.status_code == 302
    return response


def key_in(client, rf, user):
    request = rf.get(settings.ADMIN_PATH)
    request.COOKIES[COOKIE] = client.cookies[COOKIE].value
    request.user = user
    return member_key(request)


def test_login_opens_the_key(world, client, rf, signed_in):
    assert key_in(client, rf, world.users["township"]) == world.keys["township"]


def test_the_cookie_is_kept_close(world, signed_in):
    cookie = signed_in.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", settings.ADMIN_PATH)
    assert not cookie["expires"]
    assert not cookie["max-age"]
    assert not cookie["secure"]


def test_over_https_it_is_secure(world, client):
    response = client.post(LOGIN, {"username": "township", "password": PASSWORD}, secure=True)
    assert response.cookies[COOKIE]["secure"]


def test_the_row_alone_holds_neither_key_nor_cookie(world, client, signed_in):
    row = StaffKeySession.objects.get()
    stored = bytes(row.sealed) + row.lookup.encode()
    assert world.keys["township"] not in stored
    assert client.cookies[COOKIE].value.encode() not in stored


def test_another_person_with_the_cookie_gets_nothing(world, client, rf, signed_in):
    assert key_in(client, rf, world.users["lead"]) is None


@pytest.mark.parametrize("value", ["", "x", "AAAA", "A" * 44])
def test_another_cookie_opens_nothing(world, client, rf, signed_in, value):
    client.cookies[COOKIE] = value
    assert key_in(client, rf, world.users["township"]) is None


@pytest.mark.parametrize(("idle", "gone"), [(timedelta(minutes=14), False), (timedelta(minutes=16), True)])
def test_fifteen_idle_minutes(world, client, rf, signed_in, idle, gone):
    StaffKeySession.objects.update(last_used=timezone.now() - idle)
    assert (key_in(client, rf, world.users["township"]) is None) == gone


def test_use_keeps_it_open(world, client, rf, signed_in):
    StaffKeySession.objects.update(last_used=timezone.now() - timedelta(minutes=10))
    key_in(client, rf, world.users["township"])
    assert timezone.now() - StaffKeySession.objects.get().last_used < timedelta(minutes=1)


def test_even_in_use_it_ends(world, client, rf, signed_in):
    StaffKeySession.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert key_in(client, rf, world.users["township"]) is None


def test_logout_forgets_it(world, client, signed_in):
    response = client.post(settings.ADMIN_PATH + "logout/")
    assert not StaffKeySession.objects.exists()
    assert response.cookies[COOKIE].value == ""


def test_idle_keys_are_deleted(world, signed_in):
    now = timezone.now()
    assert forget_expired(now) == 0
    assert forget_expired(now + IDLE + timedelta(seconds=1)) == 1


def test_a_wrong_password_opens_nothing(world, client):
    response = client.post(LOGIN, {"username": "township", "password": "wrong"})
    assert COOKIE not in response.cookies
    assert not StaffKeySession.objects.exists()


def test_without_a_key_login_works_and_nothing_is_opened(world, client):
    MemberKey.objects.all().delete()
    response = client.post(LOGIN, {"username": "township", "password": PASSWORD})
    assert response.status_code == 302
    assert COOKIE not in response.cookies


def test_nobody_is_remembered(client, db):
    page = client.get(LOGIN)
    assert "remember" not in page.context["form"].fields
