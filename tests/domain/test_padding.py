"""Padding: only the bucket shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.padding import BadPadding, TooLong, bucket_for, pad, unpad


@pytest.mark.parametrize(
    ("size", "bucket"),
    [
        (0, 1024),
        (1016, 1024),
        (1017, 4096),
        (4088, 4096),
        (4089, 16384),
        (16377, 65536),
        (65528, 65536),
        (65529, 131072),
        (131064, 131072),
        (131065, 262144),
    ],
)
def test_buckets(size, bucket):
    assert bucket_for(size) == bucket
    assert len(pad(b"x" * size)) == bucket


@given(st.binary(max_size=5000))
def test_round_trip(data):
    assert unpad(pad(data)) == data


def test_a_fixed_bucket_never_grows():
    assert len(pad(b"x" * 504, 512)) == 512
    with pytest.raises(TooLong):
        pad(b"x" * 505, 512)


@pytest.mark.parametrize("broken", [b"", b"1234", b"\0" * 7 + b"\x09" + b"x" * 8, pad(b"x")[:-1] + b"y"])
def test_other_bytes_are_refused(broken):
    with pytest.raises(BadPadding):
        unpad(broken)
