"""What a new roster changes, village by village."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

#: Household (certificate) to yuan a month, within one village.
Standing = Mapping[str, Decimal]


@dataclass(frozen=True)
class Changes:
    """How many households came, went, get more, get less, stay; `refused` rows have no household yet."""

    new: int = 0
    left: int = 0
    raised: int = 0
    lowered: int = 0
    unchanged: int = 0
    refused: int = 0

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(
            self.new + other.new,
            self.left + other.left,
            self.raised + other.raised,
            self.lowered + other.lowered,
            self.unchanged + other.unchanged,
            self.refused + other.refused,
        )


def compare(before: Standing, after: Standing, *, refused: int = 0) -> Changes:
    """The changes of one village from one roster to the next."""
    both = before.keys() & after.keys()
    raised = sum(after[key] > before[key] for key in both)
    lowered = sum(after[key] < before[key] for key in both)
    return Changes(
        new=len(after) - len(both),
        left=len(before) - len(both),
        raised=raised,
        lowered=lowered,
        unchanged=len(both) - raised - lowered,
        refused=refused,
    )


def total(changes: Iterable[Changes]) -> Changes:
    """The sum over villages; a household that moves between two of them has left one and is new in the other."""
    return sum(changes, Changes())
