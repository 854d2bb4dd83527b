"""Which characters can be printed. A font without a glyph prints an empty box and no warning, so it is asked first."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
from django.conf import settings
from fontTools.ttLib import TTFont

#: In the order in which the templates try them.
FONT_FILES = (pylopdf_fonts_zh_cn.sans_path(), pylopdf_fonts_zh_cn.serif_path())
#: Debian's fonts-hanazono (CJK extensions B to F) and fonts-noto-core (letters of the minorities), where installed.
SYSTEM_FONTS = (
    "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
    "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSerifTibetan-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansMongolian-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansYi-Regular.ttf",
)
FONT_ENDINGS = frozenset({".ttf", ".otf"})
# They have a glyph, but it is the box or the mark that stands for a character somebody lost.
_LOST = frozenset(map(ord, "□〓�"))
# Marks that only steer how others are set: where no font has them the text reads the same without.
_SILENT = frozenset({"Cc", "Cf", "Mn"})


@cache
def more_font_files() -> tuple[Path, ...]:
    """Fonts for what ours lack: those that somebody laid into PORTAL_DATA/fonts, then Debian's."""
    own = Path(settings.PORTAL_DATA, "fonts")
    found = sorted(path for path in own.glob("*") if path.suffix.lower() in FONT_ENDINGS) if own.is_dir() else []
    return (*found, *(path for path in map(Path, SYSTEM_FONTS) if path.exists()))


@cache
def printable() -> frozenset[int]:
    """The code points that at least one of the fonts has; read once a process."""
    found: set[int] = set()
    for path in (*FONT_FILES, *more_font_files()):
        with TTFont(path, lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found - _LOST)


def placeholder(char: str) -> str:
    """What stands for a character that no font has: its code point, which a person can look up or write in by hand."""
    return f"[U+{ord(char):04X}]"


def legible(text: str, missing: dict[str, str]) -> str:
    """`text` with every unprintable character replaced by its placeholder; adds them to `missing`.

    Letters with marks are composed first: ü is one glyph in the fonts, u and two dots are not.
    """
    have = printable()
    out = []
    for char in unicodedata.normalize("NFC", text):
        if ord(char) in have or char == "\n":
            out.append(char)
        elif not _is_silent(char):
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


def _is_silent(char: str) -> bool:
    """Whether leaving a character out changes nothing that is read: controls, joiners, variation selectors.

    A combining letter mark (Mn that carries meaning) is not among them: without it the name would be another.
    """
    if unicodedata.category(char) == "Mn":
        return "VARIATION SELECTOR" in unicodedata.name(char, "")
    return unicodedata.category(char) in _SILENT
