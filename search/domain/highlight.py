"""Marking what was found, and cutting the excerpt around it."""

from dataclasses import dataclass

from search.domain.text import Tokens, find, spans

BEFORE = 30
AFTER = 110


@dataclass(frozen=True)
class Piece:
    """A stretch of text; `hit` stretches are shown in <mark>."""

    text: str
    hit: bool


def hits(text: str, wanted: list[Tokens]) -> list[tuple[int, int]]:
    """Where the wanted phrases stand in `text`: (start, end) in order, overlaps merged."""
    words, stand = spans(text)
    places: list[tuple[int, int]] = []
    for phrase in wanted:
        at = find(phrase, words) if phrase else -1
        while at >= 0:
            places.append((stand[at][0], stand[at + len(phrase) - 1][1]))
            at = find(phrase, words, at + len(phrase))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, wanted: list[Tokens]) -> list[Piece]:
    """`text` in pieces, hits and the rest; joined they are `text` again."""
    pieces: list[Piece] = []
    done = 0
    for start, end in hits(text, wanted):
        if start > done:
            pieces.append(Piece(text[done:start], hit=False))
        pieces.append(Piece(text[start:end], hit=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], hit=False))
    return pieces


def excerpt(text: str, wanted: list[Tokens]) -> list[Piece]:
    """The stretch of `text` around the first hit, in pieces; its beginning when nothing is hit."""
    found = hits(text, wanted)
    first = found[0][0] if found else 0
    start = max(0, first - BEFORE)
    end = min(len(text), first + AFTER)
    pieces = marked(text[start:end], wanted)
    if start > 0:
        pieces.insert(0, Piece("…", hit=False))
    if end < len(text):
        pieces.append(Piece("…", hit=False))
    return pieces


def pieces(text: str, *, opened: str = "\ue000", closed: str = "\ue001", within: str = "") -> list[Piece]:
    """A text in which an engine has put signs around its hits, in pieces; dots where it was cut out of `within`."""
    found: list[Piece] = []
    text = text.replace(closed + opened, "")  # characters are hits of their own there
    plain = text.replace(opened, "").replace(closed, "")
    for part in text.split(opened):
        hit, end, rest = part.rpartition(closed)
        found += [Piece(hit, hit=True)] if end and hit else []
        found += [Piece(rest, hit=False)] if rest else []
    if within and not within.startswith(plain):
        found.insert(0, Piece("…", hit=False))
    if within and not within.endswith(plain):
        found.append(Piece("…", hit=False))
    return found
