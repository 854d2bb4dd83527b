"""The rows root: salted leaves, shuffled among dummies."""

from hashlib import sha256
from random import Random

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from publicity.domain import merkle, rows_root

SALT = bytes(range(32))
# What JSON escapes or might: controls, quotes, DEL, line separators, characters beyond the first plane.
TEXT = '\x00\x08\t\n\x0b\f\r\x1f"\\/<\x7f\u2028 a欧𫖯'
ROW = {
    "number": 1,
    "name": "欧阳**",
    "household_size": 3,
    "covered_persons": 2,
    "residence": "rural",
    "category": "A",
    "amount": "1740.00",
}


def test_a_leaf_is_what_the_design_says():
    text = (
        '{"amount":"1740.00","category":"A","covered_persons":2,"household_size":3,'
        '"name":"欧阳**","number":1,"residence":"rural"}'
    )
    expected = sha256(b"\x00dibao-row-v1\x00" + SALT + text.encode()).digest()
    assert rows_root.leaf_hash(SALT, ROW) == expected


@given(
    st.dictionaries(
        st.text('abz_\x1f"\\', max_size=5),
        st.text() | st.integers(-(2**53) + 1, 2**53 - 1) | st.none(),
        max_size=6,
    )
)
def test_canonical_is_rfc_8785(row):
    assert rows_root.canonical(row) == rfc8785.dumps(row)


@pytest.mark.parametrize("value", [1.5, True, 2**53, [], {}, b"x"])
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(rows_root.NotCanonical):
        rows_root.canonical({"amount": value})


@pytest.mark.parametrize(("count", "padded"), [(0, 32), (1, 32), (31, 32), (32, 32), (33, 64)])
def test_padding_hides_the_count(count, padded):
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(count)]
    root, arranged = rows_root.rows_root(leaves, Random(7))
    assert len(arranged) == padded
    assert set(leaves) <= set(arranged)
    assert len(set(arranged)) == padded
    assert root == merkle.root(arranged)


def test_the_order_says_nothing():
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(32)]
    assert list(rows_root.arrange(leaves, Random(1))) != leaves
    assert rows_root.arrange(leaves, Random(1)) != rows_root.arrange(leaves, Random(2))


def test_a_salt_and_a_row_each_change_the_leaf():
    leaf = rows_root.leaf_hash(SALT, ROW)
    assert rows_root.leaf_hash(SALT[::-1], ROW) != leaf
    assert rows_root.leaf_hash(SALT, ROW | {"amount": "1740.01"}) != leaf


def test_a_short_salt_is_refused():
    with pytest.raises(ValueError, match="32"):
        rows_root.leaf_hash(b"short", ROW)


def test_commitments_differ_by_salt_and_value_and_never_equal_a_row():
    found = {rows_root.commitment(salt, value) for salt in (SALT, SALT[::-1]) for value in (1, "1", 2, None)}
    assert len(found) == 8
    assert rows_root.leaf_hash(SALT, {"value": 1}) not in found


def test_short_hash_is_four_bytes_in_two_groups():
    assert rows_root.short_hash(bytes.fromhex("7f3a91c2") + bytes(28)) == "7F3A-91C2"


@given(st.binary(max_size=40))
def test_base64url_round_trip(data):
    text = rows_root.to_text(data)
    assert rows_root.from_text(text) == data
    assert not set(text) & set("+/=")
