"""How cells of a roster are brought to one form before they are compared or read.

Every cleaning function is idempotent: cleaning a clean text changes nothing.
"""

import re

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_BLANKS = dict.fromkeys([0x00A0, 0x1680, 0x180E, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000], " ")
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x00AD], None)
_FOLD = {**_WIDE, **_BLANKS, **_INVISIBLE}
_DOTS = dict.fromkeys(map(ord, "•・‧∙⋅ᐧ․．･"), "·")
# Whether there is anything to do at all: most cells are clean, and a county has hundreds of thousands.
_UNCLEAN = re.compile("[\\s" + "".join(map(chr, _FOLD)) + "]")
_BRACKETS = re.compile(r"\([^()]*\)")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_YUAN = re.compile(r"(?:人民币|rmb)?[￥¥]?(.*?)(?:元|圆)?整?(?:/月|每月)?")
_CHINESE_DIGITS = {**{char: str(value) for value, char in enumerate("〇一二三四五六七八九")}, "零": "0", "○": "0"}
_CHINESE_YEAR = re.compile(
    r"([〇零○一二三四五六七八九]{4}|[〇零○一二三四五六七八九]{2})年([一二三四五六七八九十]{1,3})月"
)
_TEN = {"十": 10, "十一": 11, "十二": 12}
_MONTHS = re.compile(r"(?<!\d)(?:20)?(\d\d)年(\d{1,2})月|(?<!\d)20(\d\d)[-./](\d{1,2})(?!\d)")
_COMPACT_MONTH = re.compile(r"(?<!\d)20(\d\d)(0[1-9]|1[0-2])(?!\d)")
_LONG_NUMBER = re.compile(r"\d{6,}[\dXx]?")
#: U+FFFD, and what it becomes when it is read as GB 18030 once more.
_REPLACED = re.compile(r"\ufffd|锟斤拷|锟|烫烫")


def clean(text: str) -> str:
    """Full-width letters and digits narrowed, every kind of blank one blank, none at the ends."""
    if not _UNCLEAN.search(text):
        return text
    return " ".join(text.translate(_FOLD).split())


def compact(text: str) -> str:
    """A cleaned text without any blank."""
    return "".join(clean(text).split())


def clean_code(text: str) -> str:
    """A number written as text (ID, certificate): no blanks at all, capital letters."""
    return "".join(clean(text).split()).upper().removeprefix("'")


def clean_name(text: str) -> str:
    """A person's name: one kind of middle dot; blanks stay only between Latin letters."""
    words = clean(text.translate(_DOTS)).split()
    name = words[0] if words else ""
    for word in words[1:]:
        between = " " if name[-1].isascii() and word[0].isascii() else ""
        name += between + word
    return name


def clean_heading(text: str) -> str:
    """A heading without blanks and without what stands in brackets."""
    plain = "".join(clean(text).split()).replace("（", "(").replace("）", ")")
    while (shorter := _BRACKETS.sub("", plain)) != plain:
        plain = shorter
    return plain


def plain_number(text: str) -> str | None:
    """The digits of a cleaned number without thousands separators, or None for anything else (also 1e5, NaN, 三百)."""
    return text.replace(",", "") if _NUMBER.fullmatch(text) and text.isascii() else None


def plain_amount(text: str) -> str | None:
    """The digits of an amount that may be written with its currency, such as ￥1,740.00 or 460元; else None."""
    if (plain := plain_number(text)) is not None:
        return plain
    match = _YUAN.fullmatch(compact(text).lower())
    return plain_number(match[1]) if match else None


def chinese_month(text: str) -> str:
    """二〇二六年十一月 as 2026年11月; what is not written so stays."""

    def digits(match: re.Match[str]) -> str:
        year = "".join(_CHINESE_DIGITS[char] for char in match[1])
        tens = match[2]
        month = _TEN.get(tens) or (int(_CHINESE_DIGITS[tens]) if len(tens) == 1 else 0)
        return f"{year}年{month}月" if month else match[0]

    return _CHINESE_YEAR.sub(digits, text)


def months_in(text: str) -> set[str]:
    """The months a title names, as YYYY-MM."""
    plain = chinese_month(compact(text))
    pairs = [(first or second, month or other) for first, month, second, other in _MONTHS.findall(plain)]
    pairs += _COMPACT_MONTH.findall(plain)
    return {f"20{year}-{int(month):02d}" for year, month in pairs if 1 <= int(month) <= 12}


def hide_digits(text: str) -> str:
    """A value fit to be shown as a sample: of a long number (ID, account, phone) only the first three digits."""
    return _LONG_NUMBER.sub(lambda match: match[0][:3] + "*" * (len(match[0]) - 3), text)


def lost_characters(text: str) -> bool:
    """Whether saving has put signs in the place of characters; one question mark may be one of somebody's own."""
    return bool(_REPLACED.search(text)) or "??" in text
