"""Duty D6 at a township's desk: a form with headings of its own is corrected once and remembered next time."""

import pytest

from publicity.domain.stages import Stage
from tests.factories_layouts import Table, workbook
from tests.factories_rosters import HEADINGS, identity, row
from tests.journeys.acts import press
from tests.journeys.conftest import axe_violations, sign_in

pytestmark = pytest.mark.journey
OWN_WORDS = {"人均补助（元/月）": "每人钱数", "月保障金额（元）": "全家钱数", "户主姓名": "困难群众"}


def roster(number):
    """A township's own form with two households, one of them hidden."""
    heading = [OWN_WORDS.get(name, name) for name in HEADINGS]
    rows = [["西河镇2026年11月拟纳入低保对象"], heading, row(number), row(number + 1)]
    return workbook(Table(rows, hidden_rows=[4]))


def hand_in(page, number):
    page.goto("/admin/rosters/import/")
    page.select_option("select[name=stage]", Stage.PROPOSED.value)
    page.fill("input[name=batch]", "9")
    file = {"name": "西河镇.xlsx", "mimeType": "application/octet-stream", "buffer": roster(number)}
    page.set_input_files("input[type=file]", file)
    press(page, "main form[enctype] button[type=submit]")


def test_a_townships_own_form_is_corrected_once(portal, desk):
    sign_in(desk, portal, "township")
    hand_in(desk, 801)
    text = desk.inner_text("main")
    assert "户主姓名、月保障金额" in text
    assert "379***" in text
    assert identity(801) not in desk.content()
    assert axe_violations(desk) == []

    for index, meaning in ((4, "head_name"), (10, "per_capita"), (11, "amount")):
        desk.select_option(f"select[name=column-{index}]", meaning)
    press(desk, "button:has-text('更正并重新读取')")
    text = desk.inner_text("main")
    assert "共 1 户、2 人，每月 600 元" in text
    assert "隐藏的第 4 行没有读取" in text
    press(desk, "button:has-text('取消并删除文件')")

    hand_in(desk, 803)
    assert "已记住" in desk.inner_text("main")
    press(desk, "button:has-text('确认')")
    assert "1 户" in desk.inner_text("body")

    desk.goto("/admin/rosters/columns/")
    assert "全家钱数" in desk.inner_text("main")
    assert axe_violations(desk) == []
    press(desk, "button:has-text('忘记')")
    assert "全家钱数" not in desk.inner_text("main")
