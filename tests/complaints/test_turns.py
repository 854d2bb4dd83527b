"""Argon2 waits its turn: two at once, a short line, and the same polite page for everybody who comes on top."""

import re
import threading
from contextlib import ExitStack, contextmanager

import pytest
from django.conf import settings

from complaints import sealing
from county import hashers, turns
from county.turns import Busy, Turns
from portal.settings import base
from tests.factories_complaints import PASSWORD, file_case

LOGIN = settings.ADMIN_PATH + "login/"
UNLOCK = settings.ADMIN_PATH + "cases/unlock/"
SALT = b"s" * 16


@contextmanager
def full(monkeypatch):
    """Everybody's line, with somebody inside and nobody allowed to wait."""
    line = Turns(at_once=1, waiting=0)
    monkeypatch.setattr(sealing, "ARGON2", line)
    monkeypatch.setattr(hashers, "ARGON2", line)
    with line.turn():
        yield


def test_two_inside_three_in_line_and_no_more():
    line, inside, most, go = Turns(at_once=2, waiting=3), [], [], threading.Event()
    lock, refused, entered = threading.Lock(), [], threading.Semaphore(0)

    def work():
        try:
            with line.turn():
                with lock:
                    inside.append(1)
                    most.append(len(inside))
                entered.release()
                go.wait(10)
                with lock:
                    inside.pop()
        except Busy:
            refused.append(1)

    first = [threading.Thread(target=work) for _each in range(2)]
    for thread in first:
        thread.start()
    for _each in first:
        assert entered.acquire(timeout=10)
    rest = [threading.Thread(target=work) for _each in range(20)]
    for thread in rest:
        thread.start()
    while len(refused) < 17:
        threading.Event().wait(0.01)
    go.set()
    for thread in first + rest:
        thread.join(10)
    assert (max(most), len(most), len(refused)) == (2, 5, 17)


def test_whoever_waits_too_long_is_told_so():
    line = Turns(at_once=1, waiting=1, patience=0.05)
    with line.turn(), pytest.raises(Busy), line.turn():
        pass
    with line.turn():
        pass


def test_an_error_inside_gives_the_turn_back():
    line = Turns(at_once=1, waiting=0)
    for _each in range(3):
        with pytest.raises(KeyError), line.turn():
            raise KeyError
    with ExitStack() as stack:
        stack.enter_context(line.turn())


def test_receipt_member_key_and_sign_in_stand_in_one_line(monkeypatch):
    assert sealing.ARGON2 is hashers.ARGON2 is turns.ARGON2
    hasher = hashers.QueuedArgon2PasswordHasher()
    encoded = hasher.encode("x", "saltsalt")
    assert hasher.verify("x", encoded)
    assert not hasher.verify("y", encoded)
    with full(monkeypatch):
        for work in (
            lambda: sealing.sender_secrets("1" * 25, SALT),
            lambda: sealing.password_key("x", SALT, {"time_cost": 1, "memory_cost": 64}),
            lambda: hasher.verify("x", encoded),
            lambda: hasher.encode("x", "saltsalt"),
        ):
            with pytest.raises(Busy):
                work()


def test_the_hasher_of_the_portal_is_the_queued_one():
    assert base.PASSWORD_HASHERS == ["county.hashers.QueuedArgon2PasswordHasher"]
    assert base.ARGON2_WAITING >= 1


def shown(response):
    """The page without the padding that makes every page of this kind take as long."""
    return re.sub(rb"<!--.*?-->", b"", response.content, flags=re.S), len(response.content)


def test_a_right_and_a_wrong_receipt_get_the_same_page(world, client, monkeypatch):
    _case, receipt = file_case(world)
    with full(monkeypatch):
        right, wrong = (client.post("/receipt/", {"code": code}) for code in (receipt.code, "0" * 25))
    assert right.status_code == wrong.status_code == 503
    assert shown(right) == shown(wrong)
    assert int(right["Retry-After"]) > 0
    assert (right["Cache-Control"], right.cookies) == ("no-store", {})
    assert client.post("/receipt/", {"code": receipt.code}).status_code == 200


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_sign_in_too(world, client, monkeypatch, settings, password):
    settings.PASSWORD_HASHERS = ["county.hashers.QueuedArgon2PasswordHasher"]
    user = world.users["township"]
    user.set_password(PASSWORD)
    user.save()
    with full(monkeypatch):
        answer = client.post(LOGIN, {"username": "township", "password": password})
    assert (answer.status_code, dict(answer.cookies)) == (503, {})
    assert client.post(LOGIN, {"username": "township", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_unlocking_too(world, client, monkeypatch, password):
    client.force_login(world.users["township"])
    with full(monkeypatch):
        answer = client.post(UNLOCK, {"password": password})
    assert answer.status_code == 503
    assert "请稍等半分钟" in answer.content.decode()
    assert client.post(UNLOCK, {"password": PASSWORD}).status_code == 302
