"""The keyed digest that stands for a household: of use only with the key, which lies outside the database."""

import hmac
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from county.keys import secret
from publicity.domain.roster_text import clean_code
from publicity.domain.rows_root import to_text
from publicity.models.households import EntryKey
from publicity.models.publications import PublicationEntry


def household_digest(*, village_code: str, certificate: str) -> str:
    """HMAC-SHA256 of village and certificate under a key outside the database, as base64url.

    The village is part of it: where townships number their certificates themselves, a number alone names several
    households, and one would be erased for another.
    """
    return _digest(secret("household-key"), village_code, certificate)


def household_digests(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Village code and certificate of many households by their digests; the key is read once."""
    key = secret("household-key")
    return {_digest(key, *pair): pair for pair in pairs}


def sealed_about(entry: PublicationEntry, **values: Any) -> dict[str, Any]:
    """What `county.actions.record` takes to keep `values` about a published row's household until it is erased.

    For staff's acts only: `record(…, **sealed_about(entry, number=entry.number))`. Empty for a row without a key.
    """
    found = EntryKey.objects.filter(entry=entry).values_list("household", flat=True).first()
    return {"household": found, "sealed": values} if found else {}


def digests_in_order(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The digests of village codes and certificates, one for each; the key is read once. Publishing uses it."""
    key = secret("household-key")
    return [_digest(key, code, certificate) for code, certificate in pairs]


def _digest(key: bytes, village_code: str, certificate: str) -> str:
    message = f"{village_code}\0{clean_code(certificate)}".encode()
    return to_text(hmac.digest(key, message, sha256))
