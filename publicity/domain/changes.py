"""What a new roster changes, village by village."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

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


class ChangeKind(StrEnum):
    """What a reason is given for."""

    LEFT = "left"
    LOWERED = "lowered"


class ChangeReason(StrEnum):
    """Why a household left a list or gets less: a closed set. Health is never told apart from the family's affairs."""

    DEATH = "death"
    MOVED = "moved"
    INCOME = "income"
    ASSETS = "assets"
    FAMILY = "family"
    OTHER = "other"


@dataclass(frozen=True)
class ListChange:
    """What the shown rows of two lists say, and by certificate who left or gets less (for staff)."""

    new: int
    left: int
    raised: int
    lowered: int
    gone: frozenset[str]
    less: frozenset[str]


def list_change(before: Standing, after: Standing, *, shown_before: int) -> ListChange:
    """The change from one published list to the next, of their shown rows alone.

    Whoever becomes protected is counted as no longer on the list, as everyone can see from the two lists: were they
    left out, "shown before + new - left" would miss the list's number by them and so tell of them. `shown_before` is
    the number that was published; `before` may hold fewer, where a household has been erased since.
    """
    both = before.keys() & after.keys()
    new = len(after) - len(both)
    less = frozenset(key for key in both if after[key] < before[key])
    return ListChange(
        new=new,
        left=shown_before + new - len(after),
        raised=sum(after[key] > before[key] for key in both),
        lowered=len(less),
        gone=frozenset(before.keys() - both),
        less=less,
    )
