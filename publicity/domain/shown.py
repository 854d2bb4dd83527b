"""From roster rows to what the public sees: who is shown, in which words, with which totals."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from publicity.domain.disclosure import DEFAULTS, Channel, Field
from publicity.domain.masking import MASK, EmptyName, mask_name
from publicity.domain.stages import Stage

#: The fields of a list published without a county's own profile.
DEFAULT_FIELDS = DEFAULTS[Stage.LONG_TERM, Channel.WEB].fields
#: What a row of its own says; its name is always there, its village is the list's.
ROW_FIELDS = tuple(item for item in Field if item not in {Field.NAME, Field.VILLAGE})


#: Stands for a name that cannot be masked; such a row blocks publishing.
NAMELESS = MASK


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
    income_band: str | None = None
    cause: str | None = None
    certificate: str = ""

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
    """One row as it goes out: what its profile does not show is None."""

    number: int
    name: str
    household_size: int | None = None
    covered_persons: int | None = None
    residence: str | None = None
    category: str | None = None
    amount: Decimal | None = None
    income_band: str | None = None
    cause: str | None = None
    fields: tuple[str, ...] = DEFAULT_FIELDS

    @property
    def name_masked(self) -> str:
        """The name, called as a stored entry calls it."""
        return self.name

    def values(self) -> dict[str, object]:
        """Number, name and every field, shown or not."""
        return {"number": self.number, "name": self.name} | {str(item): getattr(self, item) for item in ROW_FIELDS}

    def canonical(self) -> dict[str, object]:
        """The row that its leaf hash commits to."""
        return canonical_row(self.fields, self.values())


def canonical_row(fields: Iterable[str], values: Mapping[str, object]) -> dict[str, object]:
    """The row as every reader hashes it: number, masked name and exactly the list's fields.

    The village is the list's and no part of the row. An amount is a string with two decimals; what is not known is
    null. `values` may hold more than is taken.
    """
    shown = set(fields)
    row = {"number": values["number"], "name": values["name"]}
    row |= {str(item): values[item] for item in ROW_FIELDS if item in shown}
    if row.get(Field.AMOUNT) is not None:
        row[str(Field.AMOUNT)] = f"{Decimal(str(row[Field.AMOUNT])):.2f}"
    return row


def totals(households: Iterable[Household]) -> Totals:
    """The totals of the given households."""
    rows = list(households)
    return Totals(len(rows), sum(row.covered_persons for row in rows), sum((row.amount for row in rows), Decimal(0)))


def reconciles(households: Sequence[Household], roster: Totals) -> bool:
    """Whether shown and suppressed together are the roster: none lost, none added."""
    return totals(households) == roster


def masked_rows(households: Iterable[Household], fields: Sequence[str] = DEFAULT_FIELDS) -> list[MaskedRow]:
    """The shown households with `fields` alone.

    They are numbered without gaps: a gap would tell where a protected one stands.
    """
    taken = [str(item) for item in ROW_FIELDS if item in fields]
    kept = tuple(fields)
    shown = (row for row in households if row.is_shown)
    return [
        MaskedRow(number, _masked(row.name), **{item: getattr(row, item) for item in taken}, fields=kept)
        for number, row in enumerate(shown, start=1)
    ]


def _masked(name: str) -> str:
    try:
        return mask_name(name)
    except EmptyName:
        return NAMELESS


def unique_rows(rows: Iterable[MaskedRow]) -> int:
    """How many masked rows differ from every other in the village, and so may be recognised there."""
    kinds = Counter((row.name, *(getattr(row, item) for item in ROW_FIELDS)) for row in rows)
    return sum(1 for count in kinds.values() if count == 1)
