"""The released figures, attacked with linear programming: no cell under 10 can be computed.

Variables are the true counts by kind, township, outcome and punctuality; every released number is an equation. A
cell is found out when its smallest and largest possible values are the same.
"""

from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from complaints.domain import figures as module
from complaints.domain.figures import Count, figures
from complaints.domain.kinds import Kind

MONTH = "2026-10"
TOWNSHIPS = ("", "a", "b", "c")
OUTCOMES = ("upheld", "partly")
CELLS = [
    cell for cell in product(Kind, TOWNSHIPS, OUTCOMES, (True, False)) if not (cell[0] is Kind.TIP_OFFICIAL and cell[1])
]


def equations(told):
    """Every released number with the cells that it is the sum of; None was not released, 0 and all parts are."""

    def those(**wanted):
        names = ("kind", "township", "outcome", "on_time")
        return [all(cell[names.index(name)] in values for name, values in wanted.items()) for cell in CELLS]

    if told.total is not None:
        yield those(kind=[kind for kind in Kind if kind is not Kind.TIP_OFFICIAL]), told.total
    for kind in told.kinds:
        for number, wanted in ((kind.closed, (True, False)), (kind.on_time, (True,)), (kind.late, (False,))):
            if number is not None:
                yield those(kind=[kind.kind], on_time=wanted), number
        for outcome, number in kind.outcomes.items():
            yield those(kind=[kind.kind], outcome=[outcome]), number
    household = [kind for kind in Kind if kind is not Kind.TIP_OFFICIAL]
    for code in TOWNSHIPS[1:]:
        number = told.townships.get(code, 0)  # a township without a row has no case
        if number is not None:
            yield those(kind=household, township=[code]), number


def secrets(counts):
    """The sums that must stay unknown: kinds, parts of kinds and townships of 1 to 9 cases, the last also together
    with the cases that have no township.
    """
    groups = [
        *([cell[0] is kind for cell in CELLS] for kind in Kind),
        *([cell[0] is kind and cell[3] is late for cell in CELLS] for kind, late in product(Kind, (True, False))),
        *([cell[0] is kind and cell[2] == end for cell in CELLS] for kind, end in product(Kind, OUTCOMES)),
        *([cell[1] == code and cell[0] is not Kind.TIP_OFFICIAL for cell in CELLS] for code in TOWNSHIPS),
        *([cell[1] in (code, "") and cell[0] is not Kind.TIP_OFFICIAL for cell in CELLS] for code in TOWNSHIPS[1:]),
    ]
    truth = np.array([counts.get(cell, 0) for cell in CELLS])
    return [np.array(group, float) for group in groups if 1 <= truth @ np.array(group, int) <= 9]


def found_out(counts):
    """How many secret sums the released figures determine."""
    told = figures([Count(MONTH, k, o, t, n, place) for (k, place, o, t), n in counts.items() if n], month=MONTH)
    rows = list(equations(told))
    if not rows:
        return 0
    left, right = np.array([row for row, _number in rows], float), np.array([number for _row, number in rows], float)
    known = 0
    for secret in secrets(counts):
        ends = [linprog(sign * secret, A_eq=left, b_eq=right, bounds=(0, None), method="highs") for sign in (1, -1)]
        if all(end.status == 0 for end in ends):
            known += ends[0].fun + ends[1].fun > -0.5
    return known


def county(random):
    """Counts of every size around the border."""
    sizes = random.choice([(0, 0, 1, 2), (0, 1, 5, 9, 12), (0, 3, 20), (10, 11, 30), (0, 0, 0, 14)])
    return {cell: random.choice(sizes) for cell in CELLS}


@pytest.mark.parametrize("seed", range(25))
def test_no_small_cell_can_be_computed(seed):
    assert found_out(county(Random(seed))) == 0


def test_the_attack_finds_what_a_careless_rule_gives_away(monkeypatch):
    def careless(counts, kinds):
        sums = {}
        for count in counts:
            if count.township and count.kind is not Kind.TIP_OFFICIAL:
                sums[count.township] = sums.get(count.township, 0) + count.number
        return {code: number if number >= 10 else None for code, number in sums.items()}

    monkeypatch.setattr(module, "_townships", careless)
    counts = dict.fromkeys(CELLS, 0)
    for kind in (Kind.OBJECTION, Kind.REVIEW, Kind.TIP_HOUSEHOLD):
        counts[kind, "a", "upheld", True] = 20
    counts[Kind.REVIEW, "b", "upheld", True] = 4
    assert found_out(counts) > 0
