import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.domain.highlight import excerpt, hits, marked
from search.domain.text import find, pairs, phrases, read, spaced, tokens, variants

DIBAO, LONG = tokens("低保"), tokens("最低生活保障")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("低保标准", "低 保 标 准"),
        ("菏区政办发〔2022〕23号", "菏 区 政 办 发 2022 23 号"),
        ("ＡＢＣ１２ full Width", "abc12 full width"),
        ("月标准 1,740 元", "月 标 准 1 740 元"),
        ("e保通App", "e 保 通 app"),
        ("㈠ ①", "一 1"),
        ("𠮷", "𠮷"),
        ("a\x00b", "a b"),
        ("*(\"'…——", ""),
    ],
)
def test_spaced(text, expected):
    assert spaced(text) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("低保", [["低", "保"]]),
        ("低保 标准", [["低", "保"], ["标", "准"]]),
        ("低保，标准", [["低", "保"], ["标", "准"]]),
        ("〔2022〕23号", [["2022", "23", "号"]]),
        ('a"b', [["a", "b"]]),
        ("低保 低保", [["低", "保"]]),
        ("*", []),
        ("   ", []),
    ],
)
def test_phrases(query, expected):
    assert phrases(query) == expected


def test_a_query_is_cut():
    assert len(phrases("字" * 1000)[0]) == 200
    assert len(phrases(" ".join(f"w{number}" for number in range(50)))) == 12


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("低保", ["低保", "最低生活保障"]),
        ("最低生活保障标准", ["最低生活保障标准", "低保标准"]),
        ("农村低保怎么办", ["农村低保怎么办", "农村最低生活保障怎么办"]),
        ("特困", ["特困"]),
    ],
)
def test_variants(phrase, expected):
    assert ["".join(one) for one in variants(tokens(phrase), [[DIBAO, LONG]])] == expected


def test_pairs():
    assert ["".join(pair) for pair in pairs(tokens("临时救助"))] == ["临时", "时救", "救助"]
    assert pairs(["低"]) == [["低"]]


def test_find():
    assert find(["b", "c"], ["a", "b", "c"]) == 1
    assert find(["b", "c"], ["a", "b", "c"], 2) == -1
    assert find(["a"], []) == -1


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("申请低保，低保标准", ["低保"], ["低保", "低保"]),
        ("〔２０２２〕 23号", ["[2022]23"], ["２０２２〕 23"]),
        ("低保标准", ["低保标", "保标准"], ["低保标准"]),
        ("低 保", ["低保"], ["低 保"]),
        ("没有", ["低保"], []),
    ],
)
def test_hits_keep_the_original_text(text, wanted, expected):
    assert [text[start:end] for start, end in hits(text, [tokens(one) for one in wanted])] == expected


def test_an_excerpt_surrounds_the_first_hit():
    pieces = excerpt("甲" * 200 + "低保" + "乙" * 300, [DIBAO])
    assert [piece.text for piece in pieces if piece.hit] == ["低保"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert len("".join(piece.text for piece in pieces)) < 150


def test_an_excerpt_without_a_hit_is_the_beginning():
    assert "".join(piece.text for piece in excerpt("一二三", [DIBAO])) == "一二三"


@given(st.text(max_size=300), st.text(max_size=20))
def test_nothing_is_lost_by_marking(text, wanted):
    assert "".join(piece.text for piece in marked(text, phrases(wanted))) == text


@given(st.text(max_size=300))
def test_tokens_are_letters_and_digits_and_point_into_the_text(text):
    for token in read(text):
        assert token.text
        assert all(sign.isalnum() or sign >= "\u2e80" for sign in token.text)
        assert 0 <= token.start < token.end <= len(text)
    assert not set(spaced(text)) & set("\"'*()\\:%\x00")
