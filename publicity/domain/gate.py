"""The last look at every text before it goes out: no ID, phone or bank-card number leaves.

Pure and without mercy for context: a number that has the shape and the checksum blocks publishing, however its digits
are written or taken apart. What was found is reported by kind and place, never by value, so that the report itself
can be shown and logged.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from publicity.domain.digits import digit_like, plain, spelt_out


class Kind(StrEnum):
    """What a forbidden number looks like."""

    ID_18 = "id-18"
    ID_15 = "id-15"
    MOBILE = "mobile"
    LANDLINE = "landline"
    BANK_CARD = "bank-card"


#: The office's own phone may stand in a text; an ID or card number may not, whoever's it is.
PHONES = frozenset({Kind.MOBILE, Kind.LANDLINE})


@dataclass(frozen=True)
class Finding:
    """One forbidden number: its kind, the place (a key of the scanned texts) and where it begins there."""

    kind: Kind
    place: str
    start: int


# As people write them: digits in the groups of the number itself, with one blank or hyphen between.
_ID_18 = re.compile(r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dX*](?!\d)")
_ID_15 = re.compile(r"(?<!\d)\d{6}[ -]?\d{6}[ -]?\d{3}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)(?:\+?(?:00)?86[ -]?|0)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_CARD = re.compile(r"(?<!\d)(?:\d{16,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{6}[ -]\d{10,13})(?!\d)")
#: Area codes of landlines: 010, 02x with seven or eight digits, 0xxx else.
_LANDLINE = re.compile(
    r"(?<!\d)(?:\+?(?:00)?86[ -]?)?[(]?0(?:10|2\d|[3-9]\d\d)[)]?[ -]{0,2}[1-9]\d{2,3}[ -]?\d{4}(?!\d)"
)
_CALLED = re.compile(r"(?:电话|座机|手机|联系方式|[Tt][Ee][Ll])[^\d]{0,4}([1-9]\d{2,3}-?\d{4})(?!\d|-\d)")
# Half hidden is not hidden: what is left of an ID tells the birthday.
_HALF_ID = re.compile(r"(?<!\d)\d{6}\d*\*{2,}\d*[\dX]|(?<!\d)\d{3,5}\*{6,}\d{3}[\dX]")
_HALF_MOBILE = re.compile(r"(?<!\d)1[3-9]\d\*{3,5}\d{3,4}(?!\d)")
# A number taken apart: digits in any groups with up to three marks that say nothing between them. An ID shows itself by
# its checksum; all others are sought only across marks that do not enumerate.
_ID_APART = re.compile(
    r"(?<!\d)\d+(?:[ \-.·•/,，。、;；:：+#()（）\[\]'\"*&=]{1,3}\d+)+(?:[ \-.·•]{0,3}X(?![A-Za-z]))?"
)
# Dates and amounts that stand among themselves make no phone or card; beside other digits they may be part of one.
_DATE_OR_AMOUNT = (
    r"(?:(?:19|20)\d\d[-./年](?:1[0-2]|0?[1-9])(?:[-./月](?:3[01]|[12]\d|0?[1-9])日?)?"
    r"|\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,2})?|(?:0|[1-9]\d{0,5})\.\d{2})"
)
_MARK = r"[ \-.·•/+#()（）\[\]'\"*&=]"
_PHONE_APART = re.compile(rf"(?<!\d)\d+(?:{_MARK}{{1,3}}\d+)+")
_INNOCENT = re.compile(
    rf"(?<!\d)(?<!\d{_MARK})(?<!\d{_MARK}{{2}})(?<!\d{_MARK}{{3}})(?<!\d,)"
    rf"{_DATE_OR_AMOUNT}(?:[ \-/]{{1,3}}{_DATE_OR_AMOUNT})*(?!\d|,\d|{_MARK}{{1,3}}\d)"
)
_GROUP = re.compile(r"\d+|X")
#: The first two digits of an ID number: provinces (GB/T 2260), then Taiwan, Hong Kong, Macao and residence permits.
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
_CARD_STARTS = "34569"  # UnionPay 62, Visa 4, MasterCard 5, older cards of Chinese banks 9558, 3 and 6
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
#: Seven digits are the shortest phone there is.
_FEWEST = 7
_LONGEST = 19
_ENOUGH = 50  # findings in one text; one is enough to block


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
    """Every forbidden number in a text, in the order of its places; `allowed` are phones that may stand there."""
    if digit_like(text) < _FEWEST:
        return []
    pardoned = set(_pardoned(allowed))
    known = plain(text)
    spans: list[tuple[Kind, int, int]] = []
    for version in (known, spelt_out(known)):
        for kind, start, end, digits in _candidates(version.text):
            if len(spans) == _ENOUGH:
                break
            part = any(_is_part((kind, start, end), span) for span in spans)
            if not part and not (kind in PHONES and digits in pardoned):
                spans.append((kind, start, end))
    return [Finding(kind, place, known.starts[start]) for kind, start, _end in sorted(spans, key=lambda span: span[1])]


def _is_part(span: tuple[Kind, int, int], whole: tuple[Kind, int, int]) -> bool:
    """Whether a finding only says again what a longer one says; two kinds of one number are two findings."""
    inside = whole[1] <= span[1] and span[2] <= whole[2]
    return inside and (span[0] is whole[0] or span[1:] != whole[1:])


def scan_all(texts: Mapping[str, str], *, allowed: Iterable[str] = ()) -> list[Finding]:
    """The findings of all texts, by place."""
    pardoned = tuple(allowed)
    return [finding for place, text in texts.items() for finding in scan(text, place=place, allowed=pardoned)]


def _pardoned(numbers: Iterable[str]) -> Iterator[str]:
    for number in numbers:
        digits = _digits(plain(number).text)
        yield from (digits, _bare(Kind.MOBILE, digits), _bare(Kind.LANDLINE, digits))


_Candidate = tuple[Kind, int, int, str]


def _candidates(text: str) -> Iterator[_Candidate]:
    """What may be a forbidden number: kind, start, end and digits."""
    yield from _whole(text)
    yield from _apart(_ID_APART, text, _is_id)
    bare = _INNOCENT.sub(lambda match: "|" * len(match.group()), text)
    yield from _apart(_PHONE_APART, bare, _is_id_15)
    yield from _apart(_PHONE_APART, bare, _is_phone_or_card)
    for kind, shape in ((Kind.ID_18, _HALF_ID), (Kind.MOBILE, _HALF_MOBILE)):
        yield from ((kind, *match.span(), "") for match in shape.finditer(text))


def _whole(text: str) -> Iterator[_Candidate]:
    """Numbers in one piece, or in the groups in which they are usually written."""
    for kind, shape, right in _SHAPES:
        for match in shape.finditer(text):
            digits = _digits(match.group())
            if right(digits):
                yield kind, *match.span(), _bare(kind, digits)
    for match in _CALLED.finditer(text):
        yield Kind.LANDLINE, *match.span(1), _digits(match.group(1))


def _apart(shape: re.Pattern[str], text: str, kind_of: Callable[[str], Kind | None]) -> Iterator[_Candidate]:
    """Numbers whose digits are taken apart: every run of neighbouring groups is put together and tried."""
    for run in shape.finditer(text):
        groups = list(_GROUP.finditer(text, *run.span()))
        for first, group in enumerate(groups):
            digits = group.group()
            for more in groups[first + 1 :]:
                digits += more.group()
                if len(digits) > _LONGEST:
                    break
                kind = kind_of(digits)
                if kind is not None:
                    yield kind, group.start(), more.end(), _bare(kind, digits)


def _is_id(digits: str) -> Kind | None:
    """Only what place, birthday and check digit all confirm: any groups may meet here."""
    shape = len(digits) == 18 and digits[:17].isdigit() and _PROVINCE.match(digits)
    right = shape and _is_date(digits[6:14]) and id_check_digit(digits[:17]) == digits[17]
    return Kind.ID_18 if right else None


def _is_id_15(digits: str) -> Kind | None:
    """The old ID has no check digit, so that dates side by side may look like one: they are taken out before."""
    right = len(digits) == 15 and digits.isdigit() and _PROVINCE.match(digits) and _is_date("19" + digits[6:12])
    return Kind.ID_15 if right else None


def _is_phone_or_card(digits: str) -> Kind | None:
    if re.fullmatch(r"(?:(?:00)?86|0)?1[3-9]\d{9}", digits):
        return Kind.MOBILE
    if re.fullmatch(r"(?:(?:00)?86)?0(?:10|2\d|[3-9]\d\d)[1-9]\d{6,7}", digits):
        return Kind.LANDLINE
    if 16 <= len(digits) <= 19 and digits[0] in _CARD_STARTS and digits.isdigit() and luhn_ok(digits):
        return Kind.BANK_CARD
    return None


def _bare(kind: Kind, digits: str) -> str:
    """The digits by which a phone is pardoned: without the country's code, a mobile without the trunk's zero."""
    if kind is Kind.MOBILE:
        return digits[-11:]
    if kind is Kind.LANDLINE:
        return re.sub(r"^(?:00)?86(?=0)", "", digits)
    return digits


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit() or char == "X")


def _is_date(text: str) -> bool:
    """Whether eight digits are a day on which a living person may have been born."""
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2099


def _is_id_18(digits: str) -> bool:
    """A birthday makes one of it also where the check character is wrong or hidden: a mistyped ID is one."""
    return _is_date(digits[6:14]) or (len(digits) == 18 and id_check_digit(digits[:17]) == digits[17])


def _is_card(digits: str) -> bool:
    """A card by its check digit; what begins as a Chinese bank's card does is one also when mistyped."""
    return luhn_ok(digits) or digits.startswith("62")


_SHAPES: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Kind.ID_18, _ID_18, _is_id_18),
    (Kind.ID_15, _ID_15, lambda digits: _is_date("19" + digits[6:12])),
    (Kind.BANK_CARD, _CARD, _is_card),
    (Kind.MOBILE, _MOBILE, bool),
    (Kind.LANDLINE, _LANDLINE, bool),
)
