"""The table's columns by disclosure profile: heading, width and words for each field that a list shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.templatetags.portal import yuan
from publicity.domain.disclosure import Field


class Row(Protocol):
    """A line of the table; what the list does not show is None.

    A masked notice reads `name_masked`, a staff notice `name`: none can slip in by mistake.
    """

    number: int
    household_size: int | None
    covered_persons: int | None
    residence: str | None
    category: str | None
    amount: Decimal | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the width, how it is set, and what a row says in it."""

    heading: str | Promise
    width: float
    align: str
    cell: Callable[[Any], str]


def _persons(value: int | None) -> str:
    return "" if value is None else _("%(n)s persons") % {"n": value}


def _residence(row: Any) -> str:
    return {"rural": _("rural"), "urban": _("urban")}.get(row.residence, "")


def _category(row: Any) -> str:
    return _("Category %(category)s") % {"category": row.category} if row.category else ""


def _both(row: Any) -> str:
    return _("%(residence)s, category %(category)s") % {"residence": _residence(row), "category": row.category}


def _word(field: str) -> Callable[[Any], str]:
    """The words of a field with choices, as the model of entries has them; the value itself where it has none."""

    def cell(row: Any) -> str:
        words = getattr(row, f"get_{field}_display", None)
        return str((words() if words else getattr(row, field, "")) or "")

    return cell


_NUMBER = Column(gettext_lazy("No."), 1, "center", lambda row: str(row.number))
_COLUMNS: dict[str, Column] = {
    Field.HOUSEHOLD_SIZE: Column(
        gettext_lazy("Household size"), 1.45, "center", lambda row: _persons(row.household_size)
    ),
    Field.COVERED_PERSONS: Column(
        gettext_lazy("Persons covered"), 1.45, "center", lambda row: _persons(row.covered_persons)
    ),
    Field.RESIDENCE: Column(gettext_lazy("Kind of allowance"), 1.3, "center", _residence),
    Field.CATEGORY: Column(gettext_lazy("Category"), 1.3, "center", _category),
    Field.AMOUNT: Column(gettext_lazy("Amount a month (yuan)"), 2, "right", lambda row: yuan(row.amount)),
    "income_band": Column(gettext_lazy("Income a head, by band"), 2, "center", _word("income_band")),
    "cause": Column(gettext_lazy("Cause of the help"), 2, "center", _word("cause")),
}
_BOTH = Column(gettext_lazy("Category"), 1.8, "center", _both)


def columns(fields: Iterable[str], *, masked: bool, once: bool = False) -> list[Column]:
    """Number and name, then the shown fields in their order; the village stands in the heading.

    Kind and category share a column where both are shown. `once` says that the amount is not paid by the month.
    """
    shown = [str(field) for field in fields]
    if Field.RESIDENCE in shown and Field.CATEGORY in shown:
        shown.remove(str(Field.RESIDENCE))
        table = _COLUMNS | {Field.CATEGORY: _BOTH}
    else:
        table = dict(_COLUMNS)
    if once:
        table[Field.AMOUNT] = Column(gettext_lazy("Amount (yuan)"), 2, "right", table[Field.AMOUNT].cell)
    name = Column(gettext_lazy("Head of household"), 3.3, "left", lambda row: row.name_masked if masked else row.name)
    return [_NUMBER, name, *(table[field] for field in shown if field in table)]
