"""Counts of people that may be told: none under ten, nor any that could be worked out from the others."""

from collections.abc import Mapping

#: requirements A10, A11 and design "Disclosure": no fewer people than this are ever counted apart.
THRESHOLD = 10


def cells(counts: Mapping[str, int]) -> dict[str, int | None]:
    """A row of cells whose total is public: those that may be shown, and None for the others.

    With a cell under the threshold, a zero too, goes the smallest of the others and every one that equals it: always,
    not only where the small ones are few together. Whoever knows this rule then sees that each hidden cell may be the
    small one or the large one. A rule that looked at the sum first gave away two nines beside a shown ten.
    """
    small = {name for name, number in counts.items() if number < THRESHOLD}
    least = min((number for name, number in counts.items() if name not in small), default=None)
    return {name: None if small and (name in small or number == least) else number for name, number in counts.items()}
