"""What is wrong with a file as a whole, said once instead of row by row."""

from collections import Counter
from collections.abc import Mapping

from publicity.domain.roster_reading import Reading
from publicity.domain.roster_rows import RowCheck
from publicity.domain.roster_terms import Problem

#: Fewer rows are told one by one: each may be a slip of the pen.
_FEW = 3
_PLACE_DIGITS = 6
_LONG = 10
#: GB/T 2260: the first two digits of an area code are a province's.
_PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82}
)
_NOT_HERE = frozenset({"township-unknown", "village-unknown"})


def whole_file_problem(reading: Reading, check: RowCheck, months: Mapping[str, frozenset[str]]) -> Problem | None:
    """The one thing to say of the file, or None."""
    return _elsewhere(reading, check) or _other_certificates(reading, check) or _several_months(reading, months)


def _elsewhere(reading: Reading, check: RowCheck) -> Problem | None:
    """No place of the file is one of this county's."""
    if check.placed or check.strange < _FEW:
        return None
    for problem in reading.problems:
        if problem.code in _NOT_HERE:
            params = {"count": str(check.strange), "county": check.places.county}
            return Problem(problem.cell, problem.value, "other-county", params, (), "", problem.sheet)
    return None


def _other_certificates(reading: Reading, check: RowCheck) -> Problem | None:
    """All certificates begin with the area code of another county, and people's numbers or the province agree."""
    code = check.places.code
    certificates = [line.certificate for line in reading.lines]
    if not code or len(certificates) < _FEW or not all(c.isdecimal() and len(c) >= _LONG for c in certificates):
        return None
    ((prefix, _count), *others) = Counter(c[:_PLACE_DIGITS] for c in certificates).most_common(2)
    if others or prefix == code or int(prefix[:2]) not in _PROVINCES:
        return None
    born_there = sum(line.identity.startswith(prefix) for line in reading.lines)
    if prefix[:2] != code[:2] and born_there * 2 < len(certificates):
        return None
    where = reading.lines[0].where
    params = {"prefix": prefix, "code": code, "county": check.places.county}
    return Problem(where.certificate, certificates[0], "other-county-certificates", params, (), "", where.sheet)


def _several_months(reading: Reading, months: Mapping[str, frozenset[str]]) -> Problem | None:
    """A workbook with a sheet a month: the same people again and again."""
    named = {each for each in months.values() if each}
    again = [problem for problem in reading.problems if problem.code.endswith("-repeated")]
    if len(named) < 2 or not again or len(again) * 2 < len(reading.problems):
        return None
    words = tuple(sorted({month for each in named for month in each}))
    return Problem("A1", again[0].sheet, "several-months", {"months": words}, (), "", again[0].sheet)
