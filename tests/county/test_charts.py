"""Bar charts: bars as long as their figures, words escaped, nothing in colour alone."""

import xml.etree.ElementTree as ET

from county.charts import VALUE_ROOM, WIDTH, Bar, bar_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*bars):
    return ET.fromstring(bar_chart(key="k", title="甲<乙", description="一 & 二", bars=bars))


def test_bars_are_as_long_as_their_figures():
    root = drawn(Bar("满意", 40, "40 份"), Bar("不满意", 10, "10 份", series=1))
    lengths = [float(bar.get("width")) for bar in root.findall(f"{SVG}rect")[1:]]
    assert lengths == [WIDTH - VALUE_ROOM, (WIDTH - VALUE_ROOM) / 4]


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
