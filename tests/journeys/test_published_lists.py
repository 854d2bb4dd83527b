"""A first list after it went out: extended, an outcome set, a row hidden by one and settled by another, withdrawn."""

import json

import pytest

from tests.journeys.acts import press
from tests.journeys.conftest import sign_in

FILE = "demo/data/proposed-2026-11-西河镇.xlsx"
PERIOD = "2026-12"


@pytest.fixture(scope="module")
def address(portal):
    """December's first batch of one village, brought in and published on the way of the contract's commands."""
    month = ("--stage", "proposed", "--period", PERIOD)
    portal.manage("import_roster", FILE, *month, "--by", "township", "--confirm", "--json")
    portal.manage("publish_lists", *month, "--by", "township-lead", "--json")
    script = (
        "from publicity.models.publications import Publication as P;"
        f"print(P.objects.filter(period='{PERIOD}', stage='proposed').order_by('-shown_households').first().pk)"
    )
    return portal.manage("shell", "-v0", "-c", script).stdout.split()[-1]


def act(desk, address, slug, **values):
    """Opens a list's page, presses a button, fills its form and confirms."""
    desk.goto(f"/admin/publicity/published/{address}/")
    press(desk, f"a[href$='/{address}/act/{slug}/']")
    for name, value in values.items():
        field = desk.locator(f"[name={name}]")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
            desk.keyboard.press("Escape")
    press(desk, "main form[method=post] button[type=submit]")
    return desk.inner_text("main")


def test_the_lead_extends_the_time_and_everyone_reads_why(desk, visitor, portal, address):
    sign_in(desk, portal, "township-lead")
    assert "公示栏维修" in act(desk, address, "extend", reason="公示栏维修", because="outage", day="2026-12-04")
    visitor.goto(f"/publicity/list/{address}/")
    text = visitor.inner_text("main")
    assert "2026年12月4日" in text
    assert "公示栏维修" in text


def test_an_objected_entry_waits(desk, visitor, portal, address):
    sign_in(desk, portal, "township-lead")
    desk.goto(f"/admin/publicity/published/{address}/")
    desk.locator("select[name^=outcome-]").first.select_option("re-investigating")
    press(desk, "button:has-text('保存结果')")
    visitor.goto(f"/publicity/list/{address}/")
    assert "正在复查" in visitor.inner_text("table.list tbody tr:first-child")


def test_one_hides_a_row_and_another_settles_it(desk, visitor, portal, address):
    visitor.goto(f"/publicity/list/{address}/")
    rows = visitor.locator("table.list tbody tr").count()
    sign_in(desk, portal, "township")
    desk.goto(f"/admin/publicity/published/{address}/")
    press(desk, "table a[href*='act/hide/?entry=']")
    desk.fill("[name=reason]", "可能涉及个人隐私")
    press(desk, "main form[method=post] button[type=submit]")
    visitor.reload()
    assert visitor.locator("table.list tbody tr").count() == rows - 1
    assert "已隐藏 1 行" in visitor.inner_text("main")
    sign_in(desk, portal, "township-lead")
    desk.goto("/admin/publicity/hidings/")
    press(desk, "a[href$='/lift/']")
    desk.fill("[name=reason]", "经核对没有问题")
    press(desk, "main form[method=post] button[type=submit]")
    visitor.reload()
    assert visitor.locator("table.list tbody tr").count() == rows


def test_a_withdrawn_list_stays_and_shows_nobody(desk, visitor, portal, address):
    sign_in(desk, portal, "township-lead")
    assert "村名有误" in act(desk, address, "withdraw", reason="村名有误", because="mistake")
    visitor.goto(f"/publicity/list/{address}/")
    text = visitor.inner_text("main")
    assert "已撤回" in text
    assert "村名有误" in text
    assert visitor.locator("table.list").count() == 0
    answer = visitor.request.get(f"{portal.url}/publicity/list/{address}.csv")
    assert "**" not in answer.text()


def test_the_log_agrees_with_all_that(portal, address):
    answer = portal.manage("verify_ledger", "--json", check=False)
    problems = json.loads(answer.stdout.splitlines()[-1])["problems"]
    assert not [item for item in problems if address in json.dumps(item)], problems
