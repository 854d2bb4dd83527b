"""The code on a member's printed recovery sheet: 160 random bits in groups that can be read out and typed."""

from base64 import b32decode, b32encode
from collections.abc import Callable

BYTES = 20
_GROUP = 4
_LOOK_ALIKES = str.maketrans({"0": "O", "1": "I", "8": "B"})


class BadCode(ValueError):
    """What was typed is no recovery code: characters are missing or do not occur in one."""


def new_code(random_bytes: Callable[[int], bytes]) -> str:
    """Eight groups of four, such as K7QD-…; `random_bytes` gives as many as asked for."""
    text = b32encode(random_bytes(BYTES)).decode()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def code_bytes(typed: str) -> bytes:
    """The code's bytes, however it was spaced, in capitals or not; raises BadCode."""
    text = "".join(char for char in typed.upper().translate(_LOOK_ALIKES) if char.isalnum())
    try:
        code = b32decode(text)
    except ValueError as error:
        raise BadCode from error
    if len(code) != BYTES:
        raise BadCode
    return code
