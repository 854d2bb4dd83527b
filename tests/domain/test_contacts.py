"""Phones and opening hours, as windows write them."""

import pytest

from policies_cms.domain.contacts import BadHours, BadPhone, check_hours, names_account, phones


@pytest.mark.parametrize(
    ("text", "dials"),
    [
        ("0599-123-4511", ["05991234511"]),
        ("(0599) 8123456", ["05998123456"]),
        ("010-12345678", ["01012345678"]),
        ("13800138000", ["13800138000"]),
        ("+86 13800138000", ["13800138000"]),
        ("12345", ["12345"]),
        ("400-123-4567", ["4001234567"]),
        ("８１２３４５６", ["8123456"]),
        ("0599-123-4511转802", ["05991234511,802"]),
        ("0599-123-4511、12345", ["05991234511", "12345"]),
        ("0599-123-4511；13800138000 / 12345", ["05991234511", "13800138000", "12345"]),
        ("", []),
    ],
)
def test_phones(text, dials):
    assert [phone.dial for phone in phones(text)] == dials


@pytest.mark.parametrize(
    "text", ["民政办", "0599-12", "1380013800", "2380013800012", "9", "0599-123-4511 张三", "x12345"]
)
def test_what_cannot_be_dialled(text):
    with pytest.raises(BadPhone):
        phones(text)


@pytest.mark.parametrize(
    "text",
    [
        "周一至周五 8:30–12:00，14:00–17:30（法定节假日除外）",
        "工作日 8：30-17:30",
        "周一至周五 8:30至17:30；周六 9:00到11:30",
        "全天 0:00-24:00",
    ],
)
def test_hours(text):
    check_hours(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("工作日", "no-time"),
        ("上午八点半", "no-time"),
        ("8:30", "no-time"),
        ("8:75-12:00", "no-such-time"),
        ("8:30-25:00", "no-such-time"),
        ("17:30-8:30", "ends-before"),
        ("8:30-8:30", "ends-before"),
        ("8:30-12:00，11:00-17:00", "overlap"),
    ],
)
def test_hours_nobody_could_keep(text, problem):
    with pytest.raises(BadHours) as refused:
        check_hours(text)
    assert refused.value.args[0] == problem


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请汇到 6222 0212 3456 7890 123", True),
        ("账号6222021234567890123", True),
        ("账号１０１５８３２００１２３４５６", True),
        ("0599-123-4511、13800138000", False),
        ("059912345678 13800138000", False),
        ("西河镇人民路 12 号，8:30–12:00", False),
        ("", False),
    ],
)
def test_numbers_of_accounts(text, found):
    assert names_account(text) is found
