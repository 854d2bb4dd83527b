"""Phones and opening hours as people write them: what can be dialled, what can be kept."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

# 0599-123-4511, 05991234511; 13800138000; 400-123-4567; 12345, 110, 12388; 1234567 within the county.
_KINDS = (
    re.compile(r"0\d{9,11}"),
    re.compile(r"1[3-9]\d{9}"),
    re.compile(r"[48]00\d{7}"),
    re.compile(r"1\d{2,4}"),
    re.compile(r"[2-9]\d{6,7}"),
)
_SEPARATORS = re.compile(r"[、；;/]|，|,")
_EXTENSION = re.compile(r"(?:转|ext\.?|#)\s*(\d{1,6})$", re.IGNORECASE)
# Longer than any phone, or in fours as bank cards are printed.
_ACCOUNT = re.compile(r"\d{13,}|(?:\d{4}[ -]){3}\d")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})")
_SPAN = re.compile(rf"{_TIME.pattern}\s*(?:[-–—~～至到])+\s*{_TIME.pattern}")


@dataclass(frozen=True)
class Phone:
    """A number as shown, and as a `tel:` link takes it."""

    shown: str
    dial: str


class BadPhone(ValueError):
    """Not a number that can be dialled; the argument is what was written."""


class BadHours(ValueError):
    """Hours that nobody could keep; the argument is a HoursProblem."""


class HoursProblem(StrEnum):
    """What is wrong with opening hours."""

    NO_TIME = "no-time"
    NO_SUCH_TIME = "no-such-time"
    ENDS_BEFORE = "ends-before"
    OVERLAP = "overlap"


def phones(text: str) -> tuple[Phone, ...]:
    """Every number in `text`, separated by commas, strokes or 、. Raises BadPhone."""
    parts = [part.strip() for part in _SEPARATORS.split(unicodedata.normalize("NFKC", text)) if part.strip()]
    return tuple(_phone(part) for part in parts)


def names_account(text: str) -> bool:
    """Whether `text` seems to hold the number of an account or a card."""
    return _ACCOUNT.search(unicodedata.normalize("NFKC", text)) is not None


def _phone(part: str) -> Phone:
    extension = _EXTENSION.search(part)
    number = part[: extension.start()] if extension else part
    digits = re.sub(r"[\s()（）+-]", "", number)
    if digits.startswith("86") and len(digits) > 11:
        digits = digits[2:]
    if not any(kind.fullmatch(digits) for kind in _KINDS):
        raise BadPhone(part)
    return Phone(part, f"{digits},{extension[1]}" if extension else digits)


def check_hours(text: str) -> None:
    """Whether `text` names at least one span of times that can be kept. Raises BadHours."""
    plain = unicodedata.normalize("NFKC", text)
    spans = [tuple(map(int, found)) for found in _SPAN.findall(plain)]
    if not spans:
        raise BadHours(HoursProblem.NO_TIME)
    for clause in re.split(r"[；;。\n]", plain):
        _check_spans([tuple(map(int, found)) for found in _SPAN.findall(clause)])


def _check_spans(spans: list[tuple[int, ...]]) -> None:
    """The spans of one clause follow each other; another clause is about other days."""
    last = -1
    for hour, minute, to_hour, to_minute in spans:
        if max(hour, to_hour) > 24 or max(minute, to_minute) > 59:
            raise BadHours(HoursProblem.NO_SUCH_TIME)
        start, end = hour * 60 + minute, to_hour * 60 + to_minute
        if end <= start:
            raise BadHours(HoursProblem.ENDS_BEFORE)
        if start < last:
            raise BadHours(HoursProblem.OVERLAP)
        last = end
