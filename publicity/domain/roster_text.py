"""How cells of a roster are brought to one form before they are compared or read.

Every function is idempotent: cleaning a clean text changes nothing.
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


def clean(text: str) -> str:
    """Full-width letters and digits narrowed, every kind of blank one blank, none at the ends."""
    if not _UNCLEAN.search(text):
        return text
    return " ".join(text.translate(_FOLD).split())


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
