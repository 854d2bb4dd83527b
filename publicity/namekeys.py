"""The keyed index of names: the public side can look a name up, and never read one."""

import hmac
from hashlib import sha256

from county.keys import secret
from publicity.domain.masking import normalise_name
from publicity.domain.rows_root import to_text


def name_digest(*, village_code: str, name: str) -> str:
    """HMAC-SHA256 of village and normalised full name under a key outside the database, as base64url."""
    message = f"{village_code}\0{normalise_name(name)}".encode()
    return to_text(hmac.digest(secret("name-key"), message, sha256))
