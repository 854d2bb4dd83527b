"""The rules of search that need no database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import search_judged
from search.domain.highlight import Piece, pieces
from search.domain.spelling import meant, nearest, written
from search.domain.text import apart, read, read_slowly, spans, tokens
from search.engines.asks import counted, page_start

SIGNS = st.text(st.sampled_from("低保ab１２Ａ㎡①ﬁİ（）〔〕-_.'ⅷ㈱ 〆é\u0301\ud800\U0001f642\U00020000"), max_size=30)


@given(SIGNS | st.text(max_size=30))
def test_the_quick_way_reads_as_the_rule_does(text):
    assert list(read(text)) == list(read_slowly(text))
    words, places = spans(text)
    assert list(zip(words, places, strict=True)) == [(one.text, (one.start, one.end)) for one in read_slowly(text)]
    assert tokens(text) == [token.text for token in read_slowly(text)]


@pytest.mark.parametrize(
    ("phrase", "text", "cost", "stretch"),
    [
        ("临时求助", "关于临时救助的通知", 1, "临时救助"),
        ("最低生活保璋", "城乡最低生活保障标准", 1, "最低生活保障"),
        ("临时救助", "临时救助指南", 0, "临时救助"),
        ("临时的救助", "临时救助指南", 1, "临时救助"),
        ("社会救办法", "社会救助暂行办法", 2, None),
    ],
)
def test_the_nearest_stretch(phrase, text, cost, stretch):
    found_cost, found = nearest(list(phrase), list(text))
    assert found_cost == cost
    assert stretch is None or "".join(found) == stretch


@pytest.mark.parametrize(
    ("phrase", "words", "titles", "expected"),
    [
        ("抵保", ["低保", "五保"], [], ["低保", "五保"]),
        ("渐腿", ["渐退"], [], ["渐退"]),
        ("保低", ["低保"], [], []),
        ("低保", ["低保"], [], []),
        ("异议书", ["异议"], ["提出异意书"], ["异意书"]),
        ("特困人园", ["特困人员"], ["别的"], ["特困人员"]),
        ("量子力学", ["低保"], ["最低生活保障"], []),
        ("审核确任办法", [], ["最低生活保障审核确认办法"], ["审核确认办法"]),
    ],
)
def test_what_may_have_been_meant(phrase, words, titles, expected):
    found = meant(list(phrase), [list(word) for word in words], [list(title) for title in titles])
    assert ["".join(word) for word in found] == expected


@pytest.mark.parametrize(
    ("phrase", "words", "parts"),
    [
        ("向阳村低保名单", ["向阳", "向阳村"], ["向阳村", "低保名单"]),
        ("西河镇向阳村", ["向阳村", "西河镇"], ["西河镇", "向阳村"]),
        ("看向阳村", ["向阳村"], ["看", "向阳村"]),
        ("低保", ["向阳村"], ["低保"]),
        ("低保", [], ["低保"]),
    ],
)
def test_names_are_cut_out_of_a_phrase(phrase, words, parts):
    assert ["".join(part) for part in apart(list(phrase), [list(word) for word in words])] == parts


def test_tokens_are_written_as_people_write_them():
    assert written(["明", "民", "发", "2026", "8", "号"]) == "明民发2026 8号"


def test_marks_become_pieces():
    text = "关于\ue000最\ue001\ue000低\ue001的<b>"
    found = pieces(text, within="关于最低的<b>和其他")
    assert found == [
        Piece("关于", hit=False),
        Piece("最低", hit=True),
        Piece("的<b>", hit=False),
        Piece("…", hit=False),
    ]
    assert pieces("没有", within="前面没有") == [Piece("…", hit=False), Piece("没有", hit=False)]


def test_a_facet_ignores_its_own_narrowing_only():
    found = [("guides", "", ""), ("lists", "1", "2026"), ("lists", "2", "2026"), ("lists", "1", "2025")]
    assert counted(found, {}) == {
        "kind": {"guides": 1, "lists": 3},
        "township": {"1": 2, "2": 1},
        "year": {"2026": 2, "2025": 1},
    }
    narrowed = counted(found, {"kind": "lists", "year": "2026"})
    assert narrowed == {"kind": {"lists": 2}, "township": {"1": 1, "2": 1}, "year": {"2026": 2, "2025": 1}}


@pytest.mark.parametrize(("start", "total", "expected"), [(0, 0, 0), (0, 5, 0), (10, 11, 10), (10, 9, 0), (90, 25, 20)])
def test_a_page_too_far_is_the_last(start, total, expected):
    assert page_start(start, 10, total) == expected


def test_the_judged_set_is_whole():
    """At least 60 queries of every sort, each answered by pages that are in the corpus."""
    keys = {row["key"] for row in search_judged.documents()}
    judged = search_judged.queries()
    assert len(judged) >= 60
    assert len({one.query for one in judged}) == len(judged)
    sorts = {"title", "number", "abbreviation", "typo", "two", "width", "quotes", "long"}
    assert {one.sort for one in judged} >= sorts
    for one in judged:
        assert one.worth, one.query
        assert set(one.worth) <= keys, one.query
    assert [len(one.query) for one in judged if one.sort == "long"] == [1_000] * 3


@pytest.mark.parametrize(
    ("found", "value"), [(["a", "b"], 1.0), ([], 0.0), (["x", "a"], 0.4969), (["b", "a"], 0.834), (["a"], 0.7871)]
)
def test_the_measure(found, value):
    assert search_judged.ndcg(found, {"a": 3, "b": 2}) == pytest.approx(value, abs=0.01)
