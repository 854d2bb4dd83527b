"""The keyed digest that stands for a person."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import digest


def person_key(identity: str, key: bytes) -> str:
    """HMAC-SHA256 of the ID number under the key outside the database, base64url."""
    return urlsafe_b64encode(digest(key, identity.encode(), sha256)).rstrip(b"=").decode()
