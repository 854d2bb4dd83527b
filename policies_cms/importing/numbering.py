"""The numbers that a word processor writes before paragraphs: the file keeps rules, readers see 一、 （一） 1."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_LOW = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 999
_DEEPEST = 9


@dataclass(frozen=True)
class Level:
    """How one depth of a list counts and what it writes: `%1` stands for the number of the first depth."""

    kind: str
    text: str
    start: int


def value(element: Element | None, name: str, default: str = "") -> str:
    """The `w:val` of a child element."""
    child = element.find(W + name) if element is not None else None
    return default if child is None else child.get(W + "val", default)


def whole(text: str, default: int = 0) -> int:
    """A small whole number of a file; anything else is `default`."""
    return int(text) if text.isdecimal() and len(text) <= 9 else default


class Numbering:
    """The lists of one document, counted paragraph by paragraph from the beginning."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        for rules in root.findall(W + "abstractNum") if root is not None else ():
            self._levels[rules.get(W + "abstractNumId", "")] = {
                whole(level.get(W + "ilvl", "")): Level(
                    value(level, "numFmt", "decimal"), value(level, "lvlText"), whole(value(level, "start"), 1)
                )
                for level in rules.findall(W + "lvl")
            }
        for item in root.findall(W + "num") if root is not None else ():
            starts = {
                whole(change.get(W + "ilvl", "")): whole(value(change, "startOverride"), 1)
                for change in item.findall(W + "lvlOverride")
                if change.find(W + "startOverride") is not None
            }
            self._lists[item.get(W + "numId", "")] = (value(item, "abstractNumId"), starts)

    def label(self, list_id: str, depth: int) -> str | None:
        """What stands before the next paragraph of a list; none for a mere bullet, empty for no list."""
        rules_id, starts = self._lists.get(list_id, ("", {}))
        rules = self._levels.get(rules_id, {})
        level = rules.get(depth)
        if level is None or depth >= _DEEPEST:
            return ""
        counts = self._counts.setdefault(rules_id, {})
        if list_id not in self._seen:
            self._seen.add(list_id)
            counts.update({at: start - 1 for at, start in starts.items()})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        if level.kind == "bullet":
            return None
        text = level.text
        for at in range(depth + 1):
            upper = rules.get(at, level)
            text = text.replace(f"%{at + 1}", written(counts.get(at, upper.start), upper.kind))
        return "" if level.kind == "none" else text


def written(number: int, kind: str) -> str:
    """A number as its list writes it; what is not known is written in plain digits."""
    write = _KINDS.get(kind)
    return write(number) if write and 0 < number <= _MOST else str(number)


def chinese(number: int) -> str:
    """1 as 一, 10 as 十, 21 as 二十一, 105 as 一百〇五."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = _DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "〇"
    return text + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for worth, letters in (*_ROMAN, *_ROMAN_LOW):
        while number >= worth:
            text, number = text + letters, number - worth
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


_KINDS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": chinese,
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
}
