"""A sheet as its reader hands it over: rows of text, and what a person sees beside the text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Marks(NamedTuple):
    """What is to be seen of a row's cells, by column index from 0.

    `filled` cells are blank parts of a merged cell above and carry its text; `spans` says how many columns a merged
    cell takes; `formulas` are the formulas behind cells, whose text is the value that was saved with them.
    """

    hidden: bool = False
    struck: frozenset[int] = frozenset()
    filled: frozenset[int] = frozenset()
    formulas: Mapping[int, str] = {}
    spans: Mapping[int, int] = {}


PLAIN = Marks()


class SheetRow(NamedTuple):
    """One row that is not blank: its number from 1, its cells as text, and marks."""

    number: int
    cells: Sequence[str]
    marks: Marks = PLAIN


@dataclass
class Sheet:
    """A sheet in the order of the file; its rows are read once. A table of text is one sheet without a title."""

    title: str
    rows: Iterator[SheetRow]
    hidden: bool = False
    hidden_columns: frozenset[int] = field(default_factory=frozenset)


def cell_name(index: int, row: int) -> str:
    """The A1 name of a cell: column index from 0, row from 1."""
    return f"{column_letters(index)}{row}"


def column_letters(index: int) -> str:
    """The letters of a column: index from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
