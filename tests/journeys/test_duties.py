"""Duties that outlast a day: published figures, the second step of signing in, and a case that is sealed away in time.

One portal outside the demo, stopped and started again on later days, as an office's machine is over the years.
"""

import re
import sqlite3
import time
from base64 import b32decode
from types import SimpleNamespace

import pytest
from django_otp.oath import totp

from tests.journeys.acts import choose, go_on, look_up, press, send, step
from tests.journeys.conftest import axe_violations, copied_demo, one_page
from tests.running import start, stop

pytestmark = pytest.mark.journey
VILLAGE = "379901100200"
TEXT = "他家去年买了新车。"
SECONDS = 30
NOT_THE_DEMO = {"PORTAL_DEMO": "0"}
"""The data of the demo on a machine that is none: nobody sets STAFF_SECOND_FACTOR."""


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """The portal and its present process, which a journey stops and starts."""
    portal = copied_demo(tmp_path_factory)
    machine = SimpleNamespace(portal=portal, process=start(portal, **NOT_THE_DEMO))
    try:
        yield machine
    finally:
        stop(machine.process)


@pytest.fixture(scope="module")
def portal(machine):
    """What the fixtures of a page ask for."""
    return machine.portal


@pytest.fixture(scope="module")
def told():
    """What one step tells the next."""
    return SimpleNamespace()


@pytest.fixture(params=[360, 1280])
def reader(request, portal, browser):
    """A page of one of the widths, with JavaScript for axe."""
    yield from one_page(browser, portal, width=request.param, javascript=True)


def on_day(machine, day):
    """The machine was off for a while: the job that seals away makes up the night that it missed."""
    stop(machine.process)
    with sqlite3.connect(machine.portal.data / "portal.sqlite3") as database:
        changed = database.execute(
            "UPDATE county_jobrun SET slot = datetime(slot, '-1 day'), done = 1 WHERE name = 'seal-cases-away'"
        )
        assert changed.rowcount == 1
    machine.process = start(machine.portal, **NOT_THE_DEMO, PORTAL_TODAY=day)


def counted(portal, table, least):
    """Waits until the job has written `least` rows of a table."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with sqlite3.connect(portal.data / "portal.sqlite3") as database:
            if database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] >= least:  # noqa: S608
                return
        time.sleep(0.5)
    raise AssertionError(portal.log.read_text()[-3000:])


def password(page, portal, username):
    """The first step of signing in, by whoever was signed in before."""
    page.context.clear_cookies()
    page.goto("/admin/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", portal.password)
    press(page, "button[type=submit]")


def type_code(page, code):
    page.fill("input[name=code]", code)
    press(page, "form:has(input[name=code]) button[type=submit]")


def by_paper(page, portal, username, told):
    """Both steps, the second with the next code of the sheet."""
    password(page, portal, username)
    type_code(page, told.sheet.pop())


def fits(page):
    """Whether nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_resident_reads_how_cases_were_handled(visitor, portal):
    visitor.goto("/statistics/")
    row = visitor.locator("table.figures >> nth=0").locator("tbody tr:has-text('2026年10月')")
    assert row.locator("td").all_inner_texts()[:5] == ["13", "13", "13", "0", "0"]
    assert "*" in row.inner_text(), "two that were upheld are not told"
    assert "* 表示" in visitor.inner_text("main"), "the star is explained below the table"
    assert visitor.locator("main h2:has-text('数字的含义')").count() == 1
    assert "13 件" in visitor.locator("figure svg").text_content()
    with visitor.expect_download() as got:
        visitor.click("main a[download]")
    rows = got.value.path().read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("月份")
    assert any(line.startswith("2026-10,,") and ",13,13,13,0,0," in line for line in rows)
    press(visitor, "main a[href='/statistics/2026-10/']")
    tables = visitor.locator("table.figures")
    officials = tables.nth(0).locator("tr:has-text('反映公职人员')").locator("td").all_inner_texts()
    assert set(officials) == {"*", "—"}, "not even that there was none"
    assert "13" in tables.nth(1).locator("tr:has-text('西河镇')").inner_text()
    assert visitor.context.cookies() == []


@pytest.mark.parametrize(
    "address", ["/statistics/2026-10/", "/statistics/?view=large", "/statistics/2026-10/?view=large"]
)
def test_figures_fit_the_screen_and_axe_finds_nothing(reader, address):
    reader.goto(address)
    assert axe_violations(reader) == []
    assert fits(reader)
    if "large" in address:
        assert "view=large" in reader.locator("main a[href*='/statistics/']").first.get_attribute("href")


def test_the_password_alone_leads_to_setting_up_a_telephone(desk, portal, told):
    password(desk, portal, "township")
    for address in ("/admin/cases/", "/admin/account/"):
        desk.goto(address)
        assert "/admin/second-step/device/" in desk.url, address
    assert axe_violations(desk) == []
    told.secret = b32decode("".join(desk.inner_text("code.second-secret").split()))
    type_code(desk, "12345")
    assert "验证码不对" in desk.inner_text("main")
    type_code(desk, f"{totp(told.secret):06d}")
    told.sheet = desk.locator(".second-codes code").all_inner_texts()
    assert len(set(told.sheet)) == 10
    assert axe_violations(desk) == []
    press(desk, "main a.button")
    desk.goto("/admin/cases/")
    assert desk.inner_text("h1.desk-title") == "异议与举报"


def test_the_telephones_code_opens_what_was_asked_for(desk, portal, told):
    password(desk, portal, "township")
    desk.goto("/admin/cases/")
    assert "/admin/second-step/?next=" in desk.url
    assert axe_violations(desk) == []
    type_code(desk, f"{totp(told.secret, t0=-SECONDS):06d}")
    assert desk.url.endswith("/admin/cases/")


def test_a_code_on_paper_opens_once(desk, portal, told):
    code = told.sheet[-1]
    by_paper(desk, portal, "township", told)
    desk.goto("/admin/second-step/device/")
    assert "还有 9 个可用" in desk.inner_text("main")
    password(desk, portal, "township")
    type_code(desk, code)
    assert "验证码不对" in desk.inner_text("main")
    desk.goto("/admin/cases/")
    assert "/admin/second-step/" in desk.url
    time.sleep(2)  # a wrong code makes the next one wait a second


def test_wrong_codes_make_the_next_try_wait(desk, portal):
    password(desk, portal, "township")
    said = ""
    for _try in range(8):
        type_code(desk, "000000")
        said = desk.inner_text("main")
        if "输错次数太多" in said:
            break
    assert "输错次数太多" in said, "each wrong code doubles the wait"
    press(desk, "main form[action$='/logout/'] button")
    assert "/admin/login/" in desk.url


def test_a_case_ends(visitor, desk, portal, told):
    visitor.goto("/tip/")
    for name, value in (("problem", "wrong"), ("whom", "household")):
        choose(visitor, name, value)
        go_on(visitor)
    visitor.select_option("select[name=place]", VILLAGE)
    go_on(visitor)
    visitor.fill("textarea[name=text]", TEXT)
    go_on(visitor)
    told.sent = send(visitor)
    told.number = re.search(r"\d{8}", look_up(visitor, told.sent.code))[0]
    by_paper(desk, portal, "township", told)
    desk.goto(f"/admin/cases/{told.number}/")
    step(desk, "not-accept", because="out-of-scope", guidance="请向车管所反映。")
    step(desk, "close")
    assert "请向车管所反映" in look_up(visitor, told.sent.code)


def test_after_its_years_it_is_announced_and_still_opens(machine, visitor, desk, portal, told):
    on_day(machine, "2036-12-01")
    counted(portal, "complaints_sealingwarning", 14)
    by_paper(desk, portal, "township", told)
    desk.goto("/admin/cases-kept/")
    soon = desk.locator("section:has(h2:has-text('即将封存')) tbody")
    assert "2036年12月31日" in soon.locator(f"tr:has-text('{told.number}')").inner_text()
    assert axe_violations(desk) == []
    assert TEXT in look_up(visitor, told.sent.code)


def test_then_it_is_sealed_away_and_leaves_a_trace(machine, visitor, desk, portal, told):
    on_day(machine, "2037-01-05")
    counted(portal, "complaints_sealedaway", 14)
    by_paper(desk, portal, "township", told)
    desk.goto(f"/admin/cases-kept/?q={told.number}")
    trace = desk.locator(".desk-scroll tbody tr")
    assert trace.count() == 1
    assert "2026年11月20日" in trace.inner_text()
    assert "2037年1月5日" in trace.inner_text()
    assert axe_violations(desk) == []
    desk.goto(f"/admin/cases/{told.number}/")
    assert desk.locator("form[action*='/step/']").count() == 0
    text = look_up(visitor, told.sent.code)
    assert "封存" in visitor.inner_text("h1")
    assert told.number in text
    assert TEXT not in text
