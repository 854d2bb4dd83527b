"""Which cells of tables may be shown so that no cell of 1 to 9 can be worked out from all that is shown together.

Two rules. `hidden_parts`: the parts of a known whole. `hidden_rows`: the rows of a table whose columns' sums are known
and whose rows' sums may be. docs/decisions/0034-clock-figures-retention.md has the proof.
"""

from collections.abc import Collection, Mapping

from county.domain.small_cells import THRESHOLD, cells

Table = Mapping[str, Mapping[str, int]]
"""Rows by name, each with the same columns by name."""


def shown(number: int) -> bool:
    """Whether a count may be shown."""
    return number == 0 or number >= THRESHOLD


def hidden_parts(parts: Mapping[str, int]) -> frozenset[str]:
    """The parts of a known whole that are not shown: with a small one those that are 0, and the smallest of the others.

    So whoever knows this rule sees of no hidden part whether it is the small one (`county.domain.small_cells`). Of a
    whole that is itself small every part is small, and hidden.
    """
    if all(map(shown, parts.values())):
        return frozenset()
    return frozenset(name for name, number in cells(parts).items() if number is None)


def hidden_rows(table: Table, *, hidden: Collection[str]) -> frozenset[str]:
    """The rows whose columns are not shown, where the sums of the columns are shown.

    Those of `hidden`, whose own sum is not shown, and those with a small cell; then more, the smallest first, until
    what is hidden of each column is 0 or at least 10 and lies in two rows. Without any cell to hide, none.
    """
    gone = {name for name, row in table.items() if name in hidden or not all(map(shown, row.values()))}
    sizes = {name: sum(row.values()) for name, row in table.items()}
    others = sorted((size, name) for name, size in sizes.items() if size and name not in gone)
    columns = {column for row in table.values() for column in row}
    while gone and others and not _enough(table, gone, sizes, columns):
        gone.add(others.pop(0)[1])
    return frozenset(gone)


def _enough(table: Table, gone: Collection[str], sizes: Mapping[str, int], columns: Collection[str]) -> bool:
    sums = [sum(table[name].get(column, 0) for name in gone) for column in columns]
    return sum(bool(sizes[name]) for name in gone) >= 2 and all(map(shown, sums))
