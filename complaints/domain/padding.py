"""Padding to size buckets, so that the length of a ciphertext says little about the text."""

KIB = 1024
BUCKETS = (1 * KIB, 4 * KIB, 16 * KIB, 64 * KIB)
"""The small sizes; beyond the last, powers of two."""
_LENGTH_BYTES = 8


class TooLong(Exception):
    """The data does not fit the fixed bucket asked for."""


class BadPadding(Exception):
    """The bytes were not made by `pad`."""


def bucket_for(size: int) -> int:
    """The bucket in bytes for `size` bytes of data, the length field included."""
    needed = size + _LENGTH_BYTES
    for bucket in BUCKETS:
        if needed <= bucket:
            return bucket
    return 1 << (needed - 1).bit_length()


def pad(data: bytes, bucket: int | None = None) -> bytes:
    """`data` behind its length, filled with zeros up to its bucket, or up to the fixed `bucket` in bytes.

    Raises TooLong when a fixed bucket is too small.
    """
    size = bucket_for(len(data)) if bucket is None else bucket
    if len(data) + _LENGTH_BYTES > size:
        raise TooLong(len(data))
    return (len(data).to_bytes(_LENGTH_BYTES, "big") + data).ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """The data that `pad` was given; raises BadPadding."""
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    end = _LENGTH_BYTES + length
    if len(padded) < _LENGTH_BYTES or end > len(padded) or padded[end:].strip(b"\0"):
        raise BadPadding
    return padded[_LENGTH_BYTES:end]
