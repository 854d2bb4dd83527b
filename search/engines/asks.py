"""What an engine is asked, and what it answers."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from search.domain.text import Tokens

# How much a kind counts: lists are many and alike, and whoever wants one names its village or township.
WEIGHTS = {"guides": 1.5, "policies": 1.2, "lists": 0.5, "reviews": 0.4, "statistics": 0.6}
# Without a place one village's list is as good as another's: what explains them comes first.
WEIGHTS_ANYWHERE = WEIGHTS | {"lists": 0.001, "reviews": 0.001}
# Places that the query names come first: the village itself before its lists.
NAMED_FIRST = ("villages", "services")
FACETS = ("kind", "township", "year")


@dataclass(frozen=True)
class Ask:
    """A question. Every phrase must occur in one of its variants; with `loose`, what holds enough of them will do.

    `placed` says whether it is about a village or township.
    """

    phrases: list[list[Tokens]]
    day: date
    narrow: dict[str, str] = field(default_factory=dict)
    start: int = 0
    size: int = 10
    loose: bool = False
    placed: bool = True

    @property
    def weights(self) -> dict[str, float]:
        """How much each kind counts here; others count once."""
        return WEIGHTS if self.placed else WEIGHTS_ANYWHERE

    @property
    def said(self) -> list[Tokens]:
        """The phrases as they were typed."""
        return [variants[0] for variants in self.phrases]


@dataclass(frozen=True)
class Row:
    """One thing found, with the fields of its document; what an engine has cut and marked lies in `marked`."""

    values: dict[str, Any]
    marked: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """One page of rows, how many there are in all, and for each facet how many of each value.

    `matched` is how many there would be without any narrowing.
    """

    rows: list[Row]
    total: int
    start: int
    facets: dict[str, dict[str, int]]
    matched: int


def page_start(start: int, size: int, total: int) -> int:
    """`start`, or the start of the last page when it lies behind the end."""
    return min(start, max(0, (total - 1) // size * size)) if total else 0


def counted(found: Iterable[tuple[str, str, str]], narrow: dict[str, str]) -> dict[str, dict[str, int]]:
    """How many (kind, township, year) triples have each value; a facet ignores its own narrowing, not the others'."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for triple, number in Counter(found).items():
        missed = [name for name, value in zip(FACETS, triple, strict=True) if narrow.get(name, value) != value]
        for name, value in zip(FACETS, triple, strict=True):
            if value and (not missed or missed == [name]):
                counts[name][value] += number
    return {name: dict(counter) for name, counter in counts.items()}
