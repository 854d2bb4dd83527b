"""Rosters with one row a person: which rows are one household, who is its head, and what its cells say together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from publicity.domain.roster_rows import Context, Entry
from publicity.domain.roster_sheet import cell_name
from publicity.domain.roster_terms import Column, Wrong
from publicity.domain.roster_text import clean_code, clean_heading, clean_name, plain_amount
from publicity.domain.roster_values import NOT_CONFIDENTIAL

#: Who the head is; GB/T 4761 counts oneself as 01 and the head as 02.
HEADS = frozenset({"户主", "本人", "户主本人", "申请人", "申请人本人", "持证人", "本人户主", "低保户主", "01", "02"})
#: What belongs to the household and must not differ between its rows.
_SHARED = (
    Column.TOWNSHIP,
    Column.VILLAGE,
    Column.SIZE,
    Column.COVERED,
    Column.RESIDENCE,
    Column.CATEGORY,
    Column.AMOUNT,
)
_HEADS_OWN = (Column.PER_CAPITA, Column.SINCE, Column.NOTE, Column.ACCOUNT)
_NOT_ENTITLED = NOT_CONFIDENTIAL - {""} | {"不享受", "未享受", "不保障", "未保障"}


@dataclass(frozen=True)
class Person:
    """One row: its number and the cleaned cells by column."""

    number: int
    texts: Mapping[Column, str]

    @property
    def certificate(self) -> str:
        """The household's number on this row; often only on its first."""
        return clean_code(self.texts.get(Column.CERTIFICATE, ""))

    @property
    def is_head(self) -> bool:
        """Whether this is the head: by the relation, or where there is none by the head's name beside the person's."""
        if Column.RELATION in self.texts:
            relation = self.texts[Column.RELATION]
            return "".join(relation.split()) in HEADS or clean_heading(relation) in HEADS
        name = clean_name(self.texts.get(Column.NAME, ""))
        return bool(name) and name == clean_name(self.texts.get(Column.MEMBER, ""))


@dataclass
class Household:
    """Rows of one household as they come, in one place."""

    context: Context
    persons: list[Person] = field(default_factory=list)
    wrong: list[tuple[str, str, Wrong]] = field(default_factory=list)

    def takes(self, person: Person, context: Context) -> bool:
        """Whether a row goes on with this household rather than begins the next."""
        if not self.persons:
            return True
        if context is not self.context:
            return False
        mine = next((each.certificate for each in self.persons if each.certificate), "")
        if person.certificate:
            return person.certificate == mine
        return not (person.is_head and any(each.is_head for each in self.persons))

    def entry(self, columns: Mapping[Column, int], sheet: str) -> Entry:
        """The household as one entry; what does not fit together is noted as wrong."""
        heads = [person for person in self.persons if person.is_head]
        head = heads[0] if heads else self.persons[0]
        places = _head_columns(columns, head)
        entry = Entry(head.number, {}, places, sheet, self.context, wrong=self.wrong)
        rows: dict[Column, int] = {}
        for column in columns:
            entry.texts[column] = head.texts.get(column, "")
        if places.get(Column.NAME) == columns.get(Column.MEMBER):
            entry.texts[Column.NAME] = head.texts.get(Column.MEMBER, "")
        if places.get(Column.IDENTITY) == columns.get(Column.MEMBER_IDENTITY):
            entry.texts[Column.IDENTITY] = head.texts.get(Column.MEMBER_IDENTITY, "")
        for column in (Column.CERTIFICATE, *_SHARED, *_HEADS_OWN):
            if column in columns:
                self._share(column, columns[column], entry, rows, one=column in _SHARED)
        self._flag(entry, rows)
        self._count(entry)
        entry.rows = rows
        entry.members = [
            (_person_identity(person), cell_name(_identity_column(columns), person.number))
            for person in self.persons
            if person is not head
        ]
        self._heads(heads, entry, columns)
        return entry

    def _share(self, column: Column, index: int, entry: Entry, rows: dict[Column, int], *, one: bool) -> None:
        """A cell of the household: the head's, or the first that is filled; of `one` value when it is shared."""
        filled = [(person.number, person.texts[column]) for person in self.persons if person.texts.get(column)]
        if not filled:
            return
        if not entry.texts.get(column):
            rows[column], entry.texts[column] = filled[0]
        if one:
            value = _comparable(entry.texts[column])
            differing = next(((number, text) for number, text in filled if _comparable(text) != value), None)
            if differing is not None:
                code = "amount-differs" if column is Column.AMOUNT else "household-differs"
                entry.wrong.append((cell_name(index, differing[0]), differing[1], Wrong(code)))

    def _flag(self, entry: Entry, rows: dict[Column, int]) -> None:
        """A household is confidential when any of its persons is."""
        for person in self.persons:
            text = person.texts.get(Column.CONFIDENTIAL, "")
            if text.upper() not in NOT_CONFIDENTIAL:
                entry.texts[Column.CONFIDENTIAL] = text
                rows[Column.CONFIDENTIAL] = person.number
                return

    def _count(self, entry: Entry) -> None:
        """How many the household has and how many are covered, by its rows where no column says so."""
        texts = entry.texts
        if Column.SIZE not in entry.columns:
            texts[Column.SIZE] = str(max(len(self.persons), int(texts[Column.COVERED]) if _whole(texts) else 0))
        if Column.COVERED not in entry.columns:
            entitled = [p for p in self.persons if p.texts.get(Column.ENTITLED, "").upper() not in _NOT_ENTITLED]
            texts[Column.COVERED] = str(len(entitled))

    def _heads(self, heads: list[Person], entry: Entry, columns: Mapping[Column, int]) -> None:
        place = columns.get(Column.RELATION, columns.get(Column.MEMBER, 0))
        own = Column.RELATION if Column.RELATION in columns else Column.MEMBER
        if not heads:
            first = self.persons[0]
            entry.wrong.append((cell_name(place, first.number), first.texts.get(own, ""), Wrong("head-missing")))
        for second in heads[1:]:
            earlier = cell_name(place, heads[0].number)
            reason = Wrong("head-twice", earlier=earlier)
            entry.wrong.append((cell_name(place, second.number), second.texts.get(own, ""), reason))


def _head_columns(columns: Mapping[Column, int], head: Person) -> dict[Column, int]:
    """Where the head's name and number stand: the person's own columns, unless only the head's are filled."""
    places = dict(columns)
    for own, member in ((Column.NAME, Column.MEMBER), (Column.IDENTITY, Column.MEMBER_IDENTITY)):
        if member in columns and (own not in columns or not head.texts.get(own)):
            places[own] = columns[member]
    return places


def _identity_column(columns: Mapping[Column, int]) -> int:
    return columns.get(Column.MEMBER_IDENTITY, columns.get(Column.IDENTITY, 0))


def _person_identity(person: Person) -> str:
    return person.texts.get(Column.MEMBER_IDENTITY, person.texts.get(Column.IDENTITY, ""))


def _comparable(text: str) -> str:
    figure = plain_amount(text)
    return f"{float(figure):.4f}" if figure is not None else "".join(text.split())


def _whole(texts: Mapping[Column, str]) -> bool:
    return texts.get(Column.COVERED, "").isdecimal()
