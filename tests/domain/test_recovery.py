"""The printed recovery code: how it is typed, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.recovery import BYTES, BadCode, code_bytes, new_code


@given(st.binary(min_size=BYTES, max_size=BYTES))
def test_a_code_says_its_bytes(raw):
    code = new_code(lambda size: raw[:size])
    assert code_bytes(code) == raw
    assert code_bytes(code.lower().replace("-", " ")) == raw


def test_look_alikes_are_forgiven():
    code = new_code(lambda size: bytes(size))
    assert code == "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"
    raw = code_bytes("OIBA" + "-AAAA" * 7)
    assert code_bytes("018A" + "-AAAA" * 7) == raw


@pytest.mark.parametrize("typed", ["", "AAAA", "AAAA-" * 9, "9999" + "-AAAA" * 7, "王" * 32])
def test_no_code(typed):
    with pytest.raises(BadCode):
        code_bytes(typed)
