"""What is told of a survey: nothing under ten people, and nothing that a sum or a difference gives away."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county.domain.small_cells import cells
from policies_cms.domain.results import Form, Question, Results, results

ONE = Question("q", "满意吗", Form.ONE, ("满意", "一般", "不满意"), required=True)
SEVERAL = Question("q", "从哪里知道", Form.SEVERAL, ("公示栏", "窗口"))
NUMBER = Question("q", "几次", Form.NUMBER)


def rows(question, values):
    return dict(results([question], [{"q": value} for value in values]).questions[0].rows)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((20, 15, 10), (20, 15, 10)),
        ((20, 15, 9), (20, None, None)),  # 44 - 20 - 15 would tell the 9
        ((20, 15, 0), (20, None, None)),
        ((40, 20, 6), (40, None, None)),
        ((40, 6, 5), (None, None, None)),
        ((10, 9, 9), (None, None, None)),  # without the ten, 18 could only be nine and nine
        ((9, 9, 9), (None, None, None)),
    ],
)
def test_one_answer_each(counts, told):
    values = [option for option, count in zip(ONE.options, counts, strict=True) for _time in range(count)]
    assert tuple(rows(ONE, values).values()) == told


def test_who_left_it_empty_is_a_row_like_the_others():
    assert rows(ONE, ["满意"] * 20 + [None] * 12) == {"满意": 20, "一般": None, "不满意": None, "": None}


@pytest.mark.parametrize(("chosen", "told"), [(10, 10), (9, None), (11, 11), (20, None), (21, None)])
def test_several_answers_hide_those_who_did_not_choose_as_well(chosen, told):
    values = [["公示栏"]] * chosen + [[]] * (25 - chosen if chosen < 20 else 3)
    assert rows(SEVERAL, values)["公示栏"] == told


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ([1, 2] * 10, 1.5),
        ([1, 2] * 10 + [None], None),
        ([1, 2] * 10 + [None] * 10, 1.5),
        ([3] * 9 + [None], None),
        ([0] * 9 + [1], None),  # 0.1 would say that one of ten paid once
        ([3] * 30, None),  # 3.0 would say it of each
        ([0] * 40 + [1] * 9, None),
        ([0] * 40 + [1] * 10, 0.2),
    ],
)
def test_the_mean_where_ten_and_more_differ(values, mean):
    assert results([NUMBER], [{"q": value} for value in values]).questions[0].mean == mean


def required(counts):
    """What is told of a question that must be answered: the sets of options chosen, with how many chose each."""
    question = Question("q", "从哪里知道", Form.SEVERAL, ("公示栏", "窗口"), required=True)
    return rows(question, [list(pick) for pick, count in counts.items() for _time in range(count)])


@pytest.mark.parametrize(
    ("notice", "window", "both", "told"),
    [
        (15, 20, 10, (25, 30)),
        (15, 20, 9, (None, 29)),  # 24 and 29 of 44 would tell the nine
        (15, 15, 0, (None, None)),
        (15, 15, 3, (None, None)),
        (15, 9, 30, (None, 39)),
    ],
)
def test_who_chose_two_answers_of_which_one_was_due_are_a_cell_too(notice, window, both, told):
    counts = {("公示栏",): notice, ("窗口",): window, ("公示栏", "窗口"): both}
    assert tuple(required(counts).values()) == told


def test_nothing_of_nine_answers():
    assert results([ONE], [{"q": "满意"}] * 9) == Results(None)


def test_words_are_never_told():
    question = Question("q", "想说什么", Form.WORDS)
    assert results([question], [{"q": "canary"}] * 30).questions == ()


@given(st.lists(st.sampled_from([*ONE.options, None]), min_size=10, max_size=80))
def test_no_row_and_no_remainder_is_of_fewer_than_ten(values):
    told = rows(ONE, values)
    shown = [number for number in told.values() if number is not None]
    hidden = len(values) - sum(shown)
    assert all(number >= 10 for number in shown)
    assert len(shown) == len(told) or hidden >= 10


def found_out(worlds, told):
    """What an attacker learns who knows the rule: small cells that are the same in all worlds with that release."""
    same = defaultdict(list)
    for world in worlds:
        same[told(world)].append(world)
    return {
        (release, cell, alike[0][cell])
        for release, alike in same.items()
        for cell in range(len(alike[0]))
        if alike[0][cell] < 10 and len({world[cell] for world in alike}) == 1
    }


def every_split(total, parts):
    """All ways to split so many people into so many cells."""
    return ((*head, total - sum(head)) for head in product(range(total + 1), repeat=parts - 1) if sum(head) <= total)


@pytest.mark.parametrize(("total", "options"), [(10, 2), (19, 2), (40, 2), (10, 3), (28, 3), (29, 3), (40, 3), (37, 4)])
def test_who_knows_the_rule_works_out_no_small_cell(total, options):
    names = [str(number) for number in range(options)]

    def told(world):
        return tuple(cells(dict(zip(names, world, strict=True))).values())

    assert found_out(every_split(total, options), told) == set()


def test_the_attack_finds_out_a_rule_that_looks_at_the_sum_first():
    def told(world):
        shown = [number for number in world if number >= 10]
        while 0 <= sum(world) - sum(shown) < 10 and 0 < len(shown) < len(world):
            shown.remove(min(shown))
        return tuple(number if number in shown else None for number in world)

    assert ((10, None, None), 1, 9) in found_out(every_split(28, 3), told)


@pytest.mark.parametrize("total", [20, 21, 30, 33])
def test_who_knows_the_rule_works_out_nobody_who_chose_both(total):
    def told(world):
        return tuple(required(dict(zip([("公示栏",), ("窗口",), ("公示栏", "窗口")], world, strict=True))).values())

    assert found_out(every_split(total, 3), told) == set()
