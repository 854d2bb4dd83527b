"""How text becomes search tokens, and queries become phrases.

A CJK character is a token of its own; a run of letters and digits is one token in lower case; everything else only
separates. The same function reads documents and queries, so that a phrase of a query is found wherever its
characters follow each other, whatever brackets, blanks or widths stand between them: 〔2022〕23号 finds [2022]23号.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# What ends a phrase in a query; in a document it merely stands between two tokens.
PHRASE_END = re.compile(r"[\s,，、。；;！!？?|]+")
LONGEST_QUERY = 200
MOST_PHRASES = 12
MOST_VARIANTS = 8
MOST_PAIRS = 40

CJK_RANGES = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),  # 々〆〇
    (0x3040, 0x30FF),  # kana
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),  # unified ideographs
    (0xAC00, 0xD7AF),  # hangul
    (0xF900, 0xFAFF),  # compatibility ideographs
    (0x20000, 0x323AF),  # extensions B to H
)

Tokens = list[str]


@dataclass(frozen=True)
class Token:
    """A token and where it stands in the original text (end exclusive)."""

    text: str
    start: int
    end: int


def is_cjk(sign: str) -> bool:
    """Whether `sign` is searched as a single character."""
    point = ord(sign)
    return any(first <= point <= last for first, last in CJK_RANGES)


def read_slowly(text: str) -> Iterator[Token]:
    """The tokens of `text`, sign by sign: the rule itself, and the way for signs that stand for several."""
    word, start, end = "", 0, 0
    for place, original in enumerate(text):
        for sign in unicodedata.normalize("NFKC", original).lower():
            if is_cjk(sign) or not sign.isalnum():
                if word:
                    yield Token(word, start, end)
                    word = ""
                if is_cjk(sign):
                    yield Token(sign, place, place + 1)
                continue
            if not word:
                start = place
            word, end = word + sign, place + 1
    if word:
        yield Token(word, start, end)


# Outside of these a sign is its own normal form: ideographs, hangul, private use, unassigned planes.
CHANGING = (
    range(0x3400),
    range(0xA000, 0xAC00),
    range(0xF900, 0x17000),
    range(0x1CC00, 0x20000),
    range(0x2F800, 0x2FA20),
)


def _tables() -> tuple[dict[int, str], re.Pattern[str]]:
    """Signs that become one other sign, and those that become several, such as ㎡."""
    one, several = {}, []
    for point in (point for block in CHANGING for point in block):
        sign = chr(point)
        read_as = unicodedata.normalize("NFKC", sign).lower()
        if len(read_as) == 1 and read_as != sign:
            one[point] = read_as
        elif len(read_as) != 1:
            several.append(sign)
    return one, re.compile(f"[{re.escape(''.join(several))}]")


AS_ONE, SEVERAL = _tables()
_CJK = "".join(f"{chr(first)}-{chr(last)}" for first, last in CJK_RANGES)
TOKEN = re.compile(f"[{_CJK}]|[^\\W_{_CJK}]+")


def read(text: str) -> Iterator[Token]:
    """The tokens of `text` in order, with their places in it."""
    if SEVERAL.search(text):
        yield from read_slowly(text)
        return
    for found in TOKEN.finditer(text.translate(AS_ONE)):
        yield Token(found.group(), found.start(), found.end())


def spans(text: str) -> tuple[Tokens, list[tuple[int, int]]]:
    """The tokens of `text` and, beside them, where each stands; what `read` says, in two lists."""
    if SEVERAL.search(text):
        found = list(read_slowly(text))
        return [token.text for token in found], [(token.start, token.end) for token in found]
    places = list(TOKEN.finditer(text.translate(AS_ONE)))
    return [place.group() for place in places], [place.span() for place in places]


def tokens(text: str) -> Tokens:
    """The tokens of `text`."""
    if SEVERAL.search(text):
        return [token.text for token in read_slowly(text)]
    return TOKEN.findall(text.translate(AS_ONE))


def spaced(text: str) -> str:
    """`text` as an index stores it: its tokens separated by blanks."""
    return " ".join(tokens(text))


def phrases(query: str) -> list[Tokens]:
    """The phrases of a query: all must occur, each with its tokens in a row. Empty when nothing can be searched."""
    found: list[Tokens] = []
    for part in PHRASE_END.split(query[:LONGEST_QUERY]):
        phrase = tokens(part)
        if phrase and phrase not in found:
            found.append(phrase)
    return found[:MOST_PHRASES]


def find(needle: Tokens, hay: Tokens, start: int = 0) -> int:
    """Where `needle` begins in `hay` from `start` on, or -1."""
    end = len(hay) - len(needle) + 1
    place = start
    while place < end:
        try:
            place = hay.index(needle[0], place, end)
        except ValueError:
            return -1
        if hay[place : place + len(needle)] == needle:
            return place
        place += 1
    return -1


def variants(phrase: Tokens, groups: list[list[Tokens]]) -> list[Tokens]:
    """`phrase` itself first, then the phrases with one word replaced by a synonym."""
    found = [phrase]
    for group in groups:
        # The longest word first: 最低生活保障 before 生活保障, should both stand in a group.
        for word in sorted(group, key=len, reverse=True):
            place = find(word, phrase)
            if place < 0:
                continue
            for other in group:
                variant = phrase[:place] + other + phrase[place + len(word) :]
                if variant not in found:
                    found.append(variant)
            break
    return found[:MOST_VARIANTS]


def pairs(phrase: Tokens) -> list[Tokens]:
    """The overlapping pairs of a phrase, for the second try when the whole is found nowhere."""
    if len(phrase) <= 2:  # noqa: PLR2004 - a pair
        return [phrase]
    found = [phrase[place : place + 2] for place in range(len(phrase) - 1)]
    return found[:MOST_PAIRS]


def apart(phrase: Tokens, words: list[Tokens]) -> list[Tokens]:
    """`phrase` cut before and after each of `words` that it holds, the longest first: 向阳村|低保名单."""
    for word in sorted(words, key=len, reverse=True):
        place = find(word, phrase)
        if place >= 0:
            return [*apart(phrase[:place], words), word, *apart(phrase[place + len(word) :], words)]
    return [phrase] if phrase else []
