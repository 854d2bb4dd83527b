import pytest
from hypothesis import given
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
        (PHONE, []),
        ("12345、12388", []),
        ("214813812345678", []),  # digits before: part of a longer number that is none
    ],
)
def test_case_table(text, kinds):
    assert [finding.kind for finding in scan(text)] == kinds


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
