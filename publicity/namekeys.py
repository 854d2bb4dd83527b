"""The keyed index of names: the public side can look a name up, and never read one."""

import hmac
from collections.abc import Iterable
from hashlib import sha256

from county.keys import secret
from publicity.domain.masking import normalise_name
from publicity.domain.rows_root import to_text


def name_digest(*, village_code: str, name: str) -> str:
    """HMAC-SHA256 of village and normalised full name under a key outside the database, as base64url."""
    return name_digests([(village_code, name)])[0]


def name_digests(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """As `name_digest`, for many pairs of village code and name; the key is read once."""
    key = secret("name-key")
    messages = (f"{code}\0{normalise_name(name)}".encode() for code, name in pairs)
    return [to_text(hmac.digest(key, message, sha256)) for message in messages]
