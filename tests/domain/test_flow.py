"""Flow charts: text is wrapped by its width, nothing overlaps, nothing leaves the drawing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from county.domain.wrapping import char_em, text_em, wrap
from policies_cms.domain.flow import BoxKind, Chart, FlowStep, layout

WORDS = st.text(alphabet="申请受理县民政局，。（）《》“”3045 abcMW%-·…", max_size=60)
STEPS = st.lists(
    st.builds(
        FlowStep,
        title=WORDS.filter(str.strip),
        note=WORDS,
        branches=st.lists(WORDS.filter(str.strip), max_size=3).map(tuple),
        onward=WORDS,
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("", 5, [""]),
        ("到窗口交申请", 3, ["到窗口", "交申请"]),
        ("到窗口，交申请", 3, ["到窗", "口，交", "申请"]),  # no line begins with a comma
        ("请看《低保办法》", 3, ["请看", "《低保", "办法》"]),  # nor ends with an opening mark
        ("最长45个工作日", 4, ["最长45", "个工作日"]),  # a number stays whole
        ("最长 45 日", 20, ["最长 45 日"]),
        ("ABCDEFGHIJ", 3, ["ABCD", "EFGH", "IJ"]),  # longer than a line: torn
        ("字", 0.1, ["字"]),
    ],
)
def test_lines(text, most, lines):
    assert wrap(text, most) == lines


@pytest.mark.parametrize(("char", "em"), [("字", 1), ("，", 1), ("“", 1), ("·", 1), ("3", 0.62), ("W", 1), ("a", 0.62)])
def test_widths(char, em):
    assert char_em(char) == em


@given(WORDS, st.floats(3, 30))
def test_no_line_is_too_long_and_no_word_is_lost(text, most):
    lines = wrap(text, most)
    assert all(text_em(line) <= most + 1e-9 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def overlaps(one, other) -> bool:
    return not (
        one.x + one.width <= other.x or other.x + other.width <= one.x or one.bottom <= other.y or other.bottom <= one.y
    )


def check(chart: Chart) -> None:
    boxes = chart.boxes
    for number, box in enumerate(boxes):
        assert box.x >= 0
        assert box.x + box.width <= chart.width
        assert box.bottom <= chart.height
        assert not any(overlaps(box, other) for other in boxes[number + 1 :])
        for line in box.lines:
            assert line.x + text_em(line.text) * line.size <= box.x + box.width
            assert box.y < line.y - line.size * 0.8
            assert line.y < box.bottom
    for word in chart.words:
        assert word.x + text_em(word.text) * word.size <= chart.width
        assert not any(box.y < word.y < box.bottom for box in boxes)
    for arrow in chart.arrows:
        if arrow.x1 == arrow.x2:  # the spine runs beside branches, never through a box
            for box in boxes:
                inside = box.x < arrow.x1 < box.x + box.width
                assert not (inside and max(arrow.y1, box.y) + 0.2 < min(arrow.y2, box.bottom))


@settings(max_examples=60, deadline=None)
@given(STEPS, st.sampled_from([16.0, 22.0]))
def test_nothing_overlaps(steps, em):
    check(layout(steps, em=em))


def test_steps_decisions_and_branches_in_order():
    chart = layout(
        [
            FlowStep("1 提出申请", "申请人"),
            FlowStep("2 确认", "县民政局", ("不同意：3个工作日内书面说明理由",), "同意"),
            FlowStep("3 长期公示"),
        ]
    )
    assert [box.kind for box in chart.boxes] == [BoxKind.STEP, BoxKind.DECISION, BoxKind.BRANCH, BoxKind.STEP]
    assert [word.text for word in chart.words] == ["同意"]
    assert len([arrow for arrow in chart.arrows if arrow.head]) == 3
    check(chart)


def test_a_branch_of_the_last_step_has_no_arrow_below_it():
    chart = layout([FlowStep("1 决定", branches=("同意：次月发放", "不同意：书面说明"))])
    assert len([arrow for arrow in chart.arrows if arrow.head]) == 2
    assert max(arrow.y2 for arrow in chart.arrows) < chart.boxes[-1].bottom


def test_no_steps_no_boxes():
    assert layout([]).boxes == ()
