from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publicity.domain.roster import read_sheets
from publicity.domain.roster_headings import HEADINGS
from publicity.domain.roster_layout import find_layout
from publicity.domain.roster_places import Places
from publicity.domain.roster_rows import RowCheck
from publicity.domain.roster_sheet import Sheet, SheetRow, cell_name
from publicity.domain.roster_terms import BadSheet, Column
from publicity.domain.roster_text import clean, clean_code, clean_heading, clean_name, plain_number
from tests.factories_rosters import HEADINGS as HEADING_ROW
from tests.factories_rosters import identity, row

PLACES = Places(
    {
        ("西河镇", "向阳村"): "379901100200",
        ("东城街道", "向阳村"): "379901001200",
        ("西河镇", "文昌社区"): "379901100001",
    }
)
MESSY = [
    "序号",
    "证  号",
    "所属乡镇",
    "居住村（居）委会",
    "姓  名",
    "公民身份号码",
    "家庭\n人口数",
    "享受\n人数",
    "类型",
    "档次",
    "人均补差",
    "户月保障金\n（元）",
    "一卡通账号",
    "享受时间",
    "是否保密",
    "备  注",
]


def numbered(rows):
    return [SheetRow(number, cells) for number, cells in enumerate(rows, start=1)]


def read(*rows, heading=HEADING_ROW, places=PLACES, title=()):
    sheet = Sheet("", iter(numbered([*title, heading, *rows])))
    return read_sheets([sheet], RowCheck(places=places, period="2026-11"))


def only_problem(reading):
    (problem,) = reading.problems
    assert (reading.rows, reading.refused, reading.lines) == (1, 1, [])
    return problem


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("户主姓名", Column.NAME),
        ("姓名", Column.NAME),
        ("姓  名", Column.NAME),
        ("姓　名", Column.NAME),
        ("证  号", Column.CERTIFICATE),
        ("低保证号", Column.CERTIFICATE),
        ("所属乡镇", Column.TOWNSHIP),
        ("乡镇（街道）", Column.TOWNSHIP),
        ("居住村（居）委会", Column.VILLAGE),
        ("村（社区）", Column.VILLAGE),
        ("公民身份号码", Column.IDENTITY),
        ("身份证号码", Column.IDENTITY),
        ("家庭\n人口数", Column.SIZE),
        ("家庭人口", Column.SIZE),
        ("享受\n人数", Column.COVERED),
        ("保障人口", Column.COVERED),
        ("类型", Column.RESIDENCE),
        ("低保类别", Column.RESIDENCE),
        ("档次", Column.CATEGORY),
        ("保障类别", Column.CATEGORY),
        ("人均补差", Column.PER_CAPITA),
        ("人均补助（元/月）", Column.PER_CAPITA),
        ("户月保障金\n（元）", Column.AMOUNT),
        ("月保障金额(元)", Column.AMOUNT),
        ("一卡通账号", Column.ACCOUNT),
        ("社保卡账号", Column.ACCOUNT),
        ("享受时间", Column.SINCE),
        ("起始年月", Column.SINCE),
        ("是否保密", Column.CONFIDENTIAL),
        ("备\u00a0注", Column.NOTE),
    ],
)
def test_headings_by_synonym(heading, column):
    assert HEADINGS[clean_heading(heading)] is column


def test_no_synonym_names_two_columns():
    assert all(clean_heading(name) == name for name in HEADINGS)
    assert len(dict.fromkeys(HEADINGS.values())) == len(Column)


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    for rule in (clean, clean_code, clean_name, clean_heading):
        assert rule(rule(text)) == rule(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王　秀英", "王秀英"),
        (" 王 芳 ", "王芳"),
        ("扎西•次仁", "扎西·次仁"),
        ("扎西 · 次仁", "扎西·次仁"),
        ("Ａnna  Maria", "Anna Maria"),
        ("周秋𫖯", "周秋𫖯"),
        ("\ufeff李四\u200b", "李四"),
    ],
)
def test_names(text, name):
    assert clean_name(text) == name


@pytest.mark.parametrize("text", ["1e5", "NaN", "inf", "三百元", "1,23", "0x10", "", "1 000", "٣", "--1"])
def test_not_numbers(text):
    assert plain_number(text) is None


@pytest.mark.parametrize(("index", "name"), [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7")])
def test_cell_names(index, name):
    assert cell_name(index, 7) == name


def test_a_good_row():
    (line,) = read(row(月保障金额="", **{"月保障金额（元）": "６００"})[:16]).lines
    assert (line.village, line.head_name, line.amount, line.category) == ("379901100200", "王秀英", Decimal(600), "B")
    assert (line.residence, line.since, line.suppressed) == ("rural", "2024-05", False)


def test_the_other_layout_reads_the_same():
    assert read(row(), heading=MESSY).lines == read(row()).lines


def test_village_names_repeat_across_townships():
    lines = read(row(1), row(2, **{"乡镇（街道）": "东城街道"})).lines
    assert [line.village for line in lines] == ["379901100200", "379901001200"]


@pytest.mark.parametrize("name", ["向阳村村民委员会", "西河镇向阳村", "向阳村委会", "文昌社区居委会", "文昌居委会"])
def test_villages_under_their_committees_name(name):
    assert read(row(**{"村（社区）": name})).lines


@pytest.mark.parametrize(
    ("heading", "value", "cell", "code"),
    [
        ("低保证号", "", "B2", "certificate-missing"),
        ("低保证号", "证甲", "B2", "certificate-shape"),
        ("乡镇（街道）", "", "C2", "township-missing"),
        ("乡镇（街道）", "东河镇", "C2", "township-unknown"),
        ("村（社区）", "", "D2", "village-missing"),
        ("村（社区）", "不存在村", "D2", "village-unknown"),
        ("户主姓名", "", "E2", "name-missing"),
        ("户主姓名", " \u3000", "E2", "name-missing"),
        ("户主姓名", '=HYPERLINK("http://example.invalid","王")', "E2", "name-formula"),
        ("户主姓名", "＝1+1", "E2", "name-formula"),
        ("户主姓名", "+王", "E2", "name-formula"),
        ("户主姓名", "@王", "E2", "name-formula"),
        ("户主姓名", "-王", "E2", "name-characters"),
        ("户主姓名", "<b>王</b>", "E2", "name-characters"),
        ("户主姓名", "王7", "E2", "name-characters"),
        ("户主姓名", "王" * 51, "E2", "name-characters"),
        ("身份证号码", "", "F2", "id-missing"),
        ("身份证号码", "379901196901013140", "F2", "id-check"),
        ("身份证号码", identity(born="20261201"), "F2", "id-birth"),
        ("家庭人口", "", "G2", "number-missing"),
        ("家庭人口", "两", "G2", "count-not-number"),
        ("家庭人口", "2.5", "G2", "count-range"),
        ("保障人口", "0", "H2", "count-range"),
        ("保障人口", "3", "H2", "covered-over-size"),
        ("低保类别", "低保", "I2", "residence-unknown"),
        ("保障类别", "D类", "J2", "category-unknown"),
        ("人均补助（元/月）", "-1", "K2", "amount-not-positive"),
        ("月保障金额（元）", "", "L2", "number-missing"),
        ("月保障金额（元）", "三百元", "L2", "amount-not-number"),
        ("月保障金额（元）", "0", "L2", "amount-not-positive"),
        ("月保障金额（元）", "-20", "L2", "amount-not-positive"),
        ("月保障金额（元）", "300.005", "L2", "amount-decimals"),
        ("月保障金额（元）", "99999999999999999999999999999999999999", "L2", "amount-too-large"),
        ("月保障金额（元）", "=K2*H2", "L2", "formula"),
        ("起始年月", "2024-13", "N2", "since-shape"),
        ("起始年月", "去年", "N2", "since-shape"),
        ("备注", "=1", "P2", "formula"),
    ],
)
def test_each_kind_of_bad_row(heading, value, cell, code):
    problem = only_problem(read(row(**{heading: value})))
    assert (problem.cell, problem.code) == (cell, code)


def test_a_row_with_several_wrong_cells_has_one_problem_that_names_them():
    problem = only_problem(read(row(户主姓名="", 身份证号码="", 保障人口="9")))
    assert (problem.cell, problem.code, problem.also) == ("E2", "name-missing", ("F2", "H2"))


@pytest.mark.parametrize(
    ("heading", "code", "cell", "earlier"),
    [("身份证号码", "identity-repeated", "F3", "F2"), ("低保证号", "certificate-repeated", "B3", "B2")],
)
def test_of_two_equal_numbers_the_later_is_refused(heading, code, cell, earlier):
    first = row(1)
    reading = read(first, row(2, **{heading: first[HEADING_ROW.index(heading)]}))
    (problem,) = reading.problems
    assert (problem.cell, problem.code, problem.params) == (cell, code, {"earlier": earlier})
    assert len(reading.lines) == 1


def test_rows_out_of_bounds_are_problems():
    places = Places(PLACES.codes, frozenset({"379901100200"}))
    reading = read(row(1), row(2, **{"乡镇（街道）": "东城街道"}), places=places)
    assert [(p.cell, p.code, p.village) for p in reading.problems] == [("D3", "area-not-yours", "")]
    assert len(reading.lines) == 1


@pytest.mark.parametrize(
    ("value", "confidential", "warned"),
    [("", False, False), ("否", False, False), ("是", True, False), ("√", True, False), ("待定", True, True)],
)
def test_what_is_not_a_no_counts_as_confidential(value, confidential, warned):
    reading = read(row(是否保密=value))
    assert reading.lines[0].suppressed is confidential
    assert [w.code for w in reading.warnings] == (["confidential-unclear"] if warned else [])


@pytest.mark.parametrize(("born", "minor"), [("20081001", False), ("20081002", True), ("20261130", True)])
def test_minors_are_found_by_birth_date_without_a_flag(born, minor):
    assert read(row(身份证号码=identity(born=born))).lines[0].suppressed is minor


def test_covering_some_of_a_family_is_a_warning():
    (warning,) = read(row(家庭人口="3")).warnings
    assert (warning.cell, warning.code) == ("H2", "partly-covered")


@pytest.mark.parametrize(
    ("text", "since"),
    [("2024-05", "2024-05"), ("2024年5月", "2024-05"), ("202405", "2024-05"), ("2024.5", "2024-05"), ("", "")]
    + [("2024-05-01", "2024-05"), ("2024/5/1", "2024-05"), ("２０２４－０５", "2024-05")],
)
def test_months(text, since):
    assert read(row(起始年月=text)).lines[0].since == since


def total_row(households, persons, amount):
    return ["合计", "", "", "", households, "", "", persons, "", "", "", amount, "", "", "", ""]


@pytest.mark.parametrize(
    ("total", "warnings"),
    [
        (total_row("2户", "4", "1200"), []),
        (total_row("2户", "4人", "1,200.00"), []),
        (total_row("3户", "4", "1200"), [("E4", "total-households")]),
        (total_row("2户", "5", "1201"), [("H4", "total-covered_persons"), ("L4", "total-amount")]),
        (total_row("2户", "4", "=SUM(L2:L3)"), [("L4", "total-unreadable")]),
    ],
)
def test_total_rows_are_compared(total, warnings):
    reading = read(row(1), row(2), total, ["填表人：某某", *[""] * 15])
    assert (reading.rows, len(reading.lines), reading.problems) == (2, 2, [])
    assert [(w.cell, w.code) for w in reading.warnings] == warnings


def test_titles_blank_rows_subtotals_and_repeated_headings_are_no_households():
    subtotal = ["小计", *[""] * 10, "600", *[""] * 4]
    title = [["明安县2026年11月城乡低保对象花名册"], ["填报单位（盖章）：明安县民政局"]]
    reading = read(row(1), subtotal, [""] * 16, HEADING_ROW, row(2), title=title)
    assert (reading.rows, len(reading.lines), reading.warnings) == (2, 2, [])


def test_the_title_tells_the_month():
    rows = numbered([["明安县２０２６年11月城乡低保对象花名册"], HEADING_ROW])
    assert find_layout(rows).months == {"2026-11"}


def test_a_sheet_without_heading():
    assert find_layout(numbered([["甲", "乙"], ["1", "2"]])) is None
    with pytest.raises(BadSheet) as caught:
        read(heading=["甲", "乙"])
    assert (caught.value.problem.code, caught.value.problem.cell) == ("no-heading", "A1")


@pytest.mark.parametrize(
    ("heading", "code", "cell"),
    [
        ([name for name in HEADING_ROW if name != "是否保密"], "heading-missing", "A1"),
        ([*HEADING_ROW, "户主"], "heading-twice", "Q1"),
        (HEADING_ROW, "no-rows", "A2"),
    ],
)
def test_bad_sheets(heading, code, cell):
    (problem,) = read(heading=heading).problems
    assert (problem.code, problem.cell) == (code, cell)
