"""Ciphers: what is sealed opens only with its key, in its place."""

import pytest

from complaints import sealing
from complaints.sealing import UnknownAlgorithm, Unreadable

KEY, OTHER = b"k" * 32, b"o" * 32
PAIR = sealing.new_key_pair()


def test_a_record_opens_in_its_place():
    assert sealing.open_sealed(KEY, sealing.seal(KEY, b"words", b"here"), b"here") == b"words"


@pytest.mark.parametrize(
    ("key", "context", "change"),
    [
        (OTHER, b"here", lambda sealed: sealed),
        (KEY, b"there", lambda sealed: sealed),
        (KEY, b"here", lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (KEY, b"here", lambda sealed: sealed[:-1]),
        (KEY, b"here", lambda sealed: b""),
    ],
)
def test_with_another_key_place_or_byte_it_does_not(key, context, change):
    with pytest.raises(Unreadable):
        sealing.open_sealed(key, change(sealing.seal(KEY, b"words", b"here")), context)


def test_two_seals_of_one_text_differ():
    assert sealing.seal(KEY, b"words", b"") != sealing.seal(KEY, b"words", b"")


def test_a_wrap_is_1168_bytes_and_opens_with_the_private_key():
    wrapped = sealing.wrap(KEY, PAIR.public, b"here")
    assert len(wrapped) == 1168
    assert sealing.unwrap(wrapped, PAIR.private, b"here") == KEY


@pytest.mark.parametrize(
    ("private", "context", "cut"),
    [(sealing.new_key_pair().private, b"here", 0), (PAIR.private, b"there", 0), (PAIR.private, b"here", 1)],
    ids=["another key", "another place", "cut short"],
)
def test_a_wrap_opens_nowhere_else(private, context, cut):
    wrapped = sealing.wrap(KEY, PAIR.public, b"here")
    with pytest.raises(Unreadable):
        sealing.unwrap(wrapped[: len(wrapped) - cut], private, context)


@pytest.mark.parametrize(
    "opening", [lambda: sealing.open_sealed(KEY, b"", b"", "sm4"), lambda: sealing.unwrap(b"", b"", b"", "sm2")]
)
def test_an_unknown_algorithm_is_named_as_such(opening):
    with pytest.raises(UnknownAlgorithm):
        opening()


def test_binding_tells_lists_apart():
    assert sealing.bind("a", "bc") != sealing.bind("ab", "c")
    assert sealing.bind("a") != sealing.bind("a", "")


def test_a_receipt_gives_the_same_secrets_each_time_and_two_different_ones():
    first = sealing.sender_secrets("1" * 25, b"s" * 32)
    assert sealing.sender_secrets("1" * 25, b"s" * 32) == first
    assert first.lookup != first.key
    assert sealing.sender_secrets("1" * 24 + "2", b"s" * 32).key != first.key
    assert sealing.sender_secrets("1" * 25, b"t" * 32).key != first.key


def test_receipts_given_out_stay_valid():
    """A change of cost, salt use or derivation would lock every sender out: this value is part of the contract."""
    secrets = sealing.sender_secrets("0123456789" * 2 + "01234", b"\x07" * 32)
    assert (secrets.lookup.hex()[:16], secrets.key.hex()[:16]) == ("18348edc8125c6e7", "84cf5b58f9335d5a")


def test_a_password_gives_no_key_with_another_salt():
    cost = {"time_cost": 1, "memory_cost": 64}
    assert sealing.password_key("p", b"s" * 16, cost) != sealing.password_key("p", b"t" * 16, cost)
