"""The county changes what lists show: sees made-up rows, saves, publishes; the old list keeps its own columns."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.journeys.acts import press
from tests.journeys.conftest import Portal, sign_in

pytestmark = pytest.mark.journey
ROSTER = Path(settings.BASE_DIR, "demo/data/roster-2026-11.xlsx")
OLD, NEW = "379901100200", "379901100201"
HEADINGS = ["序号", "户主", "家庭人口", "保障人口", "类别", "月保障金额（元）", "监督"]
CELL = "/admin/publicity/disclosure/dibao/approved/web/"


def headings(page: Page, village: str) -> list[str]:
    """The columns of the village's approved list."""
    page.goto(f"/publicity/{village}/")
    press(page, "main a[href*='/publicity/list/']:has-text('确认')")
    return [text.strip() for text in page.locator("table.list th").all_text_contents()]


def publish(desk: Page, village: str) -> None:
    """Publishes one village's approved list as the county."""
    desk.goto("/admin/publicity/publish/?stage=approved&period=2026-11")
    for box in desk.locator("input[name=roster]").all():
        box.uncheck()
    desk.locator(f"tr:has-text('{village}') input[name=roster]").first.check()
    press(desk, "form[action$='/publish/confirm/'] button[type=submit]")
    assert "在本村是唯一的" in desk.inner_text("main")
    press(desk, "form[method=post][action$='/publish/confirm/'] button[type=submit]")


def test_a_changed_profile_shows_on_new_lists_alone(desk: Page, visitor: Page, portal: Portal) -> None:
    portal.manage(
        "import_roster", str(ROSTER), "--stage", "approved", "--period", "2026-11", "--by", "clerk", "--confirm"
    )
    sign_in(desk, portal, "county")
    publish(desk, "西河镇向阳村")
    desk.goto(CELL)
    desk.uncheck("input[value=amount]")
    press(desk, "button[value=preview]")
    assert "金额必须保留" in desk.inner_text("main")
    desk.check("input[value=amount]")
    desk.uncheck("input[value=category]")
    desk.check("input[value=income_band]")
    press(desk, "button[value=preview]")
    sample = desk.inner_text("main")
    assert "低于标准的三分之一" in sample
    assert "张三丰" in sample
    press(desk, "button[value=save]")
    expect(desk.locator("main")).to_contain_text("家庭人均收入")
    publish(desk, "西河镇王家河村")
    assert headings(visitor, OLD) == HEADINGS
    assert headings(visitor, NEW) == [
        "序号", "户主", "家庭人口", "保障人口", "城乡", "月保障金额（元）", "家庭人均收入", "监督",
    ]  # fmt: skip
