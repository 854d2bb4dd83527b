"""Document numbers (发文字号) and index numbers (索引号) as Chinese offices write them."""

import re
import unicodedata

# 党政机关公文格式 GB/T 9704-2012, 7.2.5: year in 〔〕, no 第, no leading zero, 号 at the end.
_NUMBER = re.compile(r"^(?P<office>[\u4e00-\u9fff()（）]{1,20})〔(?P<year>(?:19|20)\d{2})〕(?P<serial>[1-9]\d{0,4})号$")
# Orders and announcements carry no year in brackets: 国务院令第649号, 民政部公告2020年第3号.
_ORDER = re.compile(r"^[\u4e00-\u9fff]{1,20}(?:令|公告(?:(?:19|20)\d{2}年)?)第?[1-9]\d{0,4}号$")
_YEAR = re.compile(r"[\[(【〔﹝［（「{]\s*((?:19|20)\d{2})\s*年?\s*[\])】〕﹞］）」}]")
_INDEX = re.compile(r"^[0-9A-Z]{2,20}(?:[/-][0-9A-Z]{1,20}){1,4}$")
#: As state bodies number them: the body's code, the year, five digits that go on through the year.
INDEX_DIGITS = 5


class BadNumber(ValueError):
    """What was typed is no number of its kind."""


def normal_number(text: str) -> str:
    """`text` as a document number, whatever brackets, widths and blanks were typed; empty stays empty.

    Raises BadNumber for what is none: no year in brackets, no 号 at the end, a serial of 0.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return ""
    plain = _YEAR.sub(r"〔\1〕", plain).replace("〕第", "〕")
    plain = re.sub(r"〕0+(?=[1-9])", "〕", plain)
    if not _NUMBER.match(plain) and not _ORDER.match(plain):
        raise BadNumber(text)
    return plain


def find_number(text: str) -> str:
    """The first document number in a line of a document, or nothing."""
    for part in re.split(r"[\s,，。;；、:：《》]+", text):
        try:
            if found := normal_number(part):
                return found
        except BadNumber:
            continue
    return ""


def normal_index(text: str) -> str:
    """`text` as an index number: capitals and digits in parts; empty stays empty. Raises BadNumber."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if plain and not _INDEX.match(plain):
        raise BadNumber(text)
    return plain


def index_number(*, prefix: str, year: int, serial: int) -> str:
    """The number of the `serial`-th document of a year: 379901/2026-00008."""
    return f"{prefix}/{year}-{serial:0{INDEX_DIGITS}d}"


def next_serial(*, taken: list[str], prefix: str, year: int) -> int:
    """One more than the highest serial among the numbers given under this prefix and year."""
    head = f"{prefix}/{year}-"
    serials = [number.removeprefix(head) for number in taken if number.startswith(head)]
    return max((int(serial) for serial in serials if serial.isdecimal()), default=0) + 1
