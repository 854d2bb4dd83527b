import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from publicity.domain.gate import Kind, id_check_digit, luhn_ok, scan, scan_all

PHONE = "0599-123-4567"


def card(body: str) -> str:
    return next(body + str(digit) for digit in range(10) if luhn_ok(body + str(digit)))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("11010519491231002X", [Kind.ID_18]),
        ("身份证11010519491231002x。", [Kind.ID_18]),
        ("110105 19491231 002X", [Kind.ID_18]),
        ("１１０１０５１９４９１２３１００２Ｘ", [Kind.ID_18]),
        ("1101051949\u200b1231002X", [Kind.ID_18]),
        ("110105194912310020", [Kind.ID_18]),  # wrong check digit, yet a birth date: a mistyped ID is one
        ("110105491231002", [Kind.ID_15]),
        ("110105499931002", []),  # no such day
        ("电话13812345678", [Kind.MOBILE]),
        ("138-1234-5678", [Kind.MOBILE]),
        ("138 1234 5678", [Kind.MOBILE]),
        ("+86 13812345678", [Kind.MOBILE]),
        ("138\u20111234\u20115678", [Kind.MOBILE]),
        ("4111111111111111", [Kind.BANK_CARD]),
        ("4111 1111 1111 1111", [Kind.BANK_CARD]),
        ("4111111111111112", []),
        ("379901100200", []),  # an area code
        ("2026-11-20 2026-11-27", []),
        ("月保障金额 1,740.00 元，共 23 户 50 人", []),
        ("明民发〔2026〕8号", []),
        (PHONE, [Kind.LANDLINE]),
        ("（0599）6212345", [Kind.LANDLINE]),
        ("010 6212 3456", [Kind.LANDLINE]),
        ("电话：6212345", [Kind.LANDLINE]),
        ("12345、12388", []),
        ("214813812345678", []),  # digits before: part of a longer number that is none
        ("6217909960308246281", [Kind.BANK_CARD]),  # a wrong check digit, yet how cards begin
        ("6217 9099 6030 8246 280", [Kind.BANK_CARD]),
    ],
)
def test_case_table(text, kinds):
    assert [finding.kind for finding in scan(text)] == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1101 0519 4912 3100 2X", Kind.ID_18),
        ("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", Kind.ID_18),
        ("110105-1949-12-31-002X", Kind.ID_18),  # the date in it is no excuse
        ("110105、1949、1231、002X", Kind.ID_18),
        ("110105\n19491231\n002X", Kind.ID_18),
        ("1\u200b1\u200b0\u200b1\u200b051949\u20601231002X", Kind.ID_18),
        ("110105\u316419491231\u2800002X", Kind.ID_18),  # blanks that Unicode calls a letter and a symbol
        ("110105\x0019491231\x00002X", Kind.ID_18),
        ("110105\u00ad19491231002X", Kind.ID_18),
        ("11010519491231002×", Kind.ID_18),
        ("11010519491231002Х", Kind.ID_18),  # a Cyrillic Х
        ("一一〇一〇五一九四九一二三一〇〇二X", Kind.ID_18),
        ("壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰X", Kind.ID_18),
        ("①①⓪①⓪⑤①⑨④⑨①②③①⓪⓪②X", Kind.ID_18),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", Kind.ID_18),
        ("𝟏𝟏𝟎𝟏𝟎𝟓𝟏𝟗𝟒𝟗𝟏𝟐𝟑𝟏𝟎𝟎𝟐X", Kind.ID_18),
        ("1️⃣1️⃣0️⃣1️⃣0️⃣5️⃣1️⃣9️⃣4️⃣9️⃣1️⃣2️⃣3️⃣1️⃣0️⃣0️⃣2️⃣X", Kind.ID_18),
        ("11O1O519491231OO2X", Kind.ID_18),  # the letter O
        ("11010519491231002*", Kind.ID_18),
        ("110105194912****2X", Kind.ID_18),
        ("110105 491231 002", Kind.ID_15),
        ("1101 0549 1231 002", Kind.ID_15),
        ("1 3 8 1 2 3 4 5 6 7 8", Kind.MOBILE),
        ("138.1234.5678", Kind.MOBILE),
        ("138--1234--5678", Kind.MOBILE),
        ("13812 345678", Kind.MOBILE),
        ("(138)12345678", Kind.MOBILE),
        ("1３８1２３4５６7８", Kind.MOBILE),
        ("一三八一二三四五六七八", Kind.MOBILE),
        ("幺三八一二三四五六七八", Kind.MOBILE),
        ("第五13812345678", Kind.MOBILE),
        ("138****5678", Kind.MOBILE),
        ("0086-13812345678", Kind.MOBILE),
        ("0 5 9 9 6 2 1 2 3 4 5", Kind.LANDLINE),
        ("6217 909960 308246 280", Kind.BANK_CARD),
        ("6 2 1 7 9 0 9 9 6 0 3 0 8 2 4 6 2 8 0", Kind.BANK_CARD),
    ],
)
def test_numbers_taken_apart_or_dressed_up_are_found(text, kind):
    assert kind in {finding.kind for finding in scan(text)}
    assert kind in {finding.kind for finding in scan(f"经核实，{text}，情况属实。")}


@pytest.mark.parametrize(
    "text",
    [
        "短码 7F3A-91C2 与 1234-5678",
        "运民发〔2023〕50号、菏区政办发〔2022〕23号、明民发〔2026〕8号",
        "2026年11月20日至2026年11月27日24:00",
        "2026-11-20 2026-11-27 2026-12-04",
        "2026/11/20-2026/11/27",
        "农村 580 元/人·月，城市 720 元/人·月",
        "1,740.00 580.00 829.50 12,345.00 1,740.00",
        "共 1,234 户 2,345 人，月保障金额 1,234,567.89 元",
        "政务服务热线 12345，纪检 12388，救助 96156",
        "区划代码 379901100200",
        "第1、2、3、4、5、6、7、8、9、10、11、12批",
        "二〇二六年十一月二十日第三批",
        "三八村二组五户",
        "Hü 2026 Nr. 12345",
        "k3x7q2m5ab",  # a list's id
        "qL5z_0aX9-3bR7t1Yc2Vw8Ue4Gd6Hf0Jk5Lm9Np3Qs",  # base64url
    ],
)
def test_what_lists_say_of_themselves_is_no_alarm(text):
    assert scan(text) == []


def test_only_a_phone_is_pardoned():
    text = "监督电话 11010519491231002X"
    assert [finding.kind for finding in scan(text, allowed=["11010519491231002X"])] == [Kind.ID_18]
    assert scan(f"监督电话 {PHONE}", allowed=["0599-1234567"]) == []
    assert scan("监督电话 0599 123 4567", allowed=[PHONE]) == []


def test_the_supervision_phone_may_stand_there_even_when_it_is_a_mobile():
    text = "监督电话 138 1234 5678，联系人电话 13912345678"
    found = scan(text, allowed=["13812345678"])
    assert len(found) == 1
    assert found[0].start == text.index("139")


def test_the_place_is_told_and_the_value_is_not():
    found = scan_all({"title": "公示", "row 3 name": "张13812345678"})
    assert [(item.place, item.kind) for item in found] == [("row 3 name", Kind.MOBILE)]
    assert "13812345678" not in repr(found)


_digits = st.text(alphabet="0123456789", min_size=17, max_size=17)
_around = st.text(alphabet="户主姓名，。 元\n", max_size=6)


_between = st.sampled_from(["", " ", "-", "\u200b", "\u3000", ".", " - ", "\u2060", "\xa0"])
_written = st.sampled_from(
    ["0123456789", "０１２３４５６７８９", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "٠١٢٣٤٥٦٧٨٩"]
)


def _dressed(digits: str, marks: list[str], script: str) -> str:
    """The digits in another script, with a mark after each."""
    return "".join(
        (script[int(char)] if char.isdigit() else char) + mark for char, mark in zip(digits, marks, strict=True)
    )


@given(
    place=st.sampled_from(["110105", "379901", "440300"]),
    born=st.dates(min_value=date(1920, 1, 1), max_value=date(2026, 1, 1)),
    tail=st.integers(0, 999),
    marks=st.lists(_between, min_size=18, max_size=18),
    script=_written,
    before=st.sampled_from(["", "户主", "证号：", "共 "]),
)
def test_no_id_slips_through_however_it_is_written(place, born, tail, marks, script, before):
    body = f"{place}{born:%Y%m%d}{tail:03d}"
    text = before + _dressed(body + id_check_digit(body), marks, script)
    assert Kind.ID_18 in {finding.kind for finding in scan(text)}


@given(
    number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    marks=st.lists(_between, min_size=11, max_size=11),
    script=_written,
)
def test_no_mobile_slips_through_however_it_is_written(number, marks, script):
    text = _dressed(number, marks, script)
    assume(not re.search(r"\d\.\d\d(?!\d)", text))  # that reads as amounts side by side
    assert {Kind.MOBILE} <= {finding.kind for finding in scan(text)}
    assert scan(_dressed(number, marks, "0123456789"), allowed=[number]) == []


@given(
    body=st.from_regex(r"62[0-9]{14,16}", fullmatch=True),
    marks=st.lists(_between, min_size=19, max_size=19),
    script=_written,
)
def test_no_card_slips_through_however_it_is_written(body, marks, script):
    number = card(body)
    assume(not re.search(r"\d\.\d\d(?!\d)", _dressed(number, marks[: len(number)], script)))
    assert Kind.BANK_CARD in {finding.kind for finding in scan(_dressed(number, marks[: len(number)], script))}


_innocent = st.one_of(
    st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 1, 1)).map(
        lambda day: f"{day.year}年{day.month}月{day.day}日"
    ),
    st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 1, 1)).map(str),
    st.integers(0, 9_999_999).map(lambda yuan: f"{yuan:,}.00 元"),
    st.integers(1, 99_999).map(lambda n: f"{n} 户"),
    st.integers(1, 200).map(lambda n: f"明民发〔2026〕{n}号"),
    st.binary(min_size=4, max_size=4).map(lambda raw: f"{raw.hex().upper()[:4]}-{raw.hex().upper()[4:]}"),
    st.sampled_from(["12345", "12388", "公示期 7 天", "24:00", "第3批", "B类"]),
)


@given(st.lists(_innocent, max_size=12))
def test_dates_amounts_codes_and_documents_are_no_alarm(parts):
    """None by itself. Side by side, one text in 30,000 holds an ID number's 18 digits by chance, check digit and all:
    such a text is stopped, because nobody could tell it from a number that was taken apart."""
    assert [finding for part in parts for finding in scan(part)] == []
    assert {finding.kind for finding in scan("，".join(parts))} <= {Kind.ID_18}


def test_what_a_list_says_side_by_side_is_no_alarm():
    assert (
        scan("2026年11月20日，1,740.00 元，42 户，明民发〔2026〕8号，7F3A-91C2，12345，公示期 7 天，24:00，第3批") == []
    )


@given(_digits, _around, _around)
def test_every_id_number_with_its_check_digit_is_found(body, before, after):
    text = f"{before}{body}{id_check_digit(body)}{after}"
    assert Kind.ID_18 in {finding.kind for finding in scan(text)}


@given(st.text(alphabet="0123456789", min_size=15, max_size=18), _around, _around)
def test_every_card_number_is_found(body, before, after):
    assert Kind.BANK_CARD in {finding.kind for finding in scan(before + card(body) + after)}


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), _around, _around)
def test_every_mobile_is_found_unless_it_is_the_supervision_phone(number, before, after):
    text = before + number + after
    assert [finding.kind for finding in scan(text)] == [Kind.MOBILE]
    assert scan(text, allowed=[number]) == []


@given(st.text(alphabet="王李**村户元0123456789-,. ", max_size=10))
def test_short_texts_never_block(text):
    assert scan(text) == []
