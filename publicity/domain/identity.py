"""The citizen's ID number (公民身份号码): whether it can be right, and what it says of age.

GB 11643-1999: six digits of place, eight of birth, three of sequence, one check character (ISO 7064 MOD 11-2).
"""

import re
from datetime import date
from enum import StrEnum

from publicity.domain.gate import id_check_digit

#: 民法典 第十七条: who is under eighteen is a minor.
ADULT_AGE = 18
#: Nobody on a roster is older; an earlier year is a typing mistake.
EARLIEST_BIRTH = date(1900, 1, 1)
_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")


class IdentityCode(StrEnum):
    """Why a text is not an ID number."""

    MISSING = "id-missing"
    SHAPE = "id-shape"
    BIRTH = "id-birth"
    CHECK = "id-check"


class BadIdentity(ValueError):
    """The ID number cannot be right; `code` says why, the number itself is never in the message."""

    def __init__(self, code: IdentityCode) -> None:
        super().__init__(code.value)
        self.code = code


def birth_of(number: str, *, on: date) -> date:
    """The day of birth in an ID number of 18 characters, checked as on the day `on`.

    Raises BadIdentity; a birth after `on` or before 1900 is as wrong as the 30th of February.
    """
    if not number:
        raise BadIdentity(IdentityCode.MISSING)
    if not _SHAPE.fullmatch(number):
        raise BadIdentity(IdentityCode.SHAPE)
    if id_check_digit(number[:17]) != number[17]:
        raise BadIdentity(IdentityCode.CHECK)
    try:
        born = birth_in(number)
    except ValueError as error:
        raise BadIdentity(IdentityCode.BIRTH) from error
    if not EARLIEST_BIRTH <= born <= on:
        raise BadIdentity(IdentityCode.BIRTH)
    return born


def birth_in(number: str) -> date:
    """The day of birth in a number that `birth_of` has accepted. Raises ValueError on an impossible day."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def ages_on(period: str) -> date:
    """The day on which ages count for a month's roster: the first of the month before.

    A roster is filed by the 25th of the month before (大武口 2020, 五（二）) and may be published at once, so whoever
    comes of age between stays hidden until the next roster. No list goes out before this day.
    """
    year, month = int(period[:4]), int(period[5:])
    return date(year, month - 1, 1) if month > 1 else date(year - 1, 12, 1)


def is_minor(born: date, *, on: date) -> bool:
    """Whether a person is under eighteen; born on 29 February, they come of age on 1 March of a common year."""
    return (on.year - born.year, on.month, on.day) < (ADULT_AGE, born.month, born.day)
