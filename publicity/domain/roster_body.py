"""The rows below the headings: which are households, which say where they live, which are sums and remarks."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from publicity.domain import roster_headings as headings
from publicity.domain.roster_formulas import NotSimple, calculate
from publicity.domain.roster_layout import Layout, find_layout, row_key
from publicity.domain.roster_persons import Household, Person
from publicity.domain.roster_reading import Reading, Sums, households_in
from publicity.domain.roster_rows import Context, Entry, RowCheck
from publicity.domain.roster_sheet import SheetRow, cell_name
from publicity.domain.roster_terms import Column, Problem, Wrong
from publicity.domain.roster_text import clean, compact, plain_amount

_TOTAL = re.compile(r"(?:合计|总计|共计|总合计)(?:[:(（]?.*)?")
_SUBTOTAL = re.compile(r".{0,12}(?:小计|合计|总计|共计|累计)(?:[:(（].*|\d.*)?")
_FOOTER = re.compile(
    r"\(?(?:填表|填报|制表|制单|审核|审批|复核|负责人|单位负责|主管|分管|经办|领导|联系电话|联系人|说明|备注|注|附注|盖章|日期|"
    r"填写|签字|签名|本表|此表|公示|监督电话|举报电话|第\d+页|共\d+页|以上|以下空白).*"
)
_WHO = (Column.CERTIFICATE, Column.NAME, Column.MEMBER, Column.IDENTITY, Column.MEMBER_IDENTITY)
_FIGURES = (Column.SIZE, Column.COVERED, Column.PER_CAPITA, Column.AMOUNT)
#: What may run down in a merged cell over several households; anything else belongs to one.
_RUNNING = frozenset(
    {
        Column.TOWNSHIP,
        Column.VILLAGE,
        Column.RESIDENCE,
        Column.CATEGORY,
        Column.PER_CAPITA,
        Column.SINCE,
        Column.CONFIDENTIAL,
        Column.NOTE,
    }
)
_PERSONAL = frozenset({Column.RELATION, Column.MEMBER, Column.MEMBER_IDENTITY, Column.ENTITLED})
_STOPPED = re.compile(r"停发|停保|停止|取消|注销|死亡|减员|减少|退出|终止|停")
_ADDED = re.compile(r"新增|增加|新纳入|新申请|纳入")
_TICKS = frozenset({"√", "✓", "是", "1", "Y", "▲", "●"})
_NOTHING = frozenset({None, "", "0", "0.00", "0.0", "-"})
_STEMS = frozenset("甲乙丙丁戊己庚辛")
_PLACE_TEXTS = 4
_HEADINGS = 4  # known headings in a row that is one
_NUMBER_LENGTH = 10  # what is shorter may be the number of a column


@dataclass
class Changed:
    """The rows that say in a column of changes what became of them."""

    rows: int = 0
    added: int = 0
    cell: str = ""


class Body:
    """Reads the rows of one sheet below its headings into a reading."""

    def __init__(self, *, sheet: str, layout: Layout, context: Context, check: RowCheck, reading: Reading) -> None:
        self.sheet, self.layout, self.context, self.check, self.reading = sheet, layout, context, check, reading
        self.columns = layout.columns
        self.own_number = Column.MEMBER_IDENTITY if Column.MEMBER_IDENTITY in self.columns else Column.IDENTITY
        self.household: Household | None = None
        self.sums, self.block = Sums(), Sums()
        self.after_total = self.placeless = False
        self.hidden: list[int] = []
        self.changed = Changed()
        self.rows = 0

    def read(self, rows: Iterable[SheetRow]) -> None:
        """Every row; stops for nothing."""
        for row in rows:
            self._take(row)
        self._flush()
        self.reading.hidden_rows(self.sheet, self.hidden)

    def _take(self, row: SheetRow) -> None:
        cells = row.cells
        width = len(cells)
        texts = {column: clean(cells[i]) if i < width else "" for column, i in self.columns.items()}
        wrong: list[tuple[str, str, Wrong]] = []
        marks = row.marks
        if marks.hidden or marks.struck or marks.filled or marks.formulas:
            if marks.hidden:
                if any(texts.get(column) for column in _WHO):
                    self.hidden.append(row.number)
                return
            self._unfill(row, texts, wrong)
            self._calculate(row, texts)
            if marks.struck and self._struck(row, texts, wrong):
                return
        number = texts.get(self.own_number) or texts.get(Column.IDENTITY, "")
        if len(number) >= _NUMBER_LENGTH and number.isascii() or not self._aside(row, texts, number):
            self._household(row, texts, wrong)

    # Rows that are no household

    def _aside(self, row: SheetRow, texts: Mapping[Column, str], number: str) -> bool:
        """Whether a row is none of the households; what it says is taken in."""
        seen = [text for index, text in enumerate(map(clean, row.cells)) if text and index not in row.marks.filled]
        if not seen or row_key(row.cells) in self.layout.again or _is_numbering(seen) or headings.are_units(seen):
            return True
        known = sum(headings.exact(text) is not None for text in seen)
        if known >= _HEADINGS:
            self._headings_again(row)
            return True
        if known == len(seen):
            return True  # the lower row of such headings: their merged cells are lost on the next page
        if any(_SUBTOTAL.fullmatch(compact(text)) for text in seen[:_PLACE_TEXTS]):
            self._total(row, texts, compact(seen[0]))  # also where a count stands in the column of ID numbers
            return True
        return not (number and number.isascii()) and self._says_nobody(row, texts, seen)

    def _says_nobody(self, row: SheetRow, texts: Mapping[Column, str], seen: list[str]) -> bool:
        """Whether a row without an ID number is a place, a remark or blank."""
        first = compact(seen[0])
        person = texts.get(Column.NAME) or texts.get(Column.MEMBER)
        relation = texts.get(Column.RELATION)
        if self.layout.by_person and person and relation and not any(map(_FOOTER.match, (person, relation))):
            return False  # a person without a number, such as a child not yet registered
        amount = texts[Column.AMOUNT]
        if not any(texts.get(column) for column in _WHO) and plain_amount(amount or "0") in _NOTHING:
            return self._section(row, seen) or amount in _NOTHING or amount[0] == "=" or bool(_FOOTER.match(first))
        if _FOOTER.match(first) and not any(map(str.isdigit, amount)):
            return True  # who filled it in; the next signature may stand in the column of amounts
        if not amount and (self.after_total or self._section(row, seen)):
            return True
        return not any(texts.values())

    def _section(self, row: SheetRow, seen: list[str]) -> bool:
        """Whether a row of few texts says where the rows below live."""
        if len(set(seen)) > _PLACE_TEXTS or _FOOTER.match(compact(seen[0])) or self.after_total and len(seen) > 2:
            return False
        own = {self.columns.get(Column.TOWNSHIP), self.columns.get(Column.VILLAGE)}
        for index, cell in enumerate(row.cells):
            text = clean(cell)
            if not text or index in row.marks.filled or index in own:
                continue
            name = cell_name(index, row.number)
            try:
                place = self.check.places.section(text)
            except Wrong as reason:
                if Column.VILLAGE in self.columns:
                    return False
                self._flush()
                self._placeless(Problem(name, text, reason.code, reason.params, (), "", self.sheet))
                return True
            if place is not None:
                self._flush()
                township, village = place
                self.context = Context(township or self.context.township, village, name, self.context.residence)
                self.placeless = self.after_total = False
                return True
        return False

    def _placeless(self, problem: Problem) -> None:
        """One problem for all rows below that depend on a place nobody knows."""
        self.reading.problems.append(problem)
        self.placeless = True

    def _headings_again(self, row: SheetRow) -> None:
        """On the next printed page, or of the next of several tables, whose columns may stand otherwise."""
        self._flush()
        self.after_total = False
        if row_key(row.cells) not in self.layout.again:
            other = find_layout([row])
            if other is not None and other.problem is None:
                self.columns = other.columns

    def _total(self, row: SheetRow, texts: Mapping[Column, str], first: str) -> None:
        self._flush()
        if _TOTAL.fullmatch(first):
            self.reading.warnings += self._check_total(row, texts)
            self.after_total = True
        self.block = Sums()

    def _check_total(self, row: SheetRow, texts: Mapping[Column, str]) -> list[Problem]:
        """A warning for each figure that neither all rows above nor those since the last sum add up to."""
        found: list[Problem] = []
        for index, cell in enumerate(row.cells):
            count = households_in(cell)
            if count is not None and count not in (self.sums.rows, self.block.rows):
                params = {"sum": str(self.sums.rows)}
                found.append(
                    Problem(cell_name(index, row.number), cell, "total-households", params, (), "", self.sheet)
                )
        for column, total, part in (
            (Column.COVERED, self.sums.covered, self.block.covered),
            (Column.AMOUNT, self.sums.amount, self.block.amount),
        ):
            if column not in self.columns:
                continue
            text, cell = texts[column], cell_name(self.columns[column], row.number)
            figure = plain_amount(text.removesuffix("人"))
            if text and figure is None and households_in(text) is None and not _SUBTOTAL.fullmatch(compact(text)):
                found.append(Problem(cell, text, "total-unreadable", {}, (), "", self.sheet))
            elif figure is not None and total is not None and Decimal(figure) not in (total, part):
                params = {"sum": str(total)}
                found.append(Problem(cell, text, f"total-{column.value}", params, (), "", self.sheet))
        return found

    # What a person sees beside the text

    def _unfill(self, row: SheetRow, texts: dict[Column, str], wrong: list[tuple[str, str, Wrong]]) -> None:
        """Cells merged with one above: some mean every row they run down, others may belong to one household only."""
        if not row.marks.filled:
            return
        for column, index in self.columns.items():
            if index not in row.marks.filled or column in _RUNNING:
                continue
            if not self.layout.by_person:
                if any(texts.get(who) and self.columns[who] not in row.marks.filled for who in _WHO if who in texts):
                    wrong.append((cell_name(index, row.number), texts[column], Wrong("cell-merged")))
                texts[column] = ""
            elif column in _PERSONAL or (
                (column is Column.NAME and Column.MEMBER not in self.columns)
                or (column is Column.IDENTITY and Column.MEMBER_IDENTITY not in self.columns)
            ):
                texts[column] = ""

    def _calculate(self, row: SheetRow, texts: dict[Column, str]) -> None:
        """Formulas: the saved value counts; where none was saved, simple ones are calculated, others stay formulas."""
        formulas = row.marks.formulas
        if not formulas:
            return
        cells = list(row.cells)
        for column in (*_FIGURES, *(each for each in self.columns if each not in _FIGURES)):
            index = self.columns.get(column, -1)
            if index not in formulas:
                continue
            if column is Column.NAME or not texts[column]:
                texts[column] = formulas[index]
            if column in _FIGURES and (texts[column] == formulas[index] or texts[column] == "0"):
                try:
                    texts[column] = calculate(formulas[index], row.number, cells)
                    cells.extend([""] * (index + 1 - len(cells)))
                    cells[index] = texts[column]
                except NotSimple:
                    texts[column] = formulas[index]

    def _struck(self, row: SheetRow, texts: Mapping[Column, str], wrong: list[tuple[str, str, Wrong]]) -> bool:
        """Whether the row is struck through, which is a warning; one struck cell of a row that counts is a problem."""
        struck = {column for column, index in self.columns.items() if index in row.marks.struck and texts[column]}
        who = {column for column in _WHO if texts.get(column) and self.columns[column] not in row.marks.filled}
        named = next((column for column in (Column.MEMBER, Column.NAME, *_WHO) if column in struck), None)
        if who and who <= struck and named is not None:
            cell = cell_name(self.columns[named], row.number)
            self.reading.warnings.append(Problem(cell, texts[named], "row-struck", {}, (), "", self.sheet))
            return True
        if who:
            for column in sorted(struck):
                wrong.append((cell_name(self.columns[column], row.number), texts[column], Wrong("cell-struck")))
        return False

    # Households

    def _household(self, row: SheetRow, texts: dict[Column, str], wrong: list[tuple[str, str, Wrong]]) -> None:
        if self.layout.changes:
            self._changes(row, wrong)
        if not self.layout.by_person:
            self._check(Entry(row.number, texts, self.columns, self.sheet, self.context, wrong=wrong))
            return
        person = Person(row.number, texts)
        if self.household is None or not self.household.takes(person, self.context):
            self._flush()
            self.household = Household(self.context)
        self.household.persons.append(person)
        self.household.wrong += wrong
        self.reading.person_rows += 1

    def _flush(self) -> None:
        """Ends the household whose rows were read."""
        if self.household is not None and self.household.persons:
            self._check(self.household.entry(self.columns, self.sheet))
        self.household = None

    def _check(self, entry: Entry) -> None:
        reading, texts = self.reading, entry.texts
        self.rows += 1
        reading.rows += 1
        for sums in (self.sums, self.block):
            sums.add(plain_amount(texts[Column.COVERED].removesuffix("人")), plain_amount(texts[Column.AMOUNT]))
        if Column.VILLAGE not in self.columns and not self.context.village and not self.placeless:
            params = {"columns": (Column.VILLAGE.value,)}
            self._placeless(Problem(f"A{self.layout.first}", "", "heading-missing", params, (), "", self.sheet))
        if self.placeless:
            reading.refused += 1
            return
        line, problem, warnings = self.check(entry)
        if problem is not None:
            reading.problems.append(problem)
            reading.refused += 1
        if line is not None:
            reading.lines.append(line)
            reading.warnings += warnings

    def _changes(self, row: SheetRow, wrong: list[tuple[str, str, Wrong]]) -> None:
        """What a column of changes says: somebody who is stopped gets nothing and has no place on a roster."""
        noted = False
        for index in self.layout.changes:
            text = compact(row.cells[index]) if index < len(row.cells) else ""
            if not text or text in {"无", "否", "-", "/", "0", "正常", "不变", "无变化"}:
                continue
            heading = next((view.heading for view in self.layout.views if view.index == index), "")
            said = heading if text in _TICKS else text
            self.changed.rows += not noted
            self.changed.added += not noted and bool(_ADDED.search(said))
            self.changed.cell = self.changed.cell or cell_name(index, self.layout.last)
            noted = True
            if _STOPPED.search(said):
                wrong.append((cell_name(index, row.number), text, Wrong("row-stopped")))


def _is_numbering(seen: list[str]) -> bool:
    """The row 1, 2, 3 … or 甲, 乙, 1, 2 … that forms have below their headings."""
    figures = [text for text in seen if text not in _STEMS]
    return len(seen) > _PLACE_TEXTS and figures == [str(number) for number in range(1, len(figures) + 1)]
