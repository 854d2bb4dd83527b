"""An attacker with linear programming: what can be worked out of protected people from every number that is public?

For each village and month there are unknowns: how many households are protected, how many persons are in them, who
became protected, who is not any more, who came and who went unseen. Every public number is an equation between them.
A number of people is found out when its least and greatest possible values are the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scipy.optimize import linprog
from scipy.sparse import csr_matrix

#: A household has at least one person; nobody believes in one of more than so many.
LARGEST = 12
_FLOWS = ("became", "ceased", "came", "went", "left", "new")

Place = tuple[str, int]
"""A village, or township, and the number of the month."""


@dataclass
class Public:
    """Everything that is public: by village and month, by area, by township."""

    tree: Mapping[str, str | None]
    months: int
    shown: dict[Place, int]
    new: dict[Place, int] = field(default_factory=dict)
    left: dict[Place, int] = field(default_factory=dict)
    totals: dict[Place, tuple[int, int]] = field(default_factory=dict)
    shown_persons: dict[Place, int] = field(default_factory=dict)
    reasons: dict[Place, dict[str, int | None]] = field(default_factory=dict)

    def villages(self, area: str) -> list[str]:
        """The villages of an area."""
        parents = set(self.tree.values())
        return [code for code in self.tree if code not in parents and area in self._up(code)]

    def _up(self, code: str | None) -> Iterator[str]:
        while code is not None:
            yield code
            code = self.tree[code]


@dataclass
class Truth:
    """What the attacker is after: the true numbers of protected people."""

    households: dict[Place, int]
    persons: dict[Place, int]
    became: dict[Place, int]
    ceased: dict[Place, int]
    reasons: dict[Place, dict[str, int]] = field(default_factory=dict)


Row = dict[tuple[str, ...] | tuple[object, ...], float]


class Attack:
    """The equations, and for any sum of unknowns its least and greatest value."""

    def __init__(self, public: Public, *, static: bool = False, counted: bool = True) -> None:
        """`counted`: whether "no longer on the list" counts who became protected, and "new" who ceased to be."""
        self.public, self.counted = public, counted
        self.places = [(village, month) for village in public.villages(_root(public)) for month in range(public.months)]
        self.columns: dict[tuple[object, ...], int] = {}
        self.equal: list[tuple[Row, float]] = []
        self.at_most: list[tuple[Row, float]] = []
        self._people()
        self._flows()
        self._totals()
        self._reasons()
        if static:  # the attacker takes the protected to be the same people all the time
            for village, month in self.places:
                if month:
                    self._equal({("s", village, month): 1, ("s", village, 0): -1}, 0)
                    self._equal({("p", village, month): 1, ("p", village, 0): -1}, 0)
        self._equalities, self._bounds = self._matrix(self.equal), self._matrix(self.at_most)

    def greatest(self, row: Row) -> float:
        """The greatest value that a sum of unknowns can have; infinite where nothing bounds it."""
        return -self.least({key: -factor for key, factor in row.items()})

    def least(self, row: Row) -> float:
        """The least value."""
        cost = [0.0] * len(self.columns)
        for key, factor in row.items():
            cost[self.columns[key]] = factor
        (equal, right), (at_most, limit) = self._equalities, self._bounds
        found = linprog(cost, A_ub=at_most, b_ub=limit, A_eq=equal, b_eq=right, method="highs")
        if found.status in (3, 4):
            return float("-inf")
        assert found.status == 0, found.message
        return float(found.fun)

    def _people(self) -> None:
        for village, month in self.places:
            self.at_most.append(({("s", village, month): 1, ("p", village, month): -1}, 0))
            self.at_most.append(({("p", village, month): 1, ("s", village, month): -LARGEST}, 0))

    def _flows(self) -> None:
        """Who is on the list now was on it before, or came, or was protected; and the same the other way."""
        for village, month in self.places:
            if (village, month) not in self.public.new:
                continue
            became, ceased, came, went, left, new = ((name, village, month) for name in _FLOWS)
            self._equal({left: 1} | ({became: 1} if self.counted else {}), self.public.left[village, month])
            self._equal({new: 1} | ({ceased: 1} if self.counted else {}), self.public.new[village, month])
            now, before = ("s", village, month), ("s", village, month - 1)
            self._equal({now: 1, before: -1, became: -1, ceased: 1, came: -1, went: 1}, 0)
            self.at_most.append(({ceased: 1, went: 1, before: -1}, 0))
            # those who stayed on the list are as many by both months' numbers
            gone = self.public.shown[village, month - 1] - self.public.shown[village, month]
            self._equal({left: 1, became: 1, new: -1, ceased: -1}, gone)

    def _totals(self) -> None:
        for (area, month), (households, persons) in self.public.totals.items():
            villages = self.public.villages(area)
            shown = sum(self.public.shown[village, month] for village in villages)
            shown_persons = sum(self.public.shown_persons[village, month] for village in villages)
            self._equal({("s", village, month): 1 for village in villages}, households - shown)
            self._equal({("p", village, month): 1 for village in villages}, persons - shown_persons)

    def _reasons(self) -> None:
        """A township's cells sum to what its villages' lists lost; who became protected is among the other reasons."""
        for (township, month), cells in self.public.reasons.items():
            villages = self.public.villages(township)
            total = sum(self.public.left[village, month] for village in villages)
            keys = {reason: ("r", township, month, reason) for reason in cells}
            self._equal(dict.fromkeys(keys.values(), 1), total)
            for reason, number in cells.items():
                if number is not None:
                    self._equal({keys[reason]: 1}, number)
            became = {("became", village, month): 1.0 for village in villages}
            self.at_most.append((became | {keys["other"]: -1.0}, 0))

    def _equal(self, row: Row, value: float) -> None:
        self.equal.append((row, value))

    def _matrix(self, rows: list[tuple[Row, float]]) -> tuple[csr_matrix | None, list[float] | None]:
        for row, _value in [*self.equal, *self.at_most]:
            for key in row:
                self.columns.setdefault(key, len(self.columns))
        data, at, columns = [], [], []
        for number, (row, _value) in enumerate(rows):
            for key, factor in row.items():
                data.append(factor)
                at.append(number)
                columns.append(self.columns[key])
        if not rows:
            return None, None
        return csr_matrix((data, (at, columns)), shape=(len(rows), len(self.columns))), [value for _row, value in rows]


@dataclass(frozen=True)
class Target:
    """A number of people that must stay hidden: how it is put together, what it is, and how well it is guarded."""

    name: str
    row: Row
    true: int
    floor: int | None = None
    """What the attacker must not be able to rule out: at least so many."""


def targets(public: Public, truth: Truth) -> Iterator[Target]:
    """Every cell of fewer than ten protected people: by village, township and county, by month and between months."""
    for area in public.tree:
        villages = public.villages(area)
        for month in range(public.months):
            for kind, numbers in (("s", truth.households), ("p", truth.persons)):
                row: Row = {(kind, village, month): 1 for village in villages}
                yield Target(f"{kind} {area} {month}", row, sum(numbers[village, month] for village in villages), 10)
                for before in range(month):
                    change = {(kind, village, before): -1 for village in villages}
                    true = sum(numbers[village, month] - numbers[village, before] for village in villages)
                    yield Target(f"change of {kind} {area} {before}-{month}", row | change, true)
            known = [village for village in villages if (village, month) in public.new]
            if known:
                became, ceased = (
                    Target(
                        f"{name} {area} {month}",
                        {(name, village, month): 1 for village in known},
                        sum(flows[village, month] for village in known),
                    )
                    for name, flows in (("became", truth.became), ("ceased", truth.ceased))
                )
                yield from (became, ceased)
                net = became.row | dict.fromkeys(ceased.row, -1)
                yield Target(f"net {area} {month}", net, became.true - ceased.true)
    for (township, month), cells in public.reasons.items():
        for reason in cells:
            true = truth.reasons[township, month][reason]
            yield Target(f"reason {reason} {township} {month}", {("r", township, month, reason): 1}, true, 10)


def found_out(public: Public, truth: Truth, *, static: bool = False, counted: bool = True) -> list[str]:
    """What the attacker learns: each small number whose range is a single value, or lies wholly below ten.

    A number is small from 1 to 9, up or down, and a change of a total also when it is 0.
    """
    attack, found = Attack(public, static=static, counted=counted), []
    for target in targets(public, truth):
        small = abs(target.true) < 10 and (target.true != 0 or target.name.startswith("change"))
        if not small or (static and target.name.startswith("change")):
            continue
        greatest = attack.greatest(target.row)
        assert greatest >= target.true - 1e-6, f"{target.name}: the attacker's own equations are wrong"
        if greatest >= max(target.floor or 0, target.true + 1) - 1e-6:
            continue
        least = attack.least(target.row)
        if greatest - least < 1 - 1e-6:
            found.append(f"{target.name} is {target.true}")
        elif target.floor is not None and not _bounded_by_lists(public, target):
            found.append(f"{target.name} is below ten: {least:g} to {greatest:g}")
    return found


def _bounded_by_lists(public: Public, target: Target) -> bool:
    """A cell of reasons can't hold more than the township's lists lost, which everyone may know."""
    if not target.name.startswith("reason"):
        return False
    (_kind, township, month, _reason) = next(iter(target.row))
    return sum(public.left[village, month] for village in public.villages(township)) < 10


def _root(public: Public) -> str:
    return next(code for code, parent in public.tree.items() if parent is None)
