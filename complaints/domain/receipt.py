"""The receipt code: 25 random digits in five groups (83 bits), the sender's only key."""

import re
from typing import Protocol

DIGITS = 25
GROUP = 5
# Blanks of every width, hyphens and dashes as phones and input methods type them.
_FILLERS = re.compile(r"[\s\u200b\ufeff\-‐‑‒–—―－_.·,，、]+")


class BadReceipt(ValueError):
    """What was typed is not 25 digits."""


class Rng(Protocol):
    """The part of `random.Random` that is used; pass `secrets.SystemRandom()`."""

    def randrange(self, stop: int, /) -> int:
        """A whole number from 0 to below `stop`, all equally likely."""
        ...


def new_receipt(rng: Rng) -> str:
    """A fresh code: 25 digits, uniform."""
    return f"{rng.randrange(10**DIGITS):0{DIGITS}d}"


def format_receipt(code: str) -> str:
    """For people: five groups of five."""
    return " ".join(code[start : start + GROUP] for start in range(0, DIGITS, GROUP))


def parse_receipt(text: str) -> str:
    """The 25 digits in what a person typed: blanks, hyphens and full-width digits are forgiven.

    Raises BadReceipt.
    """
    digits = _FILLERS.sub("", text)
    if len(digits) != DIGITS or not all(char.isdecimal() for char in digits):
        raise BadReceipt
    return "".join(str(int(char)) for char in digits)
