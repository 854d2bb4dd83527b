"""Counts of people that may be told: none under ten, nor any that could be worked out from the others."""

from collections.abc import Mapping

#: requirements A10, A11 and design "Disclosure": no fewer people than this are ever counted apart.
THRESHOLD = 10


def cells(counts: Mapping[str, int]) -> dict[str, int | None]:
    """A row of cells whose total is public: those that may be shown, and None for the others.

    A cell under the threshold is not shown, nor is a zero; and as many more, the smallest first, until those not shown
    hold as many people together.
    """
    shown = {name: number for name, number in counts.items() if number >= THRESHOLD}
    while shown and 0 <= sum(counts.values()) - sum(shown.values()) < THRESHOLD and len(shown) < len(counts):
        del shown[min(shown, key=lambda name: (shown[name], name))]
    return {name: shown.get(name) for name in counts}
