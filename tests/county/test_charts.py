"""Bar charts: bars as long as their figures, words escaped, nothing in colour alone."""

import xml.etree.ElementTree as ET

import pytest

from county.charts import EM, LARGE_EM, WIDTH, Bar, bar_chart, room_for_bars
from county.domain.wrapping import text_em

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*bars, large=False):
    return ET.fromstring(bar_chart(key="k", title="甲<乙", description="一 & 二", bars=bars, large=large))


def test_bars_are_as_long_as_their_figures():
    bars = [Bar("满意", 40, "40 份"), Bar("不满意", 10, "10 份", series=1)]
    lengths = [float(bar.get("width")) for bar in drawn(*bars).findall(f"{SVG}rect")[1:]]
    room = room_for_bars(bars, EM)
    assert lengths == pytest.approx([room, room / 4], abs=0.1)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("words", ["7", "1234（100%）", "1,234.50元（100%）"])
def test_no_word_runs_out_of_the_picture(words, large):
    label = "不满意，主要是因为多次往返、材料要求说不清楚、等候时间太长"
    root = drawn(Bar(label, 1234, words), Bar("满意", 1, "1"), Bar("一般", None, "不公布"), large=large)
    em = LARGE_EM if large else EM
    texts = root.findall(f"{SVG}text")
    for text in texts:
        assert float(text.get("x")) + text_em(text.text) * em <= WIDTH
        assert em <= float(text.get("y")) <= float(root.get("height"))
    assert "".join(text.text for text in texts).startswith(label)


def test_a_figure_that_is_not_told_has_no_bar_but_words():
    root = drawn(Bar("满意", None, "不足10份"))
    assert len(root.findall(f"{SVG}rect")) == 1
    assert "不足10份" in [text.text for text in root.findall(f"{SVG}text")]


def test_title_and_description_name_the_chart():
    root = drawn(Bar("<b>", 0, "0"))
    assert root.get("aria-labelledby") == "k-title k-text"
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == ("甲<乙", "一 & 二")


def test_no_style_and_no_script():
    text = bar_chart(key="k", title="t", description="d", bars=[Bar("a", 1, "1")])
    assert "style" not in text
    assert "<script" not in text


def test_nothing_to_draw_is_still_a_picture():
    assert drawn().get("role") == "img"
