"""Lines of mixed Chinese and Latin text, broken by measured widths."""

import re
from unicodedata import east_asian_width

NARROW = 0.62
"""Width in em of digits and Latin letters; a little wide, so that no font runs over."""
BROAD = 1.0
_BROAD_LATIN = frozenset("MW@%mw—…")
_NEVER_FIRST = frozenset("，。、；：？！）》〉」』】〕”’…—·,.;:?!)]}%℃")
_NEVER_LAST = frozenset("（《〈「『【〔“‘([{￥")
_TOKEN = re.compile(r"[A-Za-z0-9.,:/_+-]+|\s+|.", re.DOTALL)


def char_em(char: str) -> float:
    """The width of one character in em; what may be wide is counted as wide."""
    wide = east_asian_width(char) in "WFA" or char in _BROAD_LATIN
    return BROAD if wide else NARROW


def text_em(text: str) -> float:
    """The width of a text in em."""
    return sum(map(char_em, text))


def wrap(text: str, most: float) -> list[str]:
    """`text` in lines of at most `most` em (at least three characters wide), one line at least.

    Numbers and words stay whole where they fit on a line; no line begins with a closing mark or ends with an opening
    one, the mark's neighbour moves with it.
    """
    room = max(most, 3 * BROAD)
    lines, line = [], ""
    for token in _tokens(" ".join(text.split()), room):
        if line and text_em(line + token.rstrip()) > room:
            lines.append(line.rstrip())
            token = token.lstrip()
            line = ""
        line += token
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _tokens(text: str, room: float) -> list[str]:
    """What must not be torn: words, and marks with the character they belong to."""
    joined: list[str] = []
    for token in _TOKEN.findall(text):
        previous = joined[-1] if joined else ""
        holds = previous and (token[0] in _NEVER_FIRST or previous[-1] in _NEVER_LAST)
        if holds and text_em(previous + token) <= room:
            joined[-1] += token
        else:
            joined.extend(_pieces(token, room))
    return joined


def _pieces(token: str, room: float) -> list[str]:
    """A word longer than a line in pieces of a line's length."""
    if text_em(token) <= room:
        return [token]
    pieces = [""]
    for char in token:
        if text_em(pieces[-1] + char) > room:
            pieces.append("")
        pieces[-1] += char
    return pieces
