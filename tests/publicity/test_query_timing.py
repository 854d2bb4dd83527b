"""The classifier of `make bench` sees what is there to see, and nothing where nothing is."""

import numpy as np
import pytest

from benchmarks.bench_query import BLOCK, BOUND, auc, interval, relative


@pytest.mark.parametrize(
    ("ones", "others", "area"),
    [
        ([2, 3], [0, 1], 1.0),
        ([0, 1], [2, 3], 0.0),
        ([1, 1], [1, 1], 0.5),
        ([0, 3], [1, 2], 0.5),
        ([1, 2, 3], [2], 0.5),
        ([2, 2, 3], [1, 2], (0.75 + 0.75 + 1) / 3),
    ],
)
def test_the_area_is_how_often_one_takes_longer(ones, others, area):
    assert auc(np.array(ones, float), np.array(others, float)) == pytest.approx(area)


def test_two_alike_are_a_coin_and_a_delay_of_a_hundredth_is_seen():
    rng = np.random.default_rng(1)
    ones, others = rng.lognormal(0, 0.1, 50_000), rng.lognormal(0, 0.1, 50_000)
    assert abs(auc(ones, others) - 0.5) * 1000 < BOUND
    assert abs(auc(ones * 1.01, others) - 0.5) * 1000 > BOUND


def test_the_interval_holds_the_area():
    rng = np.random.default_rng(2)
    ones, others = rng.normal(0, 1, 300), rng.normal(0.5, 1, 300)
    low, high = interval(ones, others, rng)
    assert low < auc(ones, others) < high < 0.5


def test_a_machine_that_slows_down_hides_nothing():
    """Ten times slower from the second hundred on: each question is compared with those around it."""
    kinds = ["protected", "absent"] * BLOCK
    taken = [(110 if kind == "protected" else 100) * (1 if at < BLOCK else 10) for at, kind in enumerate(kinds)]
    protected, absent, found = relative({"times": list(zip(kinds, taken, strict=True))})
    assert auc(protected, absent) == 1
    assert len(found) == 0
