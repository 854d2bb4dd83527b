"""One row of a roster: what must be true of it, in the order in which it is told.

A bad row has one problem, at the first wrong cell; its other wrong cells are named with it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from publicity.domain import roster_values as rules
from publicity.domain.identity import BadIdentity, birth_in, birth_of, is_minor
from publicity.domain.periods import first_day, last_day
from publicity.domain.roster_text import clean_code
from publicity.domain.roster_values import Wrong


class Column(StrEnum):
    """What a roster's columns say. `account` is known so that it can be left out."""

    CERTIFICATE = "certificate"
    TOWNSHIP = "township"
    VILLAGE = "village"
    NAME = "head_name"
    IDENTITY = "identity"
    SIZE = "household_size"
    COVERED = "covered_persons"
    RESIDENCE = "residence"
    CATEGORY = "category"
    PER_CAPITA = "per_capita"
    AMOUNT = "amount"
    ACCOUNT = "account"
    SINCE = "since"
    CONFIDENTIAL = "confidential"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: its A1 name, what stands there, a code, and what the message needs to say.

    `village` is the row's, where it is known; `also` are other wrong cells of the row.
    """

    cell: str
    value: str
    code: str
    params: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    village: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An accepted row; `village` is its code, amounts are yuan a month. `identity` is never stored."""

    village: str
    certificate: str
    head_name: str
    identity: str
    household_size: int
    covered_persons: int
    residence: str
    category: str
    per_capita: Decimal | None
    amount: Decimal
    since: str
    confidential: bool
    minor: bool
    note: str

    @property
    def suppressed(self) -> bool:
        """Whether no list may name this household."""
        return self.confidential or self.minor


@dataclass(frozen=True)
class Places:
    """The county's villages: (township, village) by name to the village's code; some may be out of bounds."""

    codes: Mapping[tuple[str, str], str]
    allowed: frozenset[str] | None = None  # None: all


_COMMITTEE = re.compile(r"(?:村民委员会|村委会|居民委员会|居委会)$")
#: The columns that need no look at another one.
_PLAIN: tuple[tuple[Column, Callable[[str], Any]], ...] = (
    (Column.RESIDENCE, rules.residence),
    (Column.CATEGORY, rules.category),
    (Column.PER_CAPITA, rules.optional_money),
    (Column.AMOUNT, rules.money),
    (Column.SINCE, rules.month),
    (Column.CONFIDENTIAL, rules.confidential),
    (Column.NOTE, rules.note),
)


def cell_name(index: int, row: int) -> str:
    """The A1 name of a cell: column index from 0, row from 1."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


class _Row:
    """The cleaned cells of one row by column, the values found good and what was found wrong."""

    def __init__(self, number: int, texts: Mapping[Column, str], columns: Mapping[Column, int]) -> None:
        self.number = number
        self.columns = columns
        self.texts = texts
        self.good: dict[str, Any] = {}
        self.wrong: list[tuple[Column, Wrong]] = []

    def take(self, column: Column, rule: Callable[[str], Any]) -> Any:
        """The value of a column by its rule, or None after noting what is wrong."""
        try:
            value = self.good[column] = rule(self.texts.get(column, ""))
        except Wrong as reason:
            self.wrong.append((column, reason))
            return None
        return value

    def cell(self, column: Column) -> str:
        """The A1 name of this row's cell in `column`."""
        return cell_name(self.columns[column], self.number)

    def problem(self) -> Problem:
        """The first wrong cell, with the others named."""
        (column, reason), *others = self.wrong
        also = tuple(self.cell(other) for other, _ in others)
        village = self.good.get(Column.VILLAGE, "")
        return Problem(self.cell(column), self.texts[column], reason.code, reason.params, also, village)


class RowCheck:
    """Checks rows one after the other and remembers ID and certificate numbers, so that a later copy is found."""

    def __init__(self, *, places: Places, period: str) -> None:
        self.places = places
        self.period = period
        # Ages count at the period's first day, which hides more; births are possible until its end.
        self.on, self.until = first_day(period), last_day(period)
        self._townships = frozenset(township for township, _ in places.codes)
        self._seen: dict[Column, dict[str, str]] = {Column.IDENTITY: {}, Column.CERTIFICATE: {}}

    def __call__(
        self, number: int, texts: Mapping[Column, str], columns: Mapping[Column, int]
    ) -> tuple[Line | None, Problem | None, list[Problem]]:
        """The accepted line with its warnings, or the row's problem; `texts` are cleaned."""
        row = _Row(number, texts, columns)
        row.take(Column.CERTIFICATE, rules.certificate)
        township = row.take(Column.TOWNSHIP, self._township)
        row.take(Column.VILLAGE, lambda text: self._village(text, township))
        row.take(Column.NAME, rules.head_name)
        row.take(Column.IDENTITY, self._identity)
        size = row.take(Column.SIZE, rules.count)
        row.take(Column.COVERED, lambda text: rules.covered(text, size))
        for column, rule in _PLAIN:
            row.take(column, rule)
        self._repeated(row)
        if row.wrong:
            return None, row.problem(), []
        minor = is_minor(birth_in(row.good[Column.IDENTITY]), on=self.on)
        warnings = self._warnings(row)
        del row.good[Column.TOWNSHIP]
        return Line(**row.good, minor=minor), None, warnings

    def _township(self, text: str) -> str:
        if text not in self._townships:
            raise Wrong("township-unknown" if text else "township-missing")
        return text

    def _village(self, text: str, township: str | None) -> str:
        """The code of a village in its township: names repeat across townships."""
        if not text:
            raise Wrong("village-missing")
        if township is None:
            return ""  # the township's cell is the wrong one
        name = text.removeprefix(township)
        bare = _COMMITTEE.sub("", name)
        found = (self.places.codes.get((township, each)) for each in (name, bare, f"{bare}村", f"{bare}社区"))
        code = next((code for code in found if code), None)
        if code is None:
            raise Wrong("village-unknown", township=township)
        if self.places.allowed is not None and code not in self.places.allowed:
            raise Wrong("area-not-yours", township=township)
        return code

    def _identity(self, text: str) -> str:
        number = clean_code(text)
        try:
            birth_of(number, on=self.until)
        except BadIdentity as error:
            raise Wrong(error.code.value) from error
        return number

    def _repeated(self, row: _Row) -> None:
        """Of two rows with one number the later is wrong; its message names the earlier cell."""
        for column, seen in self._seen.items():
            if column not in row.good:
                continue
            cell = row.cell(column)
            earlier = seen.setdefault(row.good[column], cell)
            if earlier != cell:
                row.wrong.append((column, Wrong(f"{column}-repeated", earlier=earlier)))

    def _warnings(self, row: _Row) -> list[Problem]:
        """What is allowed but worth a look; covering only some of a family is named by 运城 2023, 四（一）."""
        found: list[Problem] = []
        if row.good[Column.COVERED] < row.good[Column.SIZE]:
            size = str(row.good[Column.SIZE])
            found.append(Problem(row.cell(Column.COVERED), row.texts[Column.COVERED], "partly-covered", {"size": size}))
        flag = row.texts[Column.CONFIDENTIAL]
        if row.good[Column.CONFIDENTIAL] and flag.upper() not in rules.CONFIDENTIAL:
            found.append(Problem(row.cell(Column.CONFIDENTIAL), flag, "confidential-unclear"))
        if row.good.get(Column.SINCE, "") > self.period:
            found.append(Problem(row.cell(Column.SINCE), row.texts[Column.SINCE], "since-later"))
        return found
