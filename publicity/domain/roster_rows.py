"""One household: what must be true of it, in the order in which it is told.

A bad household has one problem, at the first wrong cell; its other wrong cells are named with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from publicity.domain import roster_values as rules
from publicity.domain.identity import BadIdentity, IdentityCode, ages_on, birth_in, birth_of, is_minor
from publicity.domain.periods import last_day
from publicity.domain.roster_places import Places
from publicity.domain.roster_sheet import cell_name
from publicity.domain.roster_terms import Column, Problem, Wrong
from publicity.domain.roster_text import clean_code, lost_characters


class Where(NamedTuple):
    """Where a household stands, for later findings; the columns are shared by all rows of a sheet."""

    sheet: str
    number: int
    columns: Mapping[Column, int]
    rows: Mapping[Column, int]

    def cell(self, column: Column) -> str:
        """The A1 name of the household's cell in a column."""
        return cell_name(self.columns[column], self.rows.get(column, self.number))

    @property
    def certificate(self) -> str:
        """The cell of the certificate's number."""
        return self.cell(Column.CERTIFICATE)

    @property
    def name(self) -> str:
        """The cell of the head's name."""
        return self.cell(Column.NAME)

    @property
    def identity(self) -> str:
        """The cell of the head's ID number."""
        return self.cell(Column.IDENTITY)


_ONE_ROW: Mapping[Column, int] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """An accepted household; `village` is its code, amounts are yuan a month. `identity` is never stored."""

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
    where: Where

    @property
    def suppressed(self) -> bool:
        """Whether no list may name this household."""
        return self.confidential or self.minor


class Context(NamedTuple):
    """What a sheet says of its rows outside them: the place, by a title, the sheet's name or a row of its own."""

    township: str = ""
    village: str = ""
    cell: str = ""
    residence: str = ""


@dataclass
class Entry:
    """The cleaned cells of one household by column, and where they stand.

    `rows` are the rows of single cells where a household has several; `wrong` is what reading them found already;
    `members` are the other persons' ID numbers with their cells.
    """

    number: int
    texts: dict[Column, str]
    columns: Mapping[Column, int]
    sheet: str = ""
    context: Context = field(default_factory=Context)
    rows: Mapping[Column, int] = field(default_factory=dict)
    wrong: list[tuple[str, str, Wrong]] = field(default_factory=list)
    members: Sequence[tuple[str, str]] = ()


#: The columns that need no look at another one.
_PLAIN: tuple[tuple[Column, Callable[[str], Any]], ...] = (
    (Column.CATEGORY, rules.category),
    (Column.PER_CAPITA, rules.optional_money),
    (Column.AMOUNT, rules.money),
    (Column.SINCE, rules.month),
    (Column.CONFIDENTIAL, rules.confidential),
    (Column.NOTE, rules.note),
)
_ERRORS = frozenset({"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_NOT_HERE = frozenset({"township-unknown", "village-unknown"})
_FREE_TEXT = frozenset({Column.NOTE})


class _Row:
    """The values of one household found good, and what was found wrong."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.texts = entry.texts
        self.good: dict[str, Any] = {}
        self.wrong: list[tuple[str, str, Wrong]] = []

    def take(self, column: Column, rule: Callable[[str], Any]) -> Any:
        """The value of a column by its rule, or None after noting what is wrong."""
        text = self.texts.get(column, "")
        try:
            if text and (text[0] in "=#?" or not text.isascii()):
                _readable(column, text)
            value = self.good[column] = rule(text)
        except Wrong as reason:
            self.note(column, reason)
            return None
        return value

    def note(self, column: Column, reason: Wrong) -> None:
        """Notes what is wrong in a column; a place that no column names is told where it was read."""
        if column in self.entry.columns:
            self.wrong.append((self.cell(column), self.texts.get(column, ""), reason))
        elif column not in (Column.TOWNSHIP, Column.VILLAGE):
            self.wrong.append((self.cell(Column.NAME), self.texts.get(Column.NAME, ""), reason))
        else:
            cell = self.entry.context.cell or f"A{self.entry.number}"
            self.wrong.append((cell, self.entry.context.village or self.entry.context.township, reason))

    def cell(self, column: Column) -> str:
        """The A1 name of this household's cell in `column`."""
        return cell_name(self.entry.columns[column], self.entry.rows.get(column, self.entry.number))

    def problem(self) -> Problem:
        """The first wrong cell, with the others named."""
        (cell, text, reason), *others = self.wrong
        also = tuple(dict.fromkeys(other for other, _, _ in others if other != cell))
        village = self.good.get(Column.VILLAGE, "")
        return Problem(cell, text, reason.code, reason.params, also, village, self.entry.sheet)


def _readable(column: Column, text: str) -> None:
    """Raises Wrong for formulas, their errors, and for characters that saving has lost."""
    if text[0] == "=" and column is not Column.NAME:
        raise Wrong("formula")
    if text in _ERRORS:
        raise Wrong("formula-error")
    if lost_characters(text) or ("?" in text and column not in _FREE_TEXT):
        raise Wrong("lost-characters")


class RowCheck:
    """Checks one household after the other and remembers ID and certificate numbers, so that a copy is found."""

    def __init__(self, *, places: Places, period: str) -> None:
        self.places = places
        self.period = period
        # Ages count on the first day a list may go out, which hides more; births are possible until the month's end.
        self.on, self.until = ages_on(period), last_day(period)
        # By sheet, then by number: the cell.
        self._identities: dict[str, dict[str, str]] = {}
        self._certificates: dict[str, dict[str, str]] = {}
        #: Households whose place this county has, and those whose place it has not.
        self.placed = self.strange = 0

    def __call__(self, entry: Entry) -> tuple[Line | None, Problem | None, list[Problem]]:
        """The accepted line with its warnings, or the household's problem."""
        row = _Row(entry)
        row.take(Column.CERTIFICATE, rules.certificate)
        self._place(row)
        row.take(Column.NAME, rules.head_name)
        row.take(Column.IDENTITY, self._identity)
        size = row.take(Column.SIZE, rules.count)
        row.take(Column.COVERED, lambda text: rules.covered(text, size))
        row.take(Column.RESIDENCE, lambda text: rules.residence(text or entry.context.residence))
        for column, rule in _PLAIN:
            row.take(column, rule)
        self._repeated(row)
        self._members(row)
        row.wrong[:0] = entry.wrong
        if row.wrong:
            return None, row.problem(), []
        minor = is_minor(birth_in(row.good[Column.IDENTITY]), on=self.on)
        where = Where(entry.sheet, entry.number, entry.columns, entry.rows or _ONE_ROW)
        return Line(**row.good, minor=minor, where=where), None, self._warnings(row)

    def _place(self, row: _Row) -> None:
        """The code of a village in its township: names repeat across townships."""
        context = row.entry.context
        township: str | None = ""
        try:
            own = row.texts.get(Column.TOWNSHIP, "")
            if own and ("?" in own or not own.isascii()):
                _readable(Column.TOWNSHIP, own)
            if not own and Column.TOWNSHIP in row.entry.columns and not context.township:
                raise Wrong("township-missing")
            township = self.places.township(own or context.township)
        except Wrong as reason:
            row.note(Column.TOWNSHIP, reason)
            township = None  # the township's cell is the wrong one

        def village(text: str) -> str:
            text = text or context.village
            if not text:
                raise Wrong("village-missing")
            return "" if township is None else self.places.village(text, township)

        row.take(Column.VILLAGE, village)
        unknown = any(reason.code in _NOT_HERE for _, _, reason in row.wrong)
        self.strange += unknown
        self.placed += not unknown

    def _identity(self, text: str) -> str:
        number = clean_code(text)
        if rules.ROUNDED.fullmatch(number):
            raise Wrong("id-rounded")
        try:
            birth_of(number, on=self.until)
        except BadIdentity as error:
            lost = error.code in (IdentityCode.CHECK, IdentityCode.SHAPE) and len(number) == 18
            raise Wrong("id-rounded" if lost and number.endswith("000") else error.code.value) from error
        return number

    def _repeated(self, row: _Row) -> None:
        """Of two rows with one number the later is wrong; its message names the earlier cell."""
        for column, seen in ((Column.IDENTITY, self._identities), (Column.CERTIFICATE, self._certificates)):
            if column in row.good:
                cell = row.cell(column)
                reason = self._seen_before(seen, row.good[column], cell, row.entry.sheet, column.value)
                if reason is not None:
                    row.wrong.append((cell, row.texts[column], reason))

    def _members(self, row: _Row) -> None:
        """The other persons' ID numbers, where they have one: right, and in one household only."""
        for text, cell in row.entry.members:
            if not text:
                continue
            try:
                number = self._identity(text)
            except Wrong as reason:
                row.wrong.append((cell, text, reason))
                continue
            repeated = self._seen_before(self._identities, number, cell, row.entry.sheet, Column.IDENTITY.value)
            if repeated is not None:
                row.wrong.append((cell, text, repeated))

    def _seen_before(
        self, seen: dict[str, dict[str, str]], value: str, cell: str, sheet: str, column: str
    ) -> Wrong | None:
        here = seen.setdefault(sheet, {})
        for other, cells in seen.items():
            if value in cells:
                earlier = cells[value]
                return Wrong(f"{column}-repeated", earlier=earlier if other == sheet else f"{other}!{earlier}")
        here[value] = cell
        return None

    def _warnings(self, row: _Row) -> list[Problem]:
        """What is allowed but worth a look; covering only some of a family is named by 运城 2023, 四（一）."""
        found: list[Problem] = []

        def warn(column: Column, code: str, **params: str) -> None:
            at = row.cell(column) if column in row.entry.columns else row.cell(Column.NAME)
            found.append(Problem(at, row.texts.get(column, ""), code, params, (), "", row.entry.sheet))

        if row.good[Column.COVERED] < row.good[Column.SIZE]:
            warn(Column.COVERED, "partly-covered", size=str(row.good[Column.SIZE]))
        flag = row.texts.get(Column.CONFIDENTIAL, "")
        if row.good[Column.CONFIDENTIAL] and flag.upper() not in rules.CONFIDENTIAL:
            warn(Column.CONFIDENTIAL, "confidential-unclear")
        since = row.texts.get(Column.SINCE, "")
        if since and row.good[Column.SINCE] > self.period:
            warn(Column.SINCE, "since-later")
        if since.endswith(".1") and rules.OCTOBER_OR_JANUARY.fullmatch(since):
            warn(Column.SINCE, "since-ambiguous")
        return found
