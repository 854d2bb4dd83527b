"""What is told of a survey: nothing under ten people, and nothing that a sum or a difference gives away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ((40, 6, 5), (40, None, None)),  # 11 people together: neither is known
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
    ("values", "mean"), [([3] * 10, 3.0), ([3] * 9 + [None], None), ([3] * 20 + [None], None), ([1, 2] * 5, 1.5)]
)
def test_the_mean_of_ten_and_more(values, mean):
    assert results([NUMBER], [{"q": value} for value in values]).questions[0].mean == mean


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
