"""The released figures of several months together, attacked with linear programming: no cell under 10 is found.

Unknowns are the true counts of each month: closed cases by kind, township, ending and punctuality; those received and
those overdue by township; tips about officials. Every number of a release (page, CSV and ledger carry the same) is an
equation, every median an inequality, and what is open is what came in less what was closed. A cell is found out when
the least and the greatest value it can have are the same.
"""

from collections import Counter
from functools import cached_property
from itertools import chain, product
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from complaints.domain import figures as module
from complaints.domain.figures import BY_TOWNSHIP, HOUSEHOLD_KINDS, Count, Days, Ending, Month, figures
from complaints.domain.kinds import Kind

TOWNSHIPS = ("", "a", "b", "c")
OUTCOMES = {"upheld": "upheld", "partly": "partly", "transferred": "transferred", "unfounded": "not-upheld"}
CELLS = list(product(HOUSEHOLD_KINDS, TOWNSHIPS, OUTCOMES, (True, False)))
LONG, SHORT = 25, 4
"""Working days of a late case and of one in time; more than 20 (10 and an extension) is late, up to 10 is in time."""


class Attack:
    """Equations of all releases, and what each sum of unknowns can be."""

    def __init__(self, months):
        self.months = months
        self.told = [figures(month) for month in months]
        self.columns, self.equal, self.at_least = {}, [], []
        for at, told in enumerate(self.told):
            self.read(at, told)
            flow = Counter({("open", at): 1, **({("open", at - 1): -1} if at else {}), ("reopened", at): -1})
            flow.update(dict.fromkeys(self.those(at, "received"), -1))
            flow.update(dict.fromkeys(self.closed(at), 1))
            self.equal.append((flow, 0))
            waiting = {("open", at): 1} | dict.fromkeys(self.those(at, "overdue"), -1)
            self.at_least.append((waiting, 0))

    def those(self, at, name, places=TOWNSHIPS):
        return [(name, at, place) for place in places]

    def closed(self, at, *, kinds=HOUSEHOLD_KINDS, places=TOWNSHIPS, endings=None, times=(True, False)):
        return [
            ("closed", at, *cell)
            for cell in CELLS
            if cell[0] in kinds
            and cell[1] in places
            and cell[3] in times
            and (endings is None or OUTCOMES[cell[2]] in endings)
        ]

    def read(self, at, told):
        self.row(told.households, lambda **only: self.closed(at, **only))
        self.whole(at, told.households, TOWNSHIPS)
        for place in TOWNSHIPS[1:]:
            row = told.townships.get(place, module.Figures(received=0, closed=0, overdue=0))
            self.row(row, lambda place=place, **only: self.closed(at, places=[place], **only))
            self.whole(at, row, [place])
        for kind in HOUSEHOLD_KINDS:
            self.row(told.kinds[kind.value], lambda kind=kind, **only: self.closed(at, kinds=[kind], **only))
        self.row(told.officials, lambda times=(True, False): [("official", at, time) for time in times])
        self.tell([("officials", at)], told.officials.received)

    def whole(self, at, row, places):
        self.tell(self.those(at, "received", places), row.received)
        self.tell(self.those(at, "overdue", places), row.overdue)

    def row(self, row, cells):
        self.tell(cells(), row.closed)
        self.tell(cells(times=[True]), row.on_time)
        self.tell(cells(times=[False]), row.late)
        for ending, number in row.endings.items():
            self.tell(cells(endings=[ending]), number)
        if row.median is not None and (row.median <= 10 or row.median > 20):
            half, time = (row.closed + 1) // 2, row.median <= 10
            self.at_least.append((dict.fromkeys(cells(times=[time]), 1), half if time else row.closed - half + 1))

    def tell(self, keys, number):
        if number is not None:
            self.equal.append((dict.fromkeys(keys, 1), number))

    @cached_property
    def matrices(self):
        for row, _number in [*self.equal, *self.at_least]:
            for key in row:
                self.columns.setdefault(key, len(self.columns))
        return self.matrix(self.equal, 1), self.matrix(self.at_least, -1)

    def matrix(self, rows, sign):
        entries = [
            (at, self.columns[key], sign * factor) for at, (row, _n) in enumerate(rows) for key, factor in row.items()
        ]
        at, columns, data = zip(*entries, strict=True)
        shape = (len(rows), len(self.columns))
        return csr_matrix((data, (at, columns)), shape=shape), [sign * number for _row, number in rows]

    def knows(self, keys, true):
        (equal, right), (below, limit) = self.matrices
        if any(key not in self.columns for key in keys):
            return False  # nothing that was told has to do with it
        for sign in (1, -1):
            cost = np.zeros(len(self.columns))
            cost[[self.columns[key] for key in keys]] = sign
            end = linprog(cost, A_ub=below, b_ub=limit, A_eq=equal, b_eq=right, method="highs")
            if end.status in (3, 4):
                return False
            assert end.status == 0, end.message
            assert end.fun <= sign * true + 1e-6, "the attacker's own equations are wrong"
            if abs(sign * end.fun - true) > 0.5:
                return False
        return True

    def secrets(self):
        """Sums that must stay unknown, of one month and of all months together, with their true value."""
        groups = [
            *({"kinds": [kind]} for kind in HOUSEHOLD_KINDS),
            *({"kinds": [kind], "times": [time]} for kind, time in product(HOUSEHOLD_KINDS, (True, False))),
            *({"places": [place]} for place in TOWNSHIPS),
            *({"places": [place, ""]} for place in TOWNSHIPS[1:]),  # most cases name a township
            *({"places": [place], "times": [time]} for place, time in product(TOWNSHIPS, (True, False))),
            *({"places": [place], "endings": [ending]} for place, ending in product(TOWNSHIPS, BY_TOWNSHIP)),
            *({"endings": [ending]} for ending in Ending),
            *({"times": [time]} for time in (True, False)),
            {},
        ]
        ats = range(len(self.months))
        sums = [[self.closed(at, **group) for at in ats] for group in groups]
        sums += [
            [self.those(at, name, [place]) for at in ats] for name in ("received", "overdue") for place in TOWNSHIPS
        ]
        sums += [[self.those(at, name) for at in ats] for name in ("received", "overdue")]
        for months in sums:
            for keys in [*months, list(chain.from_iterable(months))]:
                if 1 <= (true := self.true(keys)) <= 9:
                    yield keys, true
        for at in ats:
            for keys in ([("officials", at)], [("official", at, True)], [("official", at, False)]):
                if self.true(keys) <= 9 and (len(keys[0]) == 2 or self.true(keys) >= 1):
                    yield keys, self.true(keys)

    def true(self, keys):
        return sum(self.value(*key) for key in keys)

    def value(self, name, at, *cell):
        month = self.months[at]
        if name == "closed":
            return sum(
                count.number
                for count in month.counts
                if (count.kind, count.township, count.outcome, count.on_time) == tuple(cell)
            )
        if name == "official":
            tips = [count for count in month.counts if count.kind is Kind.TIP_OFFICIAL]
            return sum(count.number for count in tips if count.on_time == cell[0])
        return month.officials if name == "officials" else getattr(month, name).get(cell[0], 0)


def month_of(counts, *, received=None, overdue=None, officials=(0, 0, 0)):
    """A month with these closed cases by cell; its days follow from punctuality."""
    cells = {**counts, (Kind.TIP_OFFICIAL, "", "answered", True): officials[1]}
    cells[Kind.TIP_OFFICIAL, "", "answered", False] = officials[2]
    made = [
        Count(kind, outcome, time, number, place) for (kind, place, outcome, time), number in cells.items() if number
    ]
    days = [Days(each.kind, SHORT if each.on_time else LONG, each.number, each.township) for each in made]
    return Month("2026-10", tuple(made), tuple(days), received or {}, overdue or {}, officials[0])


def random_month(random):
    """Counts of every size around the border; what is open never falls below nothing."""
    sizes = random.choice([(0, 0, 1, 2), (0, 1, 5, 9, 12), (0, 3, 20), (10, 11, 30), (0, 0, 0, 14), (0, 10, 10, 1)])
    few = random.sample(CELLS, random.choice([len(CELLS), 12, 6]))
    counts = {cell: random.choice(sizes) for cell in few}
    received = {place: random.choice((0, 1, 9, 10, 14)) for place in TOWNSHIPS}
    total = sum(counts.values()) - sum(received.values())
    received["a"] += max(total, 0) + 40
    overdue = {place: random.choice((0, 0, 3, 10)) for place in TOWNSHIPS}
    return month_of(
        counts, received=received, overdue=overdue, officials=random.choice([(0, 0, 0), (4, 2, 1), (15, 12, 3)])
    )


def found_out(months):
    """The secret sums that the releases determine."""
    attack = Attack(months)
    return [(keys, true) for keys, true in attack.secrets() if attack.knows(keys, true)]


@pytest.mark.parametrize("seed", range(30))
def test_no_small_cell_can_be_computed_from_all_months_together(seed):
    random = Random(seed)
    assert found_out([random_month(random) for _each in range(random.choice((1, 2)))]) == []


CAREFUL = {
    "what is left of the sum by township": {
        **{(Kind.TIP_HOUSEHOLD, place, "upheld", True): 20 for place in ("a", "c")},
        (Kind.TIP_HOUSEHOLD, "b", "upheld", True): 4,
    },
    "a late case of one township": {
        **{(Kind.TIP_HOUSEHOLD, place, "upheld", True): 20 for place in ("a", "b", "c")},
        (Kind.TIP_HOUSEHOLD, "a", "upheld", False): 10,
        (Kind.TIP_HOUSEHOLD, "b", "upheld", False): 3,
    },
    "one ending of one township": {
        **{(Kind.TIP_HOUSEHOLD, place, "unfounded", True): 20 for place in ("a", "b", "c")},
        (Kind.TIP_HOUSEHOLD, "a", "partly", True): 12,
        (Kind.TIP_HOUSEHOLD, "c", "partly", True): 2,
    },
    "one small kind": {
        (Kind.TIP_HOUSEHOLD, "a", "upheld", True): 20,
        (Kind.OBJECTION, "a", "upheld", True): 20,
        (Kind.REVIEW, "a", "upheld", True): 3,
    },
}


@pytest.mark.parametrize("counts", CAREFUL.values(), ids=CAREFUL)
def test_the_attack_finds_what_a_careless_rule_gives_away(counts, monkeypatch):
    month = month_of(dict(counts), received={"a": 90})
    assert found_out([month]) == []
    small = {"parts": lambda parts: {name for name, number in parts.items() if 1 <= number <= 9}}
    monkeypatch.setattr(module, "hidden_parts", small["parts"])
    monkeypatch.setattr(
        module, "hidden_rows", lambda table, hidden: {name for name, row in table.items() if small["parts"](row)}
    )
    assert found_out([month])


def test_nothing_tells_whether_anybody_complained_of_officials():
    with_none, with_some = (figures(month_of({}, officials=tips)) for tips in ((0, 0, 0), (9, 5, 4)))
    assert with_none == with_some
