"""Which characters can be printed. A font without a glyph prints an empty box and no warning, so it is asked first."""

from functools import cache
from typing import Any

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont

#: In the order in which the template tries them.
FONT_FILES = (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path())
# Selectors of a character's variant: the character itself is printed in its common form.
_VARIANTS = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


@cache
def printable() -> frozenset[int]:
    """The code points that at least one of the fonts has; read once a process."""
    found: set[int] = set()
    for path in FONT_FILES:
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


def placeholder(char: str) -> str:
    """What stands for a character that no font has: its code point, which a person can look up or write in by hand."""
    return f"[U+{ord(char):04X}]"


def legible(text: str, missing: dict[str, str]) -> str:
    """`text` with every unprintable character replaced by its placeholder; adds them to `missing`."""
    have = printable()
    out = []
    for char in text:
        if ord(char) in have:
            out.append(char)
        elif ord(char) not in _VARIANTS:
            out.append(missing.setdefault(char, placeholder(char)))
    return "".join(out)


def all_legible(value: Any, missing: dict[str, str]) -> Any:
    """`legible` for every string in lists and dicts."""
    if isinstance(value, str):
        return legible(value, missing)
    if isinstance(value, dict):
        return {key: all_legible(item, missing) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [all_legible(item, missing) for item in value]
    return value
