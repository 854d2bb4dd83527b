"""The one place that touches ciphers: sealing records, wrapping keys, keys from passwords and receipts.

Every sealed thing carries the id of its algorithm as text, so that others (national ones, say) can follow. Every
ciphertext is bound to where it lies: moved to another case or record it does not open.
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError

from county.turns import ARGON2

SYMMETRIC = "xchacha20poly1305-v1"
"""Records and the sender's wrap."""
WRAP = "hpke-mlkem768x25519-hkdfsha256-chacha20poly1305-v1"
"""Keys sealed to a public key: 1,168 bytes for a case key."""
PASSWORD = "argon2id+xchacha20poly1305-v1"  # noqa: S105 - the name of an algorithm
"""A member's private key under their password."""

KEY_BYTES = 32
SALT_BYTES = 16
MLKEM_SEED_BYTES = 64
MLKEM_PUBLIC_BYTES = 1184
NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

MEMBER_ARGON2: Mapping[str, int] = {"time_cost": 3, "memory_cost": 64 * 1024}
"""For passwords; stored beside each key, so a later change leaves older keys readable."""
RECEIPT_ARGON2: Mapping[str, int] = {"time_cost": 2, "memory_cost": 32 * 1024}
"""For receipts of version 1: never change these, they are part of every receipt given out."""

_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)


class Unreadable(Exception):
    """The key does not open this, or it was altered or moved."""


class UnknownAlgorithm(Exception):
    """The algorithm id names nothing that this version knows."""


@dataclass(frozen=True)
class KeyPair:
    """Raw private and public key; the private one is an ML-KEM seed followed by an X25519 key."""

    private: bytes
    public: bytes


@dataclass(frozen=True)
class SenderSecrets:
    """What a receipt code gives: an id to look up and a key to open."""

    lookup: bytes
    key: bytes


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def bind(*parts: object) -> bytes:
    """`parts` as bytes in which no two different lists look alike."""
    encoded = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def seal(key: bytes, plaintext: bytes, context: bytes) -> bytes:
    """`plaintext` under `key`, bound to `context`: nonce, ciphertext and tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, context, nonce, key)


def open_sealed(key: bytes, sealed: bytes, context: bytes, algorithm: str = SYMMETRIC) -> bytes:
    """The plaintext; raises Unreadable and UnknownAlgorithm."""
    _check(algorithm, SYMMETRIC)
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[NONCE_BYTES:], context, sealed[:NONCE_BYTES], key)
    except (CryptoError, ValueError, TypeError) as error:
        raise Unreadable from error


def new_key_pair() -> KeyPair:
    """A fresh hybrid key pair."""
    seed = MLKEM768PrivateKey.generate().private_bytes_raw()
    private = seed + X25519PrivateKey.generate().private_bytes_raw()
    return KeyPair(private, public_of(private))


def public_of(private: bytes) -> bytes:
    """The public key that belongs to a raw private key."""
    mlkem, x25519 = _private_parts(private)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """A short name of a public key: SHA-256 in hex."""
    return hashlib.sha256(public).hexdigest()


def wrap(plaintext: bytes, public: bytes, context: bytes, algorithm: str = WRAP) -> bytes:
    """`plaintext` sealed to a public key, bound to `context` (HPKE's info); raises UnknownAlgorithm."""
    _check(algorithm, WRAP)
    key = hpke.MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC_BYTES]),
        X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC_BYTES:]),
    )
    return _SUITE.encrypt(plaintext, key, info=context)


def unwrap(wrapped: bytes, private: bytes, context: bytes, algorithm: str = WRAP) -> bytes:
    """What `wrap` was given; raises Unreadable and UnknownAlgorithm."""
    _check(algorithm, WRAP)
    try:
        return _SUITE.decrypt(wrapped, hpke.MLKEM768X25519PrivateKey(*_private_parts(private)), info=context)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def password_key(password: str, salt: bytes, argon2: Mapping[str, int]) -> bytes:
    """A key from a password by Argon2id; `memory_cost` in KiB. Raises turns.Busy."""
    return _argon2(password.encode(), salt, argon2)


def sender_secrets(code: str, salt: bytes) -> SenderSecrets:
    """Look-up id and key from a receipt's digits and the installation's one salt. Raises turns.Busy."""
    root = _argon2(code.encode(), salt, RECEIPT_ARGON2)
    return SenderSecrets(derive(root, "receipt-lookup-v1"), derive(root, "receipt-key-v1"))


def derive(root: bytes, purpose: str) -> bytes:
    """A key for one purpose from a strong root key (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(root)


def keyed_digest(value: bytes, pepper: bytes) -> str:
    """A digest that says nothing without the key outside the database."""
    return hmac.new(pepper, value, hashlib.sha256).hexdigest()


def _argon2(secret: bytes, salt: bytes, cost: Mapping[str, int]) -> bytes:
    with ARGON2.turn():
        return hash_secret_raw(
            secret, salt, cost["time_cost"], cost["memory_cost"], parallelism=1, hash_len=KEY_BYTES, type=Type.ID
        )


def _private_parts(private: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    return (
        MLKEM768PrivateKey.from_seed_bytes(private[:MLKEM_SEED_BYTES]),
        X25519PrivateKey.from_private_bytes(private[MLKEM_SEED_BYTES:]),
    )


def _check(algorithm: str, known: str) -> None:
    if algorithm != known:
        raise UnknownAlgorithm(algorithm)
