"""The last look at every text before it goes out: no ID, phone or bank-card number leaves.

Pure and without mercy for context: a number that has the shape and the checksum blocks publishing. What was
found is reported by kind and place, never by value, so that the report itself can be shown and logged.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a forbidden number looks like."""

    ID_18 = "id-18"
    ID_15 = "id-15"
    MOBILE = "mobile"
    BANK_CARD = "bank-card"


@dataclass(frozen=True)
class Finding:
    """One forbidden number: its kind, the place (a key of the scanned texts) and where it begins there."""

    kind: Kind
    place: str
    start: int


# Digits may be grouped by one blank or hyphen where people write them so; free grouping would join two dates.
_ID_18 = re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?!\d)")
_ID_15 = re.compile(r"(?<!\d)\d{6}[ -]?\d{6}[ -]?\d{3}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?|0)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d{16,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{6}[ -]\d{10,13})(?!\d)")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"


def id_check_digit(body: str) -> str:
    """The 18th character for the first 17 digits of an ID number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return _ID_CHECK[total % 11]


def luhn_ok(digits: str) -> bool:
    """Whether the digits end in a right Luhn check digit (ISO/IEC 7812-1, Annex B)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def scan(text: str, *, place: str = "", allowed: Iterable[str] = ()) -> list[Finding]:
    """Every forbidden number in a text; `allowed` are numbers that may stand there (the supervision phone)."""
    plain = _fold(text)
    pardoned = {_digits(_fold(number)) for number in allowed}
    return [Finding(kind, place, start) for kind, start, digits in _candidates(plain) if digits not in pardoned]


def scan_all(texts: Mapping[str, str], *, allowed: Iterable[str] = ()) -> list[Finding]:
    """The findings of all texts, by place."""
    pardoned = tuple(allowed)
    return [finding for place, text in texts.items() for finding in scan(text, place=place, allowed=pardoned)]


def _candidates(plain: str) -> Iterator[tuple[Kind, int, str]]:
    for match in _ID_18.finditer(plain):
        digits = _digits(match.group())
        if id_check_digit(digits[:17]) == digits[17] or _is_date(digits[6:14]):
            yield Kind.ID_18, match.start(), digits
    for match in _ID_15.finditer(plain):
        digits = _digits(match.group())
        if _is_date("19" + digits[6:12]):
            yield Kind.ID_15, match.start(), digits
    for match in _MOBILE.finditer(plain):
        yield Kind.MOBILE, match.start(), _digits(match.group())
    for match in _CARD.finditer(plain):
        digits = _digits(match.group())
        if luhn_ok(digits):
            yield Kind.BANK_CARD, match.start(), digits


def _fold(text: str) -> str:
    """Widths folded and invisible characters dropped, so that neither hides a number."""
    folded = unicodedata.normalize("NFKC", text)
    kept = (char for char in folded if unicodedata.category(char) not in {"Cf", "Mn"})
    return "".join("-" if unicodedata.category(char) == "Pd" else char for char in kept)


def _digits(text: str) -> str:
    return "".join(char for char in text.upper() if char.isdigit() or char == "X")


def _is_date(text: str) -> bool:
    """Whether eight digits are a day on which a living person may have been born."""
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2099
