"""A roster as townships send it: which column is what, which rows are households, whether the total adds up."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from publicity.domain.roster_rows import Column, Line, Problem, RowCheck, cell_name
from publicity.domain.roster_text import clean, clean_heading, plain_number

SheetRow = tuple[int, Sequence[str]]

_SYNONYMS: dict[Column, str] = {
    Column.CERTIFICATE: "低保证号 证号 低保证编号 证件编号 保障证号 低保证号码 低保编号",
    Column.TOWNSHIP: "乡镇 所属乡镇 街道 乡镇街道 乡镇/街道 乡镇、街道 镇街 所在乡镇",
    Column.VILLAGE: "村 村名 社区 村委会 居委会 村居 村社区 村/社区 村、社区 居住村委会 所属村 所在村 行政村",
    Column.NAME: "户主姓名 姓名 户主 申请人姓名 申请人 保障对象姓名 低保户主",
    Column.IDENTITY: "公民身份号码 身份证号码 身份证号 身份号码 居民身份证号 户主身份证号 户主身份证号码 证件号码",
    Column.SIZE: "家庭人口数 家庭人口 家庭人数 户籍人口 人口数 家庭总人口",
    Column.COVERED: "享受人数 保障人口 保障人数 保障人口数 享受人口 享受低保人数 低保人数 纳入人数",
    Column.RESIDENCE: "类型 低保类别 低保类型 城乡类别 城乡 对象类别 户籍类型",
    Column.CATEGORY: "档次 保障类别 分类 保障档次 类别 救助档次 档类 分档",
    Column.PER_CAPITA: "人均补差 人均补助 人均补助金额 人均补助标准 人均保障金 人均补差额",
    Column.AMOUNT: "户月保障金 月保障金额 保障金额 月保障金 户月补助金额 月补助金额 月发放金额 家庭月保障金 补助金额",
    Column.ACCOUNT: "一卡通账号 社保卡账号 银行账号 一卡通号 社保卡号 账号 银行卡号",
    Column.SINCE: "享受时间 起始年月 起始时间 享受起始时间 起始日期 纳入时间 批准时间",
    Column.CONFIDENTIAL: "是否保密 保密 是否保密户 是否需保密",
    Column.NOTE: "备注 说明",
}
HEADINGS: dict[str, Column] = {name: column for column, names in _SYNONYMS.items() for name in names.split()}
#: Without `confidential` nobody could say whom the list must not name, so its absence refuses the file.
REQUIRED = frozenset(Column) - {Column.PER_CAPITA, Column.ACCOUNT, Column.SINCE, Column.NOTE}
_KEY = (Column.NAME, Column.IDENTITY, Column.AMOUNT)
_HEADING_ROWS = 20
_TOTAL = re.compile(r"(合计|总计|共计)[:(]?.*")
_SUBTOTAL = re.compile(r"小计.*")
_FOOTER = re.compile(r"(填表|填报|制表|审核|负责人|经办|联系电话|说明:|注:).*")
_HOUSEHOLDS = re.compile(r"(\d+)户")
_MONTH = re.compile(r"(20\d\d)年(\d{1,2})月")


@dataclass(frozen=True)
class Heading:
    """Where the heading stands, which column index is what (but account numbers), and the months of the title rows."""

    row: int
    columns: dict[Column, int]
    months: frozenset[str]


@dataclass
class Reading:
    """What a sheet says: accepted lines, problems (at most one a row), warnings, and how many rows were read."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    rows: int = 0
    refused: int = 0

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


class BadSheet(ValueError):
    """The sheet is no roster; `problem` says what is missing."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass
class _Sums:
    """What the total row is compared with; a column with an unreadable cell is not compared."""

    covered: Decimal | None = Decimal(0)
    amount: Decimal | None = Decimal(0)

    def add(self, covered: str | None, amount: str | None) -> None:
        self.covered = None if self.covered is None or covered is None else self.covered + Decimal(covered)
        self.amount = None if self.amount is None or amount is None else self.amount + Decimal(amount)


def find_heading(rows: Iterable[SheetRow]) -> Heading | None:
    """The first of the top rows that names a head of household, an ID number and an amount; consumes `rows` so far.

    Raises BadSheet when such a row lacks a needed column or has one twice.
    """
    months: set[str] = set()
    for number, cells in rows:
        if number > _HEADING_ROWS:
            return None
        names = [HEADINGS.get(clean_heading(cell)) for cell in cells]
        if all(column in names for column in _KEY):
            return Heading(number, _columns(number, names, cells), frozenset(months))
        for cell in cells:
            months.update(f"{year}-{int(month):02d}" for year, month in _MONTH.findall(clean(cell)))
    return None


def read_roster(rows: Iterable[SheetRow], heading: Heading, check: RowCheck) -> Reading:
    """The rows below the heading, checked one by one; stops for nothing."""
    reading, sums, after_total = Reading(), _Sums(), False
    for number, cells in rows:
        values = {column: clean(cells[i]) if i < len(cells) else "" for column, i in heading.columns.items()}
        first = next((text for text in map(clean, cells) if text), "")
        if _TOTAL.fullmatch(first) and not values[Column.IDENTITY]:
            reading.warnings += _check_total(number, cells, values, heading, reading, sums)
            after_total = True
        elif not _is_household(first, values, after_total):
            continue
        else:
            reading.rows += 1
            sums.add(plain_number(values[Column.COVERED]), plain_number(values[Column.AMOUNT]))
            _check_row(number, values, heading, check, reading)
    if not reading.rows:
        raise BadSheet(Problem(f"A{heading.row + 1}", "", "no-rows"))
    return reading


def _columns(row: int, names: Sequence[Column | None], cells: Sequence[str]) -> dict[Column, int]:
    columns: dict[Column, int] = {}
    for index, column in enumerate(names):
        if column is None:
            continue
        if column in columns:
            raise BadSheet(Problem(cell_name(index, row), cells[index], "heading-twice"))
        columns[column] = index
    columns.pop(Column.ACCOUNT, None)  # never read
    missing = [column for column in Column if column in REQUIRED and column not in columns]
    if missing:
        raise BadSheet(Problem(f"A{row}", "", "heading-missing", {"columns": tuple(c.value for c in missing)}))
    return columns


def _is_household(first: str, values: dict[Column, str], after_total: bool) -> bool:
    if not any(values.values()) or _SUBTOTAL.fullmatch(first):
        return False
    if HEADINGS.get(clean_heading(values[Column.IDENTITY])) is Column.IDENTITY:
        return False  # the heading again, on the next printed page
    nothing = not values[Column.IDENTITY] and not values[Column.AMOUNT]
    return not (nothing and (after_total or bool(_FOOTER.match(first))))


def _check_row(number: int, values: dict[Column, str], heading: Heading, check: RowCheck, reading: Reading) -> None:
    line, problem, warnings = check(number, values, heading.columns)
    if problem is not None:
        reading.problems.append(problem)
        reading.refused += 1
    if line is not None:
        reading.lines.append(line)
        reading.warnings += warnings


def _check_total(
    number: int,
    cells: Sequence[str],
    values: dict[Column, str],
    heading: Heading,
    reading: Reading,
    sums: _Sums,
) -> list[Problem]:
    """A warning for each figure of the total row that the rows above do not add up to."""
    found: list[Problem] = []
    for index, cell in enumerate(cells):
        match = _HOUSEHOLDS.fullmatch(clean(cell))
        if match and int(match[1]) != reading.rows:
            found.append(Problem(cell_name(index, number), cell, "total-households", {"sum": str(reading.rows)}))
    for column, total in ((Column.COVERED, sums.covered), (Column.AMOUNT, sums.amount)):
        text, cell = values[column], cell_name(heading.columns[column], number)
        figure = plain_number(text.removesuffix("人").removesuffix("元"))
        if text and figure is None:
            found.append(Problem(cell, text, "total-unreadable"))
        elif figure is not None and total is not None and Decimal(figure) != total:
            found.append(Problem(cell, text, f"total-{column.value}", {"sum": str(total)}))
    return found
