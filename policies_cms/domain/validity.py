"""Whether a policy document is in force on a day."""

from datetime import date
from enum import StrEnum


class Validity(StrEnum):
    """What a reader must know before relying on a document."""

    NOT_YET = "not-yet"
    IN_FORCE = "in-force"
    EXPIRED = "expired"
    REPEALED = "repealed"


class DatesOutOfOrder(ValueError):
    """A document can't end before it begins."""


def validity(
    *, on: date, effective_on: date, expires_on: date | None = None, repealed_on: date | None = None
) -> Validity:
    """The state of a document on the day `on`.

    `effective_on` is the first day in force and `expires_on` the last; `repealed_on` is the first day on which the
    document no longer counts. A repeal outweighs an expiry, because the reader should look for what replaced it.
    """
    if repealed_on is not None and on >= repealed_on:
        return Validity.REPEALED
    if on < effective_on:
        return Validity.NOT_YET
    if expires_on is not None and on > expires_on:
        return Validity.EXPIRED
    return Validity.IN_FORCE


def check_order(*, effective_on: date, expires_on: date | None, repealed_on: date | None) -> None:
    """Raises `DatesOutOfOrder` when the end lies before the beginning."""
    if expires_on is not None and expires_on < effective_on:
        raise DatesOutOfOrder("expires_on")
    if repealed_on is not None and repealed_on < effective_on:
        raise DatesOutOfOrder("repealed_on")
