"""What single cells of a roster may say: each rule takes a cleaned text and answers a value or raises Wrong."""

import re
import unicodedata
from decimal import Decimal

from publicity.domain.roster_text import clean_code, clean_name, plain_number

RESIDENCES = {"农村": "rural", "城市": "urban", "城镇": "urban"}
#: 是否保密: what says no. Anything else that is not blank counts as yes: suppression fails closed.
NOT_CONFIDENTIAL = frozenset({"", "否", "不", "无", "不保密", "N", "NO", "0", "-", "/"})
#: What says yes without a doubt.
CONFIDENTIAL = frozenset({"是", "保密", "Y", "YES", "1", "√"})
MAX_AMOUNT = Decimal(1_000_000)
MAX_PERSONS = 50
_MAX_NAME = 50
_MAX_NOTE = 200
_CENT = Decimal("0.01")
_CATEGORY = re.compile(r"([ABC])[类档]?")
_MONTH = re.compile(r"(\d{4})[-./年]?(\d{1,2})(?:[-./月]\d{0,2}日?)?(?:[ T]00:00:00)?")
_CERTIFICATE = re.compile(r"[0-9A-Z-]{1,40}")


class Wrong(Exception):
    """A cell is wrong: a code, and what its message needs to say."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def certificate(text: str) -> str:
    """The certificate's number, without blanks."""
    code = clean_code(text)
    if not code:
        raise Wrong("certificate-missing")
    if not _CERTIFICATE.fullmatch(code):
        raise Wrong("certificate-shape")
    return code


def head_name(text: str) -> str:
    """A name of letters of any script, middle dots and brackets; nothing that a spreadsheet would run."""
    name = clean_name(text)
    if not name:
        raise Wrong("name-missing")
    if name[0] in "=+@":
        raise Wrong("name-formula")
    if len(name) > _MAX_NAME or not _letter(name[0]) or not all(_letter(char) or char in "· .()" for char in name):
        raise Wrong("name-characters")
    return name


def count(text: str) -> int:
    """A number of persons, at least one."""
    figure = _figure(text.removesuffix("人"), "count-not-number")
    if figure != figure.to_integral_value() or not 1 <= figure <= MAX_PERSONS:
        raise Wrong("count-range")
    return int(figure)


def covered(text: str, size: int | None) -> int:
    """How many of the household's `size` are covered; an unknown size is not compared."""
    persons = count(text)
    if size is not None and persons > size:
        raise Wrong("covered-over-size", size=str(size))
    return persons


def residence(text: str) -> str:
    """农村低保 is "rural", 城市低保 "urban"."""
    found = RESIDENCES.get(text.removesuffix("低保"))
    if found is None:
        raise Wrong("residence-unknown")
    return found


def category(text: str) -> str:
    """A类 is "A"."""
    match = _CATEGORY.fullmatch(text.upper())
    if match is None:
        raise Wrong("category-unknown")
    return match[1]


def money(text: str) -> Decimal:
    """Yuan: more than nothing, at most two decimals."""
    value = _figure(text, "amount-not-number")
    if value <= 0:
        raise Wrong("amount-not-positive")
    if value >= MAX_AMOUNT:
        raise Wrong("amount-too-large")
    if value != value.quantize(_CENT):
        raise Wrong("amount-decimals")
    return value


def optional_money(text: str) -> Decimal | None:
    """Yuan, or nothing."""
    return money(text) if text else None


def month(text: str) -> str:
    """A month such as 2024-05, 2024年5月, 202405 or a day in it as "2024-05"; blank stays blank."""
    if not text:
        return ""
    match = _MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= 12 or not 1990 <= int(match[1]) <= 2100:
        raise Wrong("since-shape")
    return f"{match[1]}-{int(match[2]):02d}"


def confidential(text: str) -> bool:
    """Whether the household must not be named."""
    return text.upper() not in NOT_CONFIDENTIAL


def note(text: str) -> str:
    """A remark for staff, cut at 200 characters."""
    if text.startswith("="):
        raise Wrong("formula")
    return text[:_MAX_NOTE]


def _figure(text: str, code: str) -> Decimal:
    if not text:
        raise Wrong("number-missing")
    figure = plain_number(text)
    if figure is None:
        raise Wrong("formula" if text.startswith("=") else code)
    return Decimal(figure)


def _letter(char: str) -> bool:
    """A letter, a mark on it, or a variation selector of an ideograph."""
    return unicodedata.category(char) in {"Lo", "Lu", "Ll", "Lm", "Lt", "Mn", "Mc"}
