import pytest

from policies_cms.domain.numbers import BadNumber, find_number, index_number, next_serial, normal_index, normal_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("明民发〔2026〕8号", "明民发〔2026〕8号"),
        ("明民发[2026]8号", "明民发〔2026〕8号"),
        ("明民发(2026)8号", "明民发〔2026〕8号"),
        ("明民发（２０２６）８号", "明民发〔2026〕8号"),
        ("明民发【2026】8号", "明民发〔2026〕8号"),
        ("明民发 ﹝2026﹞ 8 号", "明民发〔2026〕8号"),
        ("明民发〔2026〕第8号", "明民发〔2026〕8号"),
        ("明民发〔2026〕008号", "明民发〔2026〕8号"),
        ("国务院令第649号", "国务院令第649号"),
        ("民政部公告2020年第3号", "民政部公告2020年第3号"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_number_is_kept_as_offices_write_it(typed, kept):
    assert normal_number(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "明民发2026 8号",
        "明民发〔2026〕8",
        "明民发〔26〕8号",
        "〔2026〕8号",
        "明民发〔2026〕0号",
        "明民发〔2026〕号",
        "八号文件",
        "abc〔2026〕1号",
    ],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(BadNumber):
        normal_number(typed)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("明民发〔2026〕8号", "明民发〔2026〕8号"),
        ("文号：明民发[2026]8号", "明民发〔2026〕8号"),
        ("关于低保的通知", ""),
    ],
)
def test_a_number_is_found_in_a_line(line, found):
    assert find_number(line) == found


@pytest.mark.parametrize(
    ("typed", "kept"), [("379901／2026-00008", "379901/2026-00008"), ("ma-mz-2026-0008", "MA-MZ-2026-0008"), ("", "")]
)
def test_an_index_number_in_capitals_and_narrow(typed, kept):
    assert normal_index(typed) == kept


@pytest.mark.parametrize("typed", ["索引1", "379901", "379901//1", "-1"])
def test_no_index_number(typed):
    with pytest.raises(BadNumber):
        normal_index(typed)


def test_serials_go_on_from_the_highest_of_the_year_whatever_else_was_given():
    taken = ["379901/2026-00002", "379901/2026-00010", "379901/2025-00099", "OTHER/2026-00050", "379901/2026-A"]
    assert next_serial(taken=taken, prefix="379901", year=2026) == 11
    assert next_serial(taken=[], prefix="379901", year=2026) == 1
    assert index_number(prefix="379901", year=2026, serial=11) == "379901/2026-00011"
