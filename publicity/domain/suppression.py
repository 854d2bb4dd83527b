"""Which totals may be published that count protected people too (design "Disclosure").

A published total minus the shown rows, which everyone can add up, is the number of protected households. So totals go
out only while everything that can be worked out from all of them together, over all areas and months, stays at least
`THRESHOLD`: each block of villages that no smaller published area covers, each change of a set of villages from one
month to another, and what is left of an area when the largest known numbers of its parts are taken off the smallest
known number of it. The rule is the same for households and for persons. It errs towards silence.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from county.domain.small_cells import THRESHOLD

#: Area to the area above it; None for the county.
Tree = Mapping[str, str | None]
_Value = Callable[["Release"], int]


@dataclass(frozen=True)
class Release:
    """The protected people that a published total of an area and month gives away."""

    area: str
    period: str
    households: int
    persons: int


class _Areas:
    """The tree, asked for what lies below."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        parents = set(tree.values())
        self._leaves: dict[str, frozenset[str]] = {code: frozenset() for code in tree}
        for leaf in (code for code in tree if code not in parents):
            for code in self.up(leaf):
                self._leaves[code] |= {leaf}

    def up(self, code: str) -> Iterable[str]:
        """The area and those it lies in."""
        step: str | None = code
        while step is not None:
            yield step
            step = self.tree[step]

    def leaves(self, code: str) -> frozenset[str]:
        """The smallest areas in it; an area without parts is its own."""
        return self._leaves[code]

    def outermost_below(self, code: str, known: Iterable[str]) -> set[str]:
        """Those of `known` that lie in an area, without those that lie in another of them."""
        below = {other for other in known if other != code and code in self.up(other)}
        return {other for other in below if not below & (set(self.up(other)) - {other})}


@dataclass(frozen=True)
class _Block:
    """A set of villages whose number everyone can work out for one month."""

    leaves: frozenset[str]
    value: int


def releasable(*, tree: Tree, candidates: Iterable[Release], released: Iterable[Release]) -> list[Release]:
    """Which of `candidates`, asked in their order, may go out beside what was `released` before.

    Put larger areas first. What was released is never taken back, so an early yes can mean a later no.
    """
    areas, known, chosen = _Areas(tree), list(released), []
    for candidate in candidates:
        if is_safe(areas.tree, [*known, candidate]):
            known.append(candidate)
            chosen.append(candidate)
    return chosen


def is_safe(tree: Tree, releases: Sequence[Release]) -> bool:
    """Whether all these totals together give no number of protected people below the threshold."""
    areas = _Areas(tree)
    if len({(item.area, item.period) for item in releases}) < len(releases):
        return False
    return all(
        _blocks_hold(areas, releases, value)
        and _changes_hold(areas, releases, value)
        and _mixtures_hold(areas, releases, value)
        for value in (lambda item: item.households, lambda item: item.persons)
    )


def _blocks(areas: _Areas, releases: Iterable[Release], value: _Value) -> list[_Block]:
    """What one month's totals give: each area without its published parts."""
    by_area = {item.area: item for item in releases}
    blocks = []
    for code, item in by_area.items():
        parts = areas.outermost_below(code, by_area)
        rest = areas.leaves(code).difference(*(areas.leaves(part) for part in parts))
        blocks.append(_Block(rest, value(item) - sum(value(by_area[part]) for part in parts)))
    return blocks


def _blocks_hold(areas: _Areas, releases: Sequence[Release], value: _Value) -> bool:
    """Within a month: every block has villages in it, and enough people."""
    months = {item.period for item in releases}
    return all(
        block.leaves and block.value >= THRESHOLD
        for month in months
        for block in _blocks(areas, (item for item in releases if item.period == month), value)
    )


def _changes_hold(areas: _Areas, releases: Sequence[Release], value: _Value) -> bool:
    """Between two months: no set of villages known in both has changed by fewer, nor has any area made of such sets."""
    months = sorted({item.period for item in releases})
    for early, late in combinations(months, 2):
        before = _blocks(areas, (item for item in releases if item.period == early), value)
        after = _blocks(areas, (item for item in releases if item.period == late), value)
        common = _common(before, after)
        if any(abs(change) < THRESHOLD for change in common.values()):
            return False
        if any(abs(change) < THRESHOLD for change in _changes_of_areas(areas, common)):
            return False
    return True


def _changes_of_areas(areas: _Areas, common: Mapping[frozenset[str], int]) -> Iterable[int]:
    """By how much each area has changed that is put together of sets known in both months."""
    for code in areas.tree:
        inside = [leaves for leaves in common if leaves <= areas.leaves(code)]
        if inside and frozenset[str]().union(*inside) == areas.leaves(code):
            yield sum(common[leaves] for leaves in inside)


def _common(before: Iterable[_Block], after: Iterable[_Block]) -> dict[frozenset[str], int]:
    """The smallest sets of villages that both months give, and by how much each has changed."""
    groups: list[tuple[frozenset[str], frozenset[str], int]] = []
    for leaves, old, change in (
        *((block.leaves, True, -block.value) for block in before),
        *((block.leaves, False, block.value) for block in after),
    ):
        merged = (leaves if old else frozenset(), frozenset() if old else leaves, change)
        apart = []
        for group in groups:
            if (group[0] | group[1]) & leaves:
                merged = (merged[0] | group[0], merged[1] | group[1], merged[2] + group[2])
            else:
                apart.append(group)
        groups = [*apart, merged]
    return {old: change for old, new, change in groups if old == new}


def _mixtures_hold(areas: _Areas, releases: Sequence[Release], value: _Value) -> bool:
    """Over all months: who takes the same people to be there all the time finds no small remainder either."""
    least: dict[str, int] = {}
    most: dict[str, int] = {}
    for item in releases:
        least[item.area] = min(value(item), least.get(item.area, value(item)))
        most[item.area] = max(value(item), most.get(item.area, value(item)))
    for code, smallest in least.items():
        parts = areas.outermost_below(code, most)
        rest = areas.leaves(code).difference(*(areas.leaves(part) for part in parts))
        if not rest or smallest - sum(most[part] for part in parts) < THRESHOLD:
            return False
    return True
