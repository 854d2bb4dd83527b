"""What single cells of a roster may say: each rule takes a cleaned text and answers a value or raises Wrong."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from publicity.domain.roster_terms import Wrong
from publicity.domain.roster_text import chinese_month, clean_code, clean_name, compact, plain_amount, plain_number

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
_RESIDENCE_END = re.compile(r"(?:居民|最低生活保障|低保|户籍|户口|居民最低生活保障)$")
_CATEGORY = re.compile(r"([ABC])[类档]?")
_MONTH = re.compile(
    r"(\d{4})[-./年]?(\d{1,2})月?(?:份|底|初)?"
    r"|(\d{4})([-./年])(\d{1,2})[-./月]\d{1,2}[日号]?(?:T?00:00(?::00)?)?"
    r"|(\d{4})(\d\d)\d\d"
    r"|(\d\d)年(\d{1,2})月(?:份|\d{1,2}[日号])?"
)
#: A date that Excel shows as its number of days since 1899-12-30, from 1995 to 2064.
_SERIAL = re.compile(r"[3-5]\d{4}")
#: 2026.1 as a number in Excel may have been typed as 2026.10.
OCTOBER_OR_JANUARY = re.compile(r"\d{4}\.1")
_EPOCH = date(1899, 12, 30)
_CERTIFICATE = re.compile(r"[0-9A-Z-]{1,40}")
#: A number that Excel keeps as a number: of more than 15 digits the rest is gone for good.
ROUNDED = re.compile(r"\d(?:\.\d+)?E\+?\d+")
#: What stands behind a name in brackets and is no part of it.
_FORMER = re.compile(r"\((?:曾用名|原名|又名|别名|乳名|小名)[^()]*\)|\((?:户主|本人)\)")


def certificate(text: str) -> str:
    """The certificate's number, without blanks."""
    code = clean_code(text)
    if not code:
        raise Wrong("certificate-missing")
    if ROUNDED.fullmatch(code):
        raise Wrong("certificate-rounded")
    if not _CERTIFICATE.fullmatch(code):
        raise Wrong("certificate-shape")
    return code


def head_name(text: str) -> str:
    """A name of letters of any script, middle dots and brackets; nothing that a spreadsheet would run.

    A former name in brackets is left out.
    """
    name = clean_name(text)
    if name.endswith(")"):
        name = _FORMER.sub("", name).strip()
    if not name:
        raise Wrong("name-missing")
    if name[0] in "=+@":
        raise Wrong("name-formula")
    if len(name) > _MAX_NAME or not _letter(name[0]) or not all(_letter(char) or char in "· .()" for char in name):
        raise Wrong("name-characters")
    return name


def count(text: str) -> int:
    """A number of persons, at least one."""
    figure = _figure(text.removesuffix("人").removesuffix("口").strip(), "count-not-number")
    if figure != figure.to_integral_value() or not 1 <= figure <= MAX_PERSONS:
        raise Wrong("count-range")
    return int(figure)


def covered(text: str, size: int | None) -> int:
    """How many of the household's `size` are covered; an unknown size is not compared."""
    persons = count(text)
    if size is not None and persons > size:
        raise Wrong("covered-over-size", size=str(size))
    return persons


@lru_cache(maxsize=4096)
def residence(text: str) -> str:
    """农村低保 is "rural", 城市低保 "urban"."""
    found = RESIDENCES.get(_RESIDENCE_END.sub("", compact(text)))
    if found is None:
        raise Wrong("residence-unknown")
    return found


@lru_cache(maxsize=4096)
def category(text: str) -> str:
    """A类 is "A"."""
    match = _CATEGORY.fullmatch(compact(text).upper())
    if match is None:
        raise Wrong("category-unknown")
    return match[1]


@lru_cache(maxsize=4096)
def money(text: str) -> Decimal:
    """Yuan: more than nothing, at most two decimals."""
    value = _figure(text, "amount-not-number", plain_amount)
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


@lru_cache(maxsize=4096)
def month(text: str) -> str:
    """A month such as 2024年5月, 202405, 24年5月, 二〇二四年五月 or a day in it as "2024-05"; blank stays blank."""
    if not text:
        return ""
    if _SERIAL.fullmatch(text):
        return f"{_EPOCH + timedelta(days=int(text)):%Y-%m}"
    match = _MONTH.fullmatch(chinese_month(compact(text)))
    if match is None:
        raise Wrong("since-shape")
    year = match[1] or match[3] or match[6] or f"20{match[8]}"
    number = int(match[2] or match[5] or match[7] or match[9])
    if not 1 <= number <= 12 or not 1990 <= int(year) <= 2100:
        raise Wrong("since-shape")
    return f"{year}-{number:02d}"


def confidential(text: str) -> bool:
    """Whether the household must not be named."""
    return text.upper() not in NOT_CONFIDENTIAL


def note(text: str) -> str:
    """A remark for staff, cut at 200 characters."""
    if text.startswith("="):
        raise Wrong("formula")
    return text[:_MAX_NOTE]


def _figure(text: str, code: str, read: Callable[[str], str | None] = plain_number) -> Decimal:
    if not text:
        raise Wrong("number-missing")
    figure = read(text)
    if figure is None:
        raise Wrong("formula" if text.startswith("=") else code)
    return Decimal(figure)


def _letter(char: str) -> bool:
    """A letter, a mark on it, or a variation selector of an ideograph."""
    return unicodedata.category(char) in {"Lo", "Lu", "Ll", "Lm", "Lt", "Mn", "Mc"}
