"""The rows root: one hash that binds a list to its rows without telling them.

Each row's leaf hides behind its own salt; the leaves are shuffled among dummies, so that
neither a leaf's place nor their number says anything.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from random import Random

from publicity.domain import merkle

#: Leaves are padded to a multiple of this, so that suppressed rows are not counted by hash.
BLOCK = 32
SALT_SIZE = 32
_ROW = b"dibao-row-v1\0"
_VALUE = b"dibao-value-v1\0"
_TEXTS = b"dibao-texts-v1\0"
_MAX_SAFE = 2**53 - 1  # RFC 8785 knows numbers as IEEE doubles only


class NotCanonical(ValueError):
    """A value has more than one canonical form (a float, a huge number, a nested object)."""


def canonical(row: Mapping[str, object]) -> bytes:
    """Return a flat object's canonical JSON (RFC 8785). Raises NotCanonical.

    Keys are ASCII and values strings, integers or null: for these the standard library's
    JSON with sorted keys is the canonical form. Amounts are strings such as "1740.00".
    """
    for key, value in row.items():
        whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MAX_SAFE
        if not key.isascii() or not (value is None or isinstance(value, str) or whole):
            raise NotCanonical(key)
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def leaf_hash(salt: bytes, row: Mapping[str, object]) -> bytes:
    """Return a masked row's leaf: SHA256(0x00 ‖ "dibao-row-v1\\0" ‖ salt ‖ canonical row).

    Raises ValueError unless the salt has 32 bytes.
    """
    return merkle.leaf_hash(_ROW + _checked(salt) + canonical(row))


def commitment(salt: bytes, value: str | int | None) -> bytes:
    """Return a commitment to one value, which its salt opens.

    It is SHA256("dibao-value-v1\\0" ‖ salt ‖ canonical {"value": value}).
    """
    return sha256(_VALUE + _checked(salt) + canonical({"value": value})).digest()


def texts_digest(texts: Mapping[str, str]) -> bytes:
    """Return what binds a list's entry to the words of its disclosures: title, issuer, standard, phone.

    They are public and in no need of a salt: SHA256("dibao-texts-v1\\0" ‖ canonical object).
    """
    return sha256(_TEXTS + canonical(texts)).digest()


def arrange(leaves: Sequence[bytes], rng: Random) -> tuple[bytes, ...]:
    """Return the leaves padded with dummies to a multiple of 32 and shuffled.

    `rng` must be random.SystemRandom outside tests. An empty list becomes one block of
    dummies: "nobody this month" looks like any other list.
    """
    missing = -len(leaves) % BLOCK if leaves else BLOCK
    arranged = [*leaves, *(rng.randbytes(merkle.HASH_SIZE) for _ in range(missing))]
    rng.shuffle(arranged)
    return tuple(arranged)


def rows_root(leaves: Sequence[bytes], rng: Random) -> tuple[bytes, tuple[bytes, ...]]:
    """Return the root over a list's leaves and the arranged leaves to keep for checking it."""
    arranged = arrange(leaves, rng)
    return merkle.root(arranged), arranged


def short_hash(root: bytes) -> str:
    """Return what a person compares on paper: the root's first 4 bytes as "7F3A-91C2".

    It names a version among a county's lists; it is no proof against forgery, the root is.
    """
    text = root[:4].hex().upper()
    return f"{text[:4]}-{text[4:]}"


def to_text(data: bytes) -> str:
    """Return bytes as base64url without padding, the form that people and programs read."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """Return the bytes of base64url text, padded or not. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _checked(salt: bytes) -> bytes:
    if len(salt) != SALT_SIZE:
        raise ValueError("a salt has 32 bytes")
    return salt
