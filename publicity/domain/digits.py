"""Texts made plain for the gate: every way to write or hide a digit becomes the digit itself.

Offsets are kept: each plain character remembers where it stood, so that a finding points into the text as typed.
"""

import unicodedata
from dataclasses import dataclass

_CHINESE = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True)) | dict(
    zip("○壹贰叁肆伍陆柒捌玖貳參陸幺两兩", "0123456789236122", strict=True)
)
# Letters that pass for digits among digits.
_LOOK_ALIKE = {"O": "0", "o": "0", "О": "0", "о": "0", "I": "1", "l": "1"}
#: Nothing is seen of these, though Unicode calls some of them letters, marks or symbols.
_INVISIBLE = frozenset("\u115f\u1160\u3164\u2800\u034f\u17b4\u17b5")
_DROPPED = frozenset({"Cf", "Mn", "Me", "Cc"})


@dataclass(frozen=True)
class Plain:
    """A text in which digits are 0-9, blanks " ", dashes "-"; `starts` are the places in the text as typed."""

    text: str
    starts: tuple[int, ...]


def plain(text: str) -> Plain:
    """Widths and digits of every script folded, invisible characters dropped."""
    out, starts = [], []
    for at, typed in enumerate(text):
        for char in unicodedata.normalize("NFKC", typed):
            folded = _folded(char)
            if folded:
                out.append(folded)
                starts.append(at)
    return Plain("".join(out), tuple(starts))


def spelt_out(known: Plain) -> Plain:
    """The same with Chinese numerals and letters that pass for digits read as digits."""
    table = str.maketrans(_CHINESE | _LOOK_ALIKE)
    return Plain(known.text.translate(table), known.starts)


def digit_like(text: str) -> int:
    """How many characters may be read as a digit: texts with few of them can't hold a number."""
    return sum(char.isnumeric() or char in _CHINESE or char in _LOOK_ALIKE for char in text)


def _folded(char: str) -> str:
    if char in "\n\t\r" or char.isspace():
        return " "
    category = unicodedata.category(char)
    if category in _DROPPED or char in _INVISIBLE:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd" or char in "−‐_~":
        return "-"
    return "X" if char in "x×✕╳Хх" else char
