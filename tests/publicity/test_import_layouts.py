"""Rosters in the layouts that townships send: each file is built here and must read as the same households."""

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter

from tests.factories_layouts import Table, demo_places, facts, read, table_text, workbook
from tests.factories_rosters import HEADINGS, identity, row

XIANGYANG = "379901100200"
BODY = [row(1), row(2, 户主姓名="李建国", 家庭人口=3, 保障人口=3, **{"月保障金额（元）": 900})]
WANT = facts(read(table_text([HEADINGS, *BODY])))
PERSON_HEADINGS = [
    "序号", "低保证号", "乡镇", "村（社区）", "姓名", "与户主关系", "身份证号码", "低保类别", "保障类别", "人均补差",
    "月保障金额（元）", "起始年月", "是否保密", "备注",
]  # fmt: skip


def without(*names, rows=None):
    """The plain table without some columns."""
    places = [HEADINGS.index(name) for name in names]
    return [[cell for i, cell in enumerate(each) if i not in places] for each in rows or [HEADINGS, *BODY]]


def problems(reading):
    return [(problem.cell, problem.code) for problem in reading.problems]


def warnings(reading):
    return [(warning.cell, warning.code) for warning in reading.warnings]


def person(n, name, relation, number, *, cert="", amount="", village="向阳村", flag="", since="2024-05"):
    return [n, cert, "西河镇", village, name, relation, number, "农村低保", "B类", 300, amount, since, flag, ""]


def family(*, everywhere=False):
    """Two households of two and three persons; household cells once, or on each row."""
    again = {"cert": "37990100000001", "amount": 600} if everywhere else {}
    also = {"cert": "37990100000002", "amount": 900} if everywhere else {}
    return [
        person(1, "王秀英", "户主", identity(1), cert="37990100000001", amount=600),
        person(2, "张三", "配偶", identity(11), **again),
        person(3, "李建国", "本人", identity(2), cert="37990100000002", amount=900),
        person(4, "李四", "子", identity(12, born="20150101"), **also),
        person(5, "李五", "女", "", **also),
    ]


def test_the_plain_table_says_what_the_others_are_compared_with():
    assert len(WANT) == 2
    assert WANT[1][:6] == ("37990100000002"[:6] + "00000002", XIANGYANG, "李建国", identity(2), 3, 3)


def test_money_split_into_a_person_and_the_household_below_one_heading():
    amount, person = HEADINGS.index("月保障金额（元）"), HEADINGS.index("人均补助（元/月）")
    above = [text if place not in (amount, person) else "" for place, text in enumerate(HEADINGS)]
    above[min(amount, person)] = "保障金（元/月）"
    below = [""] * len(HEADINGS)
    below[person], below[amount] = "人均", "合计"
    letters = [chr(ord("A") + place) for place in (min(amount, person), max(amount, person))]
    reading = read(workbook(Table([above, below, *BODY], merged=[f"{letters[0]}1:{letters[1]}1"])))
    assert (problems(reading), facts(reading)) == ([], WANT)


def test_two_rows_of_headings_come_again_on_the_next_page_without_their_merged_cells():
    amount = HEADINGS.index("月保障金额（元）")
    above = ["低保金" if place == amount else text for place, text in enumerate(HEADINGS)]
    below = [text if place == amount else "" for place, text in enumerate(HEADINGS)]
    merged = [f"{chr(65 + place)}1:{chr(65 + place)}2" for place in range(len(HEADINGS)) if place != amount]
    reading = read(workbook(Table([above, below, *BODY, above, below], merged=merged)))
    assert (problems(reading), facts(reading)) == ([], WANT)


def test_a_signature_in_the_column_of_amounts_is_no_household():
    amount = HEADINGS.index("月保障金额（元）")
    signed = [""] * len(HEADINGS)
    signed[HEADINGS.index("低保证号")], signed[amount] = "填表人：某某", "审核人：某某"
    reading = read(table_text([HEADINGS, *BODY, signed]))
    assert (problems(reading), facts(reading)) == ([], WANT)


# One row a person


@pytest.mark.parametrize("everywhere", [True, False])
def test_one_row_a_person(everywhere):
    reading = read(table_text([PERSON_HEADINGS, *family(everywhere=everywhere)]))
    assert (problems(reading), facts(reading)) == ([], WANT)
    assert (reading.rows, reading.person_rows, reading.persons, reading.amount) == (2, 5, 5, 1500)


def test_household_cells_merged_over_the_persons_rows():
    rows = [PERSON_HEADINGS, *family()]
    merged = [f"{letter}{rows}" for letter in "BDK" for rows in ("2:{0}3", "4:{0}6")]
    merged = [each.format(each[0]) for each in merged]
    for number in (3, 5, 6):  # only the first row of a merged range holds anything
        rows[number - 1][3] = None
    reading = read(workbook(Table(rows, merged=merged)))
    assert (problems(reading), facts(reading)) == ([], WANT)


def test_the_head_need_not_come_first():
    first, second, *rest = family(everywhere=True)
    reading = read(table_text([PERSON_HEADINGS, second, first, *rest]))
    assert (problems(reading), facts(reading)) == ([], WANT)


def test_who_signed_below_the_persons_is_none_of_them():
    signed = [""] * len(PERSON_HEADINGS)
    signed[PERSON_HEADINGS.index("姓名")], signed[PERSON_HEADINGS.index("与户主关系")] = "填表人：张三", "审核人：李四"
    reading = read(table_text([PERSON_HEADINGS, *family(), signed]))
    assert (problems(reading), facts(reading)) == ([], WANT)
    assert reading.persons == 5


def test_members_beside_their_heads_name_without_a_relation():
    headings = [
        "序号",
        "低保证号",
        "乡镇",
        "村",
        "户主姓名",
        "姓名",
        "身份证号",
        "低保类别",
        "档次",
        "月保障金额",
        "是否保密",
    ]
    rows = [
        [1, "37990100000001", "西河镇", "向阳村", "王秀英", "王秀英", identity(1), "农村", "B", 600, ""],
        [2, "37990100000001", "西河镇", "向阳村", "王秀英", "张三", identity(11), "农村", "B", 600, ""],
    ]
    reading = read(table_text([headings, *rows]))
    assert problems(reading) == []
    (line,) = reading.lines
    assert (line.head_name, line.identity, line.covered_persons, line.amount) == ("王秀英", identity(1), 2, 600)


def test_a_household_is_confidential_when_one_of_its_persons_is():
    rows = family()
    rows[1][12] = "是"
    assert [line.confidential for line in read(table_text([PERSON_HEADINGS, *rows])).lines] == [True, False]


def test_counts_that_are_given_are_kept_and_persons_not_covered_are_not_counted():
    headings = [*PERSON_HEADINGS, "是否享受"]
    rows = [[*each, "否" if each[4] == "李四" else "是"] for each in family()]
    assert [(x.household_size, x.covered_persons) for x in read(table_text([headings, *rows])).lines] == [
        (2, 2),
        (3, 2),
    ]
    headings = [*PERSON_HEADINGS, "家庭人口", "保障人口"]
    rows = [[*each, 4, 3] for each in family()]
    assert [(x.household_size, x.covered_persons) for x in read(table_text([headings, *rows])).lines] == [
        (4, 3),
        (4, 3),
    ]


@pytest.mark.parametrize(
    ("number", "column", "value", "cell", "code"),
    [
        (0, "与户主关系", "配偶", "F2", "head-missing"),
        (1, "与户主关系", "户主", "B3", "certificate-missing"),
        (1, "身份证号码", "379901197001010011", "G3", "id-check"),
        (1, "身份证号码", identity(1), "G3", "identity-repeated"),
        (1, "月保障金额（元）", "700", "K3", "amount-differs"),
        (1, "村（社区）", "上坪村", "D3", "household-differs"),
        (4, "身份证号码", identity(11), "G6", "identity-repeated"),
    ],
)
def test_what_is_wrong_in_a_persons_row_is_told_at_its_cell(number, column, value, cell, code):
    rows = family()
    rows[number][PERSON_HEADINGS.index(column)] = value
    assert (cell, code) in problems(read(table_text([PERSON_HEADINGS, *rows])))


def test_two_heads_under_one_certificate():
    rows = family(everywhere=True)
    rows[1][5] = "户主"
    (problem,) = read(table_text([PERSON_HEADINGS, *rows])).problems
    assert (problem.cell, problem.code, problem.params) == ("F3", "head-twice", {"earlier": "F2"})


# Headings


def test_headings_over_two_rows_with_groups():
    top = "序号 低保证号 家庭住址 - 户主 - 人口（人） - 低保类别 保障类别 低保金（元） - 账号 起始年月 是否保密 备注"
    low = "- - 乡镇 村 姓名 身份证号码 家庭人口 保障人口 - - 人均补差 月保障金额 - - - -"
    top, low = ([cell.strip("-") for cell in line.split()] for line in (top, low))
    merged = ["C2:D2", "E2:F2", "G2:H2", "K2:L2", *(f"{c}2:{c}3" for c in "ABIJMNOP"), "A1:P1"]
    reading = read(workbook(Table([["西河镇低保花名册"], top, low, *BODY], merged=merged)))
    assert (problems(reading), facts(reading)) == ([], WANT)


def test_headings_over_three_rows():
    third = ["", "", "", "", "", "", "", "", "", "", "元/人/月", "元/户/月", "", "", "", ""]
    top = list(HEADINGS)
    top[4], top[5], top[10], top[11] = "户主", "", "补助", ""
    low = [""] * 16
    low[4], low[5], low[10], low[11] = "姓名", "身份证号", "人均补助", "月保障金额"
    reading = read(workbook(Table([top, low, third, *BODY], merged=["E1:F1", "K1:L1"])))
    assert (problems(reading), facts(reading)) == ([], WANT)


def test_headings_repeated_on_each_page_with_sums_and_the_rest():
    page = ["本页小计", *[""] * 10, 600, *[""] * 4]
    numbering = [str(number) for number in range(1, 17)]
    rows = [
        ["西河镇低保花名册"],
        HEADINGS,
        numbering,
        BODY[0],
        page,
        ["西河镇低保花名册（续）"],
        HEADINGS,
        BODY[1],
        page[:1],
    ]
    rows += [["合 计", "", "", "", "2户", "", "", 5, "", "", "", "1,500.00元"], ["填表人：张三", "", "审核人：李四"]]
    rows += [["", "", "", "", "分管领导：赵六"], ["单位负责人（签字）：王五"]]
    reading = read(table_text(rows))
    assert (problems(reading), facts(reading), reading.warnings) == ([], WANT, [])


@pytest.mark.parametrize("label", ["小计", "向阳村合计", "合 计"])
def test_a_sum_is_one_though_a_count_stands_in_the_column_of_id_numbers(label):
    count = [""] * 16
    count[0], count[HEADINGS.index("身份证号码")] = label, "2"
    reading = read(table_text([HEADINGS, *BODY, count]))
    assert (problems(reading), facts(reading), reading.warnings) == ([], WANT, [])


def test_a_second_table_below_with_its_columns_otherwise():
    turned = [list(reversed(each)) for each in (HEADINGS, BODY[1])]
    reading = read(table_text([HEADINGS, BODY[0], [], ["续表"], *turned]))
    assert (problems(reading), facts(reading)) == ([], WANT)


# Places


@pytest.mark.parametrize(
    "title",
    ["西河镇向阳村2026年11月低保对象花名册", "明安县西河镇向阳村低保花名册（２０２６年十一月）"],
)
def test_the_village_in_the_title(title):
    rows = [[title], *without("乡镇（街道）", "村（社区）")]
    assert facts(read(table_text(rows))) == WANT


@pytest.mark.parametrize("name", ["西河镇向阳村", "西河向阳", "西河镇向阳村委会"])
def test_the_village_in_the_sheets_name(name):
    assert facts(read(workbook(Table(without("乡镇（街道）", "村（社区）"), title=name)))) == WANT


def test_several_sheets_one_a_village():
    other = [HEADINGS, row(3, 户主姓名="赵六")]
    reading = read(
        workbook(
            Table(without("村（社区）"), title="向阳村"),
            Table(without("村（社区）", rows=other), title="上坪"),
            Table([["汇总", "户数"], ["向阳村", 2], ["上坪村", 1]], title="汇总"),
        )
    )
    assert problems(reading) == []
    assert [line.village for line in reading.lines] == [XIANGYANG, XIANGYANG, "379901100202"]


def test_a_village_cell_merged_down_its_households():
    rows = [HEADINGS, *map(list, BODY), row(3, **{"村（社区）": "上坪村"})]
    rows[2][3] = rows[2][2] = None
    reading = read(workbook(Table(rows, merged=["C2:C3", "D2:D3"])))
    assert problems(reading) == []
    assert facts(reading)[:2] == WANT


@pytest.mark.parametrize("text", ["向阳村", "一、西河镇向阳村（2户）", "村（社区）：向阳村"])
def test_rows_of_their_own_name_the_village_of_those_below(text):
    heading, *body = without("乡镇（街道）", "村（社区）")
    rows = [
        ["西河镇低保花名册"],
        heading,
        [text],
        *body,
        ["小计", "2户"],
        ["上坪村"],
        without("乡镇（街道）", "村（社区）", rows=[row(3)])[0],
    ]
    reading = read(workbook(Table(rows, merged=["A3:N3"])))
    assert problems(reading) == []
    assert facts(reading)[:2] == WANT
    assert reading.lines[2].village == "379901100202"


def test_an_unknown_village_above_rows_is_one_problem():
    heading, *body = without("乡镇（街道）", "村（社区）")
    reading = read(table_text([heading, ["西河镇向阳村"], body[0], ["东河村"], body[1]]))
    assert problems(reading) == [("A4", "village-unknown")]
    assert (reading.rows, reading.refused, len(reading.lines)) == (2, 1, 1)


def test_no_village_anywhere_is_one_problem():
    reading = read(table_text(without("乡镇（街道）", "村（社区）")))
    assert problems(reading) == [("A1", "heading-missing")]
    assert reading.problems[0].params == {"columns": ("village",)}


@pytest.mark.parametrize(
    ("township", "village"),
    [
        ("西河", "向阳"),
        ("西河镇", "西河镇向阳村"),
        ("", "西河镇向阳村"),
        ("西河镇人民政府", "向阳村委会"),
        ("明安县西河镇", "向阳社区居委会"),
    ],
)
def test_long_and_short_names(township, village):
    rows = [[*each[:2], township, village, *each[4:]] for each in BODY]
    heading = list(HEADINGS)
    if not township:
        heading, rows = without("乡镇（街道）", rows=[heading])[0], without("乡镇（街道）", rows=rows)
    assert facts(read(table_text([heading, *rows]))) == WANT


def test_a_short_name_of_two_villages_names_both():
    rows = without("乡镇（街道）")
    reading = read(table_text(rows))
    assert problems(reading) == [("C2", "village-ambiguous"), ("C3", "village-ambiguous")]
    assert reading.problems[0].params == {"candidates": ("东城街道向阳村", "西河镇向阳村")}
    own = demo_places(frozenset({XIANGYANG}))
    assert facts(read(table_text(rows), places=own)) == WANT


# What a person sees beside the text


def test_hidden_rows_are_left_out_with_a_warning_that_names_them():
    rows = [HEADINGS, *BODY, row(3), row(4), row(5)]
    reading = read(workbook(Table(rows, hidden_rows=[4, 5])))
    assert len(reading.lines) == 3
    (warning,) = reading.warnings
    assert (warning.cell, warning.code) == ("A4", "rows-hidden")
    assert warning.params == {"first": "4", "last": "5", "count": "2"}


def test_hidden_sheets_that_are_rosters_are_named():
    reading = read(workbook(Table([HEADINGS, *BODY]), Table([HEADINGS, row(3)], title="旧表", state="hidden"),
                            Table([["字典"]], title="字典", state="veryHidden")))  # fmt: skip
    assert facts(reading) == WANT
    assert [(warning.code, warning.sheet) for warning in reading.warnings] == [("sheet-hidden", "旧表")]


def test_hidden_columns_are_read_and_named_and_lose_against_a_visible_copy():
    rows = [[*each, each[4]] for each in [HEADINGS, *BODY]]
    rows[0][16] = "户主"
    reading = read(workbook(Table(rows, hidden_columns=["O", "Q"])))
    assert (facts(reading), warnings(reading)) == (WANT, [("O1", "column-hidden")])


def test_struck_rows_are_left_out_with_a_warning():
    reading = read(workbook(Table([HEADINGS, *BODY, row(3, 户主姓名="赵六")], struck=["A4:P4"])))
    assert (facts(reading), warnings(reading)) == (WANT, [("E4", "row-struck")])
    assert reading.warnings[0].value == "赵六"


def test_one_struck_cell_is_a_problem():
    assert problems(read(workbook(Table([HEADINGS, *BODY], struck=["L3"])))) == [("L3", "cell-struck")]


def test_a_struck_person_is_no_member():
    rows = family(everywhere=True)
    reading = read(workbook(Table([PERSON_HEADINGS, *rows], struck=["A6:N6"])))
    assert [line.covered_persons for line in reading.lines] == [2, 2]


def test_an_amount_merged_over_two_households_is_a_problem():
    rows = [HEADINGS, *BODY]
    rows[2] = list(rows[2])
    rows[2][11] = None
    assert problems(read(workbook(Table(rows, merged=["L2:L3"])))) == [("L3", "cell-merged")]


def test_blank_tails():
    tail = [[n, "", "西河镇", "向阳村", "", "", "", "", "农村低保", "", "", f"=K{n}*H{n}"] for n in range(4, 40)]
    assert facts(read(workbook(Table([HEADINGS, *BODY, *tail])))) == WANT


# Values


def test_months():
    spelt = [
        "2026年11月", "2026.11", "202611", "2026/11", "26年11月", "二〇二六年十一月", "2026-11-01", "２０２６年１１月",
        date(2026, 11, 1), "2026年11月份", "20261101", "2026/11/1", "46327", 202611, 2026.11,
    ]  # fmt: skip
    rows = [[*row(n)[:13], text, *row(n)[14:]] for n, text in enumerate(spelt, start=1)]
    assert [line.since for line in read(workbook(Table([HEADINGS, *rows]))).lines] == ["2026-11"] * len(spelt)


def test_a_month_that_excel_may_have_cut_short_is_a_warning():
    assert warnings(read(table_text([HEADINGS, row(1, 起始年月="2025.1")]))) == [("N2", "since-ambiguous")]


def test_amounts():
    spelt = {
        "460元": "460", "￥1,740.00": "1740", "1，740": "1740", "１７４０": "1740", "¥460.50元/月": "460.5",
        460.0: "460",
        "人民币461元整": "461", 313.5: "313.5", "=K10*2": "600", "=SUM(K11,300)": "600", "=ROUND(K12/7,2)": "42.86",
    }  # fmt: skip
    rows = [[*row(n)[:10], 300, text, *row(n)[12:]] for n, text in enumerate(spelt, start=1)]
    assert [line.amount for line in read(workbook(Table([HEADINGS, *rows]))).lines] == list(
        map(Decimal, spelt.values())
    )


def test_amounts_in_words_are_refused():
    assert problems(read(table_text([HEADINGS, row(1, **{"月保障金额（元）": "一千七百四十元"})]))) == [
        ("L2", "amount-not-number")
    ]


def test_other_formulas_are_refused_with_their_cells():
    formulas = ["=VLOOKUP(B2,标准!A:B,2,0)", "=L9*2", "=IF(H4>1,600,300)"]
    rows = [[*row(n)[:11], formula, *row(n)[12:]] for n, formula in enumerate(formulas, start=1)]
    found = read(workbook(Table([HEADINGS, *rows]))).problems
    assert [(problem.cell, problem.value) for problem in found] == list(zip(["L2", "L3", "L4"], formulas, strict=True))
    assert {problem.code for problem in found} == {"formula"}


def test_the_value_saved_with_a_formula_counts_even_a_long_one():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([HEADINGS, *BODY]):
            sheet.write_row(number, 0, cells)
        sheet.write_formula("L2", "=IF(H2>1,600,300)", None, 600)
        sheet.write_formula("L3", "=K3*H3", None, 0)  # as a program writes it that calculates nothing
        sheet.write_number("K3", 300)
        sheet.write_number("H3", 3)
    assert facts(read(out.getvalue())) == WANT


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王 芳", "王芳"),
        ("王　芳", "王芳"),
        ("王芳（曾用名王小芳）", "王芳"),
        ("王芳(原名：王小芳)", "王芳"),
        ("王芳（户主）", "王芳"),
    ],
)
def test_names(text, name):
    assert read(table_text([HEADINGS, row(1, 户主姓名=text)])).lines[0].head_name == name


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_tables_of_text(encoding, delimiter):
    assert facts(read(table_text([HEADINGS, *BODY], encoding=encoding, delimiter=delimiter))) == WANT


# Refused


def test_id_numbers_kept_as_numbers_have_lost_digits():
    numbers = [379901197001010014, 3.79901197001010e17]
    rows = [[*row(n)[:5], number, *row(n)[6:]] for n, number in enumerate(numbers, start=1)]
    found = read(workbook(Table([HEADINGS, *rows]))).problems
    assert [(p.cell, p.code, p.value) for p in found] == [
        ("F2", "id-rounded", "3.79901E+17"),
        ("F3", "id-rounded", "3.79901E+17"),
    ]


@pytest.mark.parametrize("text", ["3.79901E+17", "379901197001010000"])
def test_id_numbers_that_lost_digits_before_they_became_text(text):
    assert problems(read(table_text([HEADINGS, row(1, 身份证号码=text)]))) == [("F2", "id-rounded")]


@pytest.mark.parametrize(
    ("title", "heading", "values", "cell"),
    [
        ("西河镇2026年11月低保对象异动表", HEADINGS, ["", ""], "A1"),
        ("2026年11月低保增减变动情况汇总表", HEADINGS, ["", ""], "A1"),
        ("西河镇2026年11月新增低保对象名单", HEADINGS, ["", ""], "A1"),
        ("西河镇2026年11月", [*HEADINGS, "异动类型"], ["新增", "提标"], "Q2"),
        ("西河镇2026年11月", [*HEADINGS, "新增", "停发"], ["√", "√"], "Q2"),
    ],
)
def test_a_table_of_changes_is_no_roster(title, heading, values, cell):
    rows = [[title], heading, *([*each, value] for each, value in zip(BODY, values, strict=True))]
    assert problems(read(table_text(rows))) == [(cell, "changes-only")]


def test_a_table_of_changes_without_a_rosters_columns_is_told_as_one():
    heading = [
        "序号",
        "低保证号",
        "乡镇",
        "村",
        "户主姓名",
        "身份证号码",
        "变动类型",
        "变动原因",
        "原保障金额",
        "现保障金额",
    ]
    rows = [[1, "37990100000001", "西河镇", "向阳村", "王秀英", identity(1), "停发", "死亡", 600, 0]]
    assert problems(read(table_text([["西河镇2026年11月"], heading, *rows]))) == [("G2", "changes-only")]


def test_a_table_of_changes_on_a_sheet_beside_the_roster_is_left_out():
    reading = read(workbook(Table([HEADINGS, *BODY]), Table([["11月异动表"], HEADINGS, row(2)], title="异动")))
    assert (problems(reading), facts(reading), warnings(reading)) == ([], WANT, [("A1", "changes-beside")])


def test_a_sheet_named_after_the_kind_of_allowance_names_no_village():
    heading, *body = without("乡镇（街道）", "村（社区）")
    assert facts(read(workbook(Table([heading, ["西河镇向阳村"], *body], title="农村")))) == WANT


def test_a_roster_with_some_changes_marked_is_one():
    rows = [[*HEADINGS, "异动情况"], [*BODY[0], "新增"], [*BODY[1], ""]]
    assert facts(read(table_text(rows))) == WANT
    rows[2][16] = "停发"
    rows.append([*row(3), ""])
    assert problems(read(table_text(rows))) == [("Q3", "row-stopped")]


def test_a_list_of_proposals_may_name_new_ones_only():
    rows = [["西河镇2026年11月拟新增低保对象公示名单"], [*HEADINGS, "变更类型"], *([*each, "新增"] for each in BODY)]
    assert facts(read(table_text(rows), full=False)) == WANT


@pytest.mark.parametrize("name", ["王?英", "王\ufffd", "锟斤拷英"])
def test_lost_characters(name):
    assert problems(read(table_text([HEADINGS, row(1, 户主姓名=name)]))) == [("E2", "lost-characters")]


def test_headings_of_question_marks_say_that_characters_were_lost():
    rows = [["??", "????", "??"], ["1", "379901", "???"]]
    assert problems(read(table_text(rows))) == [("A1", "lost-characters")]


def test_another_countys_file_is_said_once():
    rows = [row(n, **{"乡镇（街道）": "南湖镇", "村（社区）": f"第{n}村"}) for n in range(1, 30)]
    (problem,) = read(table_text([HEADINGS, *rows])).problems
    assert (problem.cell, problem.code, problem.params) == ("C2", "other-county", {"count": "29", "county": "明安县"})


def test_another_countys_certificates_are_said_once():
    rows = [row(n, 低保证号=f"371702{n:08d}") for n in range(1, 6)]
    (problem,) = read(table_text([HEADINGS, *rows])).problems
    assert (problem.cell, problem.code) == ("B2", "other-county-certificates")


def test_running_numbers_as_certificates_are_no_other_county():
    assert read(table_text([HEADINGS, *(row(n, 低保证号=f"{2026000000 + n}") for n in range(1, 6))])).problems == []


def test_a_workbook_with_a_sheet_a_month_is_said_once():
    sheets = [Table([[f"西河镇2026年{m}月花名册"], HEADINGS, *BODY], title=f"{m}月") for m in (10, 11)]
    assert [problem.code for problem in read(workbook(*sheets)).problems] == ["several-months"]


def test_people_on_a_sheet_without_headings_are_not_left_out_silently():
    reading = read(workbook(Table([HEADINGS, BODY[0]]), Table([BODY[1]], title="续")))
    assert [(p.cell, p.code, p.sheet) for p in reading.problems] == [("F1", "no-heading-people", "续")]
