"""Codes that people read from paper and type."""

from collections.abc import Callable

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without look-alikes: 31 signs, just under five bits each."""


def code_of(length: int, choice: Callable[[str], str]) -> str:
    """`length` signs, each drawn by `choice` (`secrets.choice` outside of tests)."""
    return "".join(choice(ALPHABET) for _sign in range(length))
