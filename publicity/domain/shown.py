"""From roster rows to what the public sees: who is shown, in which words, with which totals."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from publicity.domain.masking import mask_name


@dataclass(frozen=True)
class Household:
    """What publishing reads of a roster row. `suppressed` is None where nobody knows."""

    name: str
    household_size: int
    covered_persons: int
    residence: str
    category: str
    amount: Decimal
    suppressed: bool | None

    @property
    def is_shown(self) -> bool:
        """Fails closed: only a row known not to be protected is shown."""
        return self.suppressed is False


@dataclass(frozen=True)
class Totals:
    """Households, covered persons and yuan a month."""

    households: int
    persons: int
    amount: Decimal


@dataclass(frozen=True)
class MaskedRow:
    """One row as it goes out; `canonical` is what the ledger commits to."""

    number: int
    name: str
    household_size: int
    covered_persons: int
    residence: str
    category: str
    amount: Decimal

    def canonical(self) -> dict[str, object]:
        """The row as every reader hashes it: the amount a string with two decimals."""
        return {
            "number": self.number,
            "name": self.name,
            "household_size": self.household_size,
            "covered_persons": self.covered_persons,
            "residence": self.residence,
            "category": self.category,
            "amount": f"{self.amount:.2f}",
        }


def totals(households: Iterable[Household]) -> Totals:
    """The totals of the given households."""
    rows = list(households)
    return Totals(len(rows), sum(row.covered_persons for row in rows), sum((row.amount for row in rows), Decimal(0)))


def reconciles(households: Sequence[Household], roster: Totals) -> bool:
    """Whether shown and suppressed together are the roster: none lost, none added."""
    return totals(households) == roster


def masked_rows(households: Iterable[Household]) -> list[MaskedRow]:
    """The shown households, numbered without gaps: a gap would tell where a protected one stands."""
    shown = [row for row in households if row.is_shown]
    return [
        MaskedRow(
            number,
            mask_name(row.name),
            row.household_size,
            row.covered_persons,
            row.residence,
            row.category,
            row.amount,
        )
        for number, row in enumerate(shown, start=1)
    ]


def unique_rows(rows: Iterable[MaskedRow]) -> int:
    """How many masked rows differ from every other in the village, and so may be recognised there."""
    kinds = Counter(
        (row.name, row.household_size, row.covered_persons, row.residence, row.category, row.amount) for row in rows
    )
    return sum(1 for count in kinds.values() if count == 1)
