"""A roster as townships send it: every sheet of the file that is one, read together."""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice

from publicity.domain.roster_body import Body
from publicity.domain.roster_layout import LOOKED_AT, Layout, Remembered, find_layout, residence_in
from publicity.domain.roster_places import Places
from publicity.domain.roster_reading import Reading, SheetLayout
from publicity.domain.roster_rows import Context, RowCheck
from publicity.domain.roster_sheet import Sheet, SheetRow, cell_name
from publicity.domain.roster_terms import BadSheet, Column, Problem, Wrong
from publicity.domain.roster_text import clean, clean_code, compact, lost_characters, months_in
from publicity.domain.roster_whole import whole_file_problem

_CHANGES = re.compile(
    r"(?:异动|变动|变更|增减|停发|停保|减员|取消|注销).{0,8}(?:表|册|名单|台账|明细|汇总)(?:\(.*\))?$"
)
_ADDITIONS = re.compile(r"新增.{0,12}(?:表|册|名单|台账|明细)(?:\(.*\))?$")
_IDENTITY = re.compile(r"[1-9]\d{16}[\dX]")


def read_sheets(
    sheets: Iterable[Sheet], check: RowCheck, *, full: bool = True, remembered: Remembered | None = None
) -> Reading:
    """All rosters of a file; `full` when the roster names everybody, so that a list of the new ones is none.

    `remembered` are columns chosen earlier, by signature of the headings. Raises BadSheet when no sheet is a roster.
    """
    reading = Reading()
    seen: list[Sequence[SheetRow]] = []
    months: dict[str, frozenset[str]] = {}
    for sheet in sheets:
        head = list(islice(sheet.rows, LOOKED_AT))
        layout = find_layout(head, hidden_columns=sheet.hidden_columns, remembered=remembered)
        if sheet.hidden:
            if layout is not None:
                reading.warnings.append(Problem("A1", sheet.title, "sheet-hidden", {}, (), "", sheet.title))
        elif layout is None:
            seen.append(head)
            _unread(sheet.title, head, reading)
        else:
            reading.layouts.append(SheetLayout(sheet.title, layout))
            months[sheet.title] = layout.months or frozenset(months_in(sheet.title))
            _read_sheet(sheet, layout, head, check, reading, full=full)
    _months(months, check.period, reading)
    _changes_beside(reading)
    if not reading.layouts and not reading.problems:
        raise BadSheet(_no_roster(seen))
    whole = whole_file_problem(reading, check, months)
    if whole is not None:
        reading.problems, reading.lines, reading.refused = [whole], [], reading.rows
    return reading


def _read_sheet(
    sheet: Sheet, layout: Layout, head: list[SheetRow], check: RowCheck, reading: Reading, *, full: bool
) -> None:
    for problem in (_changes_only(sheet.title, layout, full=full), layout.problem):
        if problem is not None:
            reading.problems.append(_in_sheet(problem, sheet.title))
            return
    try:
        context = _context(sheet.title, layout, check.places)
    except Wrong as reason:
        problem = Problem("A1", sheet.title, reason.code, reason.params, (), "", sheet.title)
        reading.problems.append(problem)
        return
    before = len(reading.problems)
    body = Body(sheet=sheet.title, layout=layout, context=context, check=check, reading=reading)
    body.read(chain((row for row in head if row.number > layout.last), sheet.rows))
    if not body.rows:
        problem = Problem(f"A{layout.last + 1}", "", "no-rows", {}, (), "", sheet.title)
        (reading.problems if len(reading.layouts) == 1 else reading.warnings).append(problem)
    changed = body.changed
    if body.rows and changed.rows == body.rows and (full or changed.added < changed.rows):
        heading = next((view.heading for view in layout.views if view.index in layout.changes), "")
        params = {"count": str(changed.rows)}
        reading.problems[before:] = [Problem(changed.cell, heading, "changes-only", params, (), "", sheet.title)]
    _hidden_columns(sheet, layout, reading)


def _context(title: str, layout: Layout, places: Places) -> Context:
    """The place by the rows above the headings, else by the sheet's name. Raises Wrong on a name nobody knows."""
    township = village = cell = ""
    for name, text in layout.titles:
        found = places.mentioned(text)
        if any(found) and not village:
            township, village, cell = found[0] or township, found[1], name
    if not village:
        try:
            found = places.section(title) or ("", "")
        except Wrong:
            if Column.VILLAGE not in layout.columns:
                raise
            found = ("", "")
        if found[1] or not township:
            township, village = found[0] or township, found[1]
    return Context(township, village, cell or f"A{layout.first}", residence_in(layout.titles))


def _changes_only(title: str, layout: Layout, *, full: bool) -> Problem | None:
    """A table of changes by its title, or by a column of changes where a roster's own are missing.

    It names a few, and importing it would end everybody else.
    """
    for cell, text in (*layout.titles, ("A1", title)):
        plain = compact(text)
        if len(plain) <= 60 and (_CHANGES.search(plain) or (full and _ADDITIONS.search(plain))):
            return Problem(cell, text, "changes-only")
    changed = [view for view in layout.views if view.index in layout.changes]
    if changed and layout.problem is not None and layout.problem.code == "heading-missing":
        return Problem(cell_name(changed[0].index, layout.last), changed[0].heading, "changes-only")
    return None


def _changes_beside(reading: Reading) -> None:
    """A table of changes on a sheet beside the whole roster is no harm: it was not read, which is a warning."""
    if not reading.lines:
        return
    for problem in [each for each in reading.problems if each.code == "changes-only" and not each.params]:
        reading.problems.remove(problem)
        reading.warnings.append(
            Problem(problem.cell, problem.value, "changes-beside", problem.params, (), "", problem.sheet)
        )


def _hidden_columns(sheet: Sheet, layout: Layout, reading: Reading) -> None:
    for view in layout.views:
        if view.hidden and view.column is not None and view.column is not Column.ACCOUNT:
            cell = cell_name(view.index, layout.last)
            params = {"column": view.letters}
            reading.warnings.append(Problem(cell, view.heading, "column-hidden", params, (), "", sheet.title))


def _unread(title: str, head: Sequence[SheetRow], reading: Reading) -> None:
    """A sheet without headings that names people is a problem, not a remark."""
    for row in head:
        for index, cell in enumerate(row.cells):
            if not row.marks.hidden and _IDENTITY.fullmatch(clean_code(cell)):
                problem = Problem(cell_name(index, row.number), "", "no-heading-people", {}, (), "", title)
                reading.problems.append(problem)
                return


def _months(months: dict[str, frozenset[str]], period: str, reading: Reading) -> None:
    for title, named in months.items():
        if named and period not in named:
            params: dict[str, str | tuple[str, ...]] = {"months": tuple(sorted(named)), "period": period}
            reading.warnings.insert(0, Problem("A1", "", "month-differs", params, (), "", title))


def _no_roster(heads: Sequence[Sequence[SheetRow]]) -> Problem:
    """Why nothing is a roster: characters lost in saving, or no headings."""
    for head in heads:
        for row in head:
            for index, cell in enumerate(row.cells):
                if lost_characters(clean(cell)):
                    return Problem(cell_name(index, row.number), clean(cell)[:50], "lost-characters")
    return Problem("A1", "", "no-heading")


def _in_sheet(problem: Problem, sheet: str) -> Problem:
    return Problem(problem.cell, problem.value, problem.code, problem.params, problem.also, problem.village, sheet)
