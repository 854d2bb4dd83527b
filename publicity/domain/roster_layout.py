"""Where the headings stand and which column is what: known, remembered, guessed, or not read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from publicity.domain import roster_headings as headings
from publicity.domain.roster_sheet import SheetRow, cell_name, column_letters
from publicity.domain.roster_terms import Column, Problem
from publicity.domain.roster_text import clean, clean_code, clean_heading, hide_digits, months_in

#: How many of a sheet's first rows are looked at to find headings, and to guess by what stands below them.
LOOKED_AT = 60
_HEADING_ROWS = 30
_HIGH = 3  # rows of one heading
_SAMPLES = 3
_ENOUGH = 4  # texts that a row of headings has at least
_IDENTITY = re.compile(r"[1-9]\d{16}[\dX]")
_LEFT_OUT = frozenset({Column.ACCOUNT, Column.CHANGE})
_FIGURE = re.compile(r"[\d.,]+")
#: Chosen columns of headings by their signature: index to a column, or None for not to be read.
Remembered = Mapping[str, Mapping[int, Column | None]]


class How(StrEnum):
    """How a column came to its meaning."""

    KNOWN = "known"
    GUESSED = "guessed"
    REMEMBERED = "remembered"
    UNREAD = "unread"


@dataclass(frozen=True)
class ColumnView:
    """One column for people: its letters, its heading as read, what it is taken for, and some masked values."""

    index: int
    heading: str
    column: Column | None
    how: How
    samples: tuple[str, ...]
    hidden: bool

    @property
    def letters(self) -> str:
        """The column as Excel names it."""
        return column_letters(self.index)

    @property
    def uncertain(self) -> bool:
        """Whether the meaning was guessed or chosen rather than known by the heading."""
        return self.how in (How.GUESSED, How.REMEMBERED)


@dataclass(frozen=True)
class Layout:
    """A sheet's headings: first and last row, the columns that are read, and what the rows above say.

    `signature` stands for the texts of the headings; `again` are the rows of headings as they may be repeated.
    `changes` are the columns that say what changed; `problem` is what stands in the way of reading.
    """

    first: int
    last: int
    columns: Mapping[Column, int]
    changes: tuple[int, ...]
    views: tuple[ColumnView, ...]
    signature: str
    again: frozenset[tuple[str, ...]]
    months: frozenset[str]
    titles: tuple[tuple[str, str], ...]  # A1 name and text of the cells above the headings
    problem: Problem | None = None

    @property
    def by_person(self) -> bool:
        """Whether a row is a person rather than a household."""
        return Column.RELATION in self.columns or Column.MEMBER in self.columns

    @property
    def correctable(self) -> bool:
        """Whether the meaning of a column is anything but certain."""
        return self.problem is not None or any(view.uncertain for view in self.views)


@dataclass(frozen=True)
class _Found:
    """A heading that was found: its rows as slices of the looked-at rows, and the parts of each column's text."""

    start: int
    high: int
    parts: tuple[tuple[str, ...], ...]

    @property
    def known(self) -> list[Column | None]:
        """What the columns are by known words."""
        return [headings.of_parts(parts) for parts in self.parts]


def find_layout(
    rows: Sequence[SheetRow], *, hidden_columns: frozenset[int] = frozenset(), remembered: Remembered | None = None
) -> Layout | None:
    """The layout by the first rows of a sheet, or None when no row of headings is among them."""
    found = _by_words(rows, guessing=False) or _by_words(rows, guessing=True) or _by_identity(rows)
    if found is None:
        return None
    heading_rows = rows[found.start : found.start + found.high]
    signature = _signature(found.parts)
    chosen = (remembered or {}).get(signature, {})
    below = rows[found.start + found.high :]
    meanings, hows, twice = _meanings(found, below, hidden_columns, chosen)
    titles = tuple(_titles(rows[: found.start]))
    # Account numbers are never read.
    columns: dict[Column, int] = {
        column: index for index, column in enumerate(meanings) if column and column not in _LEFT_OUT
    }
    return Layout(
        first=heading_rows[0].number,
        last=heading_rows[-1].number,
        columns=columns,
        changes=tuple(index for index, column in enumerate(meanings) if column is Column.CHANGE),
        views=tuple(_views(found, meanings, hows, below, hidden_columns)),
        signature=signature,
        again=frozenset(row_key(row.cells) for row in heading_rows),
        months=frozenset(month for _, text in titles for month in months_in(text)),
        titles=titles,
        problem=_problem(found, heading_rows, columns, twice, titles),
    )


def row_key(cells: Iterable[str]) -> tuple[str, ...]:
    """A row's texts without blanks and blank ends, to compare rows of headings."""
    texts = [clean_heading(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def residence_in(titles: Iterable[tuple[str, str]]) -> str:
    """农村 or 城市 when the titles name one of them and not both."""
    text = "".join(clean_heading(title) for _, title in titles)
    rural, urban = "农村" in text, "城市" in text or "城镇" in text
    return "" if rural == urban or "城乡" in text else ("农村" if rural else "城市")


def _by_words(rows: Sequence[SheetRow], *, guessing: bool) -> _Found | None:
    """The heading that names a person, an ID number and an amount; of one to three rows, whichever say most."""
    best: tuple[int, _Found] | None = None
    first: int | None = None
    for start in range(min(len(rows), _HEADING_ROWS)):
        if first is not None and start > first + _HIGH - 1:
            break
        for high in range(1, _HIGH + 1):
            found = _candidate(rows, start, high)
            if found is None:
                continue
            names = found.known
            if guessing:
                names = [name or headings.guess("".join(parts)) for name, parts in zip(names, found.parts, strict=True)]
            if not _is_key(names):
                continue
            first = start if first is None else first
            score = len({name for name in names if name})
            if best is None or score > best[0] or (score == best[0] and high < best[1].high):
                best = (score, found)
    return best[1] if best else None


def _candidate(rows: Sequence[SheetRow], start: int, high: int) -> _Found | None:
    """These rows as a heading, unless they are apart, hidden, or look like data below the first."""
    block = rows[start : start + high]
    if len(block) < high or block[-1].number - block[0].number != high - 1 or any(row.marks.hidden for row in block):
        return None
    if any(_FIGURE.fullmatch(clean(cell)) or _IDENTITY.search(clean_code(cell)) for row in block for cell in row.cells):
        return None
    return _Found(start, high, tuple(_parts(block)))


def _parts(block: Sequence[SheetRow]) -> list[tuple[str, ...]]:
    """Each column's texts from above; a group's heading counts for every column it spans that has a text below."""
    width = max(len(row.cells) for row in block)
    spread = [_spread(row, width) for row in block]
    found: list[tuple[str, ...]] = []
    for index in range(width):
        own = [row.cells[index] if index < len(row.cells) else "" for row in block]
        lowest = max((place for place, text in enumerate(own) if clean(text)), default=-1)
        texts: list[str] = []
        for place in range(lowest + 1):
            text = spread[place][index]
            if clean(text) and (not texts or clean_heading(texts[-1]) != clean_heading(text)):
                texts.append(text)
        found.append(tuple(texts))
    return found


def _spread(row: SheetRow, width: int) -> list[str]:
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    for left, span in row.marks.spans.items():
        for index in range(left + 1, min(left + span, width)):
            cells[index] = cells[index] or cells[left]
    return cells


def _is_key(names: Iterable[Column | None]) -> bool:
    there = set(names)
    named = bool(there & {Column.NAME, Column.MEMBER})
    return named and bool(there & {Column.IDENTITY, Column.MEMBER_IDENTITY}) and Column.AMOUNT in there


def _by_identity(rows: Sequence[SheetRow]) -> _Found | None:
    """Headings in words nobody knows: the last row of several texts above the first row with an ID number."""
    for place, row in enumerate(rows):
        if any(_IDENTITY.fullmatch(clean_code(cell)) for cell in row.cells):
            for start in range(place - 1, -1, -1):
                texts = {clean(cell) for cell in rows[start].cells if clean(cell)}
                if len(texts) >= _ENOUGH:
                    return _candidate(rows, start, 1)
            return None
    return None


def _meanings(
    found: _Found, below: Sequence[SheetRow], hidden: frozenset[int], chosen: Mapping[int, Column | None]
) -> tuple[list[Column | None], list[How], int | None]:
    """What each column is and how that is known; the third is a column that says again what another one says."""
    meanings = found.known
    _members(meanings, found.parts)
    twice = _without_copies(meanings, hidden)
    hows = [How.KNOWN if column else How.UNREAD for column in meanings]
    for index, column in _guesses(found, meanings, below):
        meanings[index], hows[index] = column, How.GUESSED
    for index, choice in chosen.items():
        if index >= len(meanings):
            continue
        for other, meaning in enumerate(meanings):
            if meaning is choice and choice not in (None, Column.CHANGE) and other != index:
                meanings[other], hows[other] = None, How.UNREAD
        meanings[index], hows[index] = choice, How.REMEMBERED
        twice = None
    return meanings, hows, twice


def _members(meanings: list[Column | None], parts: Sequence[tuple[str, ...]]) -> None:
    """Of 户主姓名 and 姓名 side by side the second is the person's own, and so with ID numbers."""
    for own, member in ((Column.NAME, Column.MEMBER), (Column.IDENTITY, Column.MEMBER_IDENTITY)):
        places = [index for index, column in enumerate(meanings) if column is own]
        heads = [index for index in places if headings.HEADS_OWN.match(clean_heading("".join(parts[index])))]
        others = [index for index in places if index not in heads]
        if member not in meanings and len(heads) == 1 and len(others) == 1:
            meanings[others[0]] = member


def _without_copies(meanings: list[Column | None], hidden: frozenset[int]) -> int | None:
    """Forgets hidden copies of a column; answers the first copy that is not hidden."""
    seen: dict[Column, int] = {}
    for index, column in enumerate(meanings):
        if column is None or column is Column.CHANGE:
            continue
        earlier = seen.setdefault(column, index)
        if earlier == index:
            continue
        if index in hidden or earlier in hidden:
            gone = index if index in hidden else earlier
            meanings[gone] = None
            seen[column] = index if gone == earlier else earlier
        elif column not in (Column.ACCOUNT, Column.NOTE):
            return index
        else:
            meanings[index] = None
    return None


def _guesses(found: _Found, meanings: Sequence[Column | None], below: Sequence[SheetRow]) -> list[tuple[int, Column]]:
    """A meaning for columns whose words are not known, where nothing else has it and only one can."""
    guessed: dict[Column, list[int]] = {}
    taken = set(meanings)
    for index, parts in enumerate(found.parts):
        if meanings[index] is None and parts:
            column = headings.guess("".join(parts)) or headings.guess(parts[-1])
            if column is not None and column not in taken:
                guessed.setdefault(column, []).append(index)
    if not taken & {Column.IDENTITY, Column.MEMBER_IDENTITY} and Column.IDENTITY not in guessed:
        full = [index for index in range(len(found.parts)) if _holds_identities(index, below)]
        guessed[Column.IDENTITY] = full
        guessed = {c: [i for i in places if c is Column.IDENTITY or i not in full] for c, places in guessed.items()}
    return [(places[0], column) for column, places in guessed.items() if len(places) == 1]


def _holds_identities(index: int, below: Sequence[SheetRow]) -> bool:
    values = [clean_code(row.cells[index]) for row in below if index < len(row.cells) and row.cells[index]]
    return bool(values) and sum(bool(_IDENTITY.fullmatch(value)) for value in values) * 5 >= len(values) * 4


def _views(
    found: _Found,
    meanings: Sequence[Column | None],
    hows: Sequence[How],
    below: Sequence[SheetRow],
    hidden: frozenset[int],
) -> list[ColumnView]:
    views = []
    for index, parts in enumerate(found.parts):
        values = (clean(row.cells[index]) for row in below if index < len(row.cells))
        samples = tuple(hide_digits(value)[:30] for value in dict.fromkeys(values) if value)[:_SAMPLES]
        if parts or samples:
            heading = " ".join(clean(part) for part in parts)[:40]
            views.append(ColumnView(index, heading, meanings[index], hows[index], samples, index in hidden))
    return views


def _titles(above: Iterable[SheetRow]) -> list[tuple[str, str]]:
    return [
        (cell_name(index, row.number), clean(cell))
        for row in above
        if not row.marks.hidden
        for index, cell in enumerate(row.cells)
        if clean(cell) and index not in row.marks.filled
    ]


def _signature(parts: Iterable[tuple[str, ...]]) -> str:
    """A digest of the headings in their order; what stands in the rows does not change it."""
    texts = "\x1f".join("\x1e".join(clean_heading(part) for part in each) for each in parts)
    return sha256(texts.rstrip("\x1f").encode()).hexdigest()


def _problem(
    found: _Found,
    heading_rows: Sequence[SheetRow],
    columns: Mapping[Column, int],
    twice: int | None,
    titles: tuple[tuple[str, str], ...],
) -> Problem | None:
    last = heading_rows[-1].number
    if twice is not None:
        return Problem(cell_name(twice, last), " ".join(found.parts[twice]), "heading-twice")
    lacking = headings.missing(_with_members(columns), residence_known=bool(residence_in(titles)))
    if lacking:
        words = tuple(column.value for column in lacking)
        return Problem(f"A{heading_rows[0].number}", "", "heading-missing", {"columns": words})
    return None


def _with_members(columns: Mapping[Column, int]) -> set[Column]:
    """A member's name and number stand for the head's in the head's row."""
    there = set(columns)
    if Column.MEMBER in there:
        there.add(Column.NAME)
    if Column.MEMBER_IDENTITY in there:
        there.add(Column.IDENTITY)
    return there
