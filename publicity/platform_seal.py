"""Sealing what a named platform fetches to that platform's key: HPKE (RFC 9180), base mode, one message a list.

The suite is the most widely implemented one: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. What is sealed
is the encapsulated key (32 bytes) followed by the ciphertext. The algorithm's id is stored and sent, so that others
(national ones) can follow.
"""

import base64
import binascii

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from publicity.domain.rows_root import to_text

ALGORITHM = "hpke-x25519-hkdfsha256-chacha20poly1305-v1"
KEY_BYTES = 32
#: Sealed texts are filled up with blanks, which JSON allows at its end, so that their length tells little.
BUCKET = 1024
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


class BadKey(ValueError):
    """No X25519 public key: 32 bytes in base64, and none of those that give every secret away."""


def public_key(text: str) -> str:
    """The key in the form in which it is stored (base64url without padding). Raises BadKey."""
    compact = "".join(text.split()).translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        raw = base64.b64decode(compact + "=" * (-len(compact) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey from error
    if len(raw) != KEY_BYTES:
        raise BadKey
    try:
        _SUITE.encrypt(b"", X25519PublicKey.from_public_bytes(raw), info=b"")
    except ValueError as error:  # a point of small order: RFC 7748, 6.1
        raise BadKey from error
    return to_text(raw)


def context(*, platform: str, list_id: str, index: int) -> bytes:
    """HPKE's info: a message moved to another platform, list or entry does not open."""
    return f"dibao-platform-v1|{platform}|{list_id}|{index}".encode()


def seal(plaintext: bytes, *, key: str, info: bytes) -> str:
    """`plaintext` for the holder of the private key alone, as base64url."""
    raw = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
    padded = plaintext + b" " * (-len(plaintext) % BUCKET)
    return to_text(_SUITE.encrypt(padded, X25519PublicKey.from_public_bytes(raw), info=info))
