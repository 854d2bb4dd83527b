"""What reading a file found: households, problems, warnings, and the sums that totals are compared with."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from publicity.domain.roster_layout import Layout
from publicity.domain.roster_rows import Line
from publicity.domain.roster_terms import Problem
from publicity.domain.roster_text import clean

_HOUSEHOLDS = re.compile(r"(\d+)户")


@dataclass(frozen=True)
class SheetLayout:
    """The layout a sheet was read by."""

    sheet: str
    layout: Layout


@dataclass
class Reading:
    """What a file says: accepted lines, problems (at most one a household), warnings, layouts by sheet.

    `rows` are the households read, accepted or `refused`; `person_rows` the rows of a roster with one row a person.
    """

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    rows: int = 0
    refused: int = 0
    person_rows: int = 0
    layouts: list[SheetLayout] = field(default_factory=list)

    @property
    def persons(self) -> int:
        """The covered persons of the accepted lines."""
        return sum(line.covered_persons for line in self.lines)

    @property
    def amount(self) -> Decimal:
        """Yuan a month of the accepted lines."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def suppressed(self) -> int:
        """The accepted households that no list may name: flagged, or the head is a minor."""
        return sum(line.suppressed for line in self.lines)

    def hidden_rows(self, sheet: str, numbers: list[int]) -> None:
        """Warns of hidden rows that hold somebody, one warning for rows that follow one another."""
        runs: list[list[int]] = []
        for number in numbers:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        for run in runs:
            params = {"first": str(run[0]), "last": str(run[-1]), "count": str(len(run))}
            code = "rows-hidden" if len(run) > 1 else "row-hidden"
            self.warnings.append(Problem(f"A{run[0]}", "", code, params, (), "", sheet))


@dataclass
class Sums:
    """What a total row is compared with; a column with an unreadable cell is not compared."""

    covered: Decimal | None = Decimal(0)
    amount: Decimal | None = Decimal(0)
    rows: int = 0

    def add(self, covered: str | None, amount: str | None) -> None:
        """One more household."""
        self.rows += 1
        self.covered = None if self.covered is None or covered is None else self.covered + Decimal(covered)
        self.amount = None if self.amount is None or amount is None else self.amount + Decimal(amount)


def households_in(cell: str) -> int | None:
    """The number in a cell such as 12户."""
    match = _HOUSEHOLDS.fullmatch(clean(cell))
    return int(match[1]) if match else None
