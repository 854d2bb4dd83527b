"""What somebody may have meant: the stretch of a known text that differs by a sign or two from what was typed."""

from collections.abc import Iterable

from search.domain.text import Tokens

# Signs that may differ: one in a short phrase, two from this length on.
LONG_PHRASE = 6
SHORTEST = 3
MOST_GUESSES = 3


def nearest(phrase: Tokens, text: Tokens) -> tuple[int, Tokens]:
    """The stretch of `text` that is nearest to `phrase`, and how many signs differ, are missing or too many.

    Sellers' algorithm: the first row costs nothing, so a stretch may begin anywhere; among equals one as long as the
    phrase wins.
    """
    row = [(0, place) for place in range(len(text) + 1)]
    for count, sign in enumerate(phrase, start=1):
        cells = [(count, 0)]
        for place, other in enumerate(text, start=1):
            swapped = (row[place - 1][0] + (sign != other), row[place - 1][1])
            missing = (row[place][0] + 1, row[place][1])
            extra = (cells[-1][0] + 1, cells[-1][1])
            cells.append(min(swapped, missing, extra, key=lambda cell: cell[0]))
        row = cells
    end = min(range(len(row)), key=lambda place: (row[place][0], abs(place - row[place][1] - len(phrase)), place))
    cost, start = row[end]
    return cost, text[start:end]


def allowed(phrase: Tokens) -> int:
    """How many signs of `phrase` may be wrong."""
    return 2 if len(phrase) >= LONG_PHRASE else 1


def meant(phrase: Tokens, words: Iterable[Tokens], titles: Iterable[Tokens]) -> list[Tokens]:
    """What may have been meant by `phrase`: known words as a whole, else stretches of titles; equally near ones all.

    A phrase of two signs is only ever taken for a known word of two, one of them in its place.
    """
    known = {
        tuple(word): differing(phrase, word)
        for word in words
        if len(word) >= 2 and abs(len(word) - len(phrase)) <= allowed(phrase)  # noqa: PLR2004 - a word
    }
    if len(phrase) >= SHORTEST and not _nearest_of(known, phrase):
        stretches = (nearest(phrase, title) for title in titles)
        known = {tuple(stretch): cost for cost, stretch in stretches if len(stretch) >= SHORTEST}
    return [list(word) for word in _nearest_of(known, phrase)]


def _nearest_of(costs: dict[tuple[str, ...], int], phrase: Tokens) -> list[tuple[str, ...]]:
    fit = {word: cost for word, cost in costs.items() if 0 < cost <= allowed(phrase)}
    least = min(fit.values(), default=0)
    return [word for word, cost in fit.items() if cost == least][:MOST_GUESSES]


def differing(phrase: Tokens, word: Tokens) -> int:
    """How many signs stand differently in two words as a whole; words of other lengths share all but one sign."""
    if len(phrase) == len(word):
        return sum(one != other for one, other in zip(phrase, word, strict=True))
    longer, shorter = sorted((phrase, word), key=len, reverse=True)
    without = (longer[:place] + longer[place + 1 :] for place in range(len(longer)))
    return 1 if len(shorter) >= SHORTEST and any(part == shorter for part in without) else len(longer)


def written(words: Tokens) -> str:
    """Tokens as people write them: a blank only between two words of letters or digits."""
    text = ""
    for word in words:
        text += f" {word}" if text and text[-1].isascii() and word[0].isascii() else word
    return text
