"""A policy's life in a real browser: read in from Word, looked at, approved by another, read, replaced, refused."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Locator, Page

from tests.journeys.acts import press
from tests.journeys.conftest import axe_violations, one_page, sign_in
from tests.policies_cms.docx_files import cell, docx, paragraph, table

pytestmark = pytest.mark.journey
TITLE = "明安县低保边缘家庭认定细则"
OLD = "明安县低保边缘家庭和支出型困难家庭认定办法"
OTHER = "明安县低保渐退和就业激励办法"
EXPLANATION = "30个工作日是怎么数的"
LETTER = (
    paragraph("明民发[2026]第21号")
    + paragraph(TITLE, style="a")
    + paragraph("认定条件", number=(1, 0))
    + paragraph("家庭收入", number=(1, 1))
    + paragraph("家庭财产", number=(1, 1))
    + table(cell("地区") + cell("每月不超过"), cell("城市") + cell("1080 元"))
    + paragraph("办理程序", number=(1, 0))
    + paragraph("本人申请。", style="li")
    + paragraph("入户调查。", style="li")
    + paragraph("明安县民政局")
    + paragraph("2026年11月12日")
)


@pytest.fixture(scope="module")
def told() -> SimpleNamespace:
    """What one step tells the next."""
    return SimpleNamespace()


@pytest.fixture
def wide(portal, browser):
    """A resident's screen of 1280 px without JavaScript."""
    yield from one_page(browser, portal, width=1280, javascript=False)


def choose_page(desk: Page, field: str, title: str) -> None:
    """Opens Wagtail's chooser beside a field and takes the page of that title."""
    box: Locator = desk.locator(f"#id_{field}-chooser")
    box.wait_for()
    if (more := box.locator("[data-w-dropdown-target=toggle]:visible")).count():  # another page stands there
        more.click()
    box.locator("[data-chooser-action-choose]:visible").click()
    modal = desk.locator(".modal.in")
    modal.locator("input[name=q]").fill(title)
    modal.locator(f"a.choose-page:has-text('{title}')").first.click()
    modal.wait_for(state="detached")
    assert title in box.inner_text()


def submit(desk: Page) -> None:
    """Asks for the approval of what is on the screen."""
    desk.click("footer [data-w-dropdown-target=toggle]")
    press(desk, "button[name=action-submit]")


def approve(desk: Page, address: str) -> None:
    """Presses the button of the second person on the page's screen."""
    desk.goto(address)
    desk.click("footer [data-w-dropdown-target=toggle]")
    press(desk, "footer button[data-workflow-action-name=approve]:not([data-launch-modal])")


def test_a_word_file_is_shown_with_its_headings_numbers_and_tables(desk, portal, told):
    sign_in(desk, portal, "editor")
    desk.goto("/admin/policies/import/")
    assert axe_violations(desk) == []
    file = {"name": "细则.docx", "mimeType": "application/octet-stream", "buffer": docx(LETTER)}
    desk.set_input_files("input[name=file]", file)
    press(desk, "main form button[type=submit]")
    assert desk.input_value("input[name=document_number]") == "明民发〔2026〕21号"
    assert desk.input_value("input[name=date_written]") == "2026-11-12"
    became = desk.locator("main .w-panel")
    assert became.locator("h2").all_inner_texts() == ["一、认定条件", "二、办理程序"]
    assert became.locator("h3").all_inner_texts() == ["（一）家庭收入", "（二）家庭财产"]
    assert became.locator("ol li").all_inner_texts() == ["本人申请。", "入户调查。"]
    assert "1080 元" in became.locator("table").inner_text()
    desk.fill("textarea[name=summary]", "哪些家庭算低保边缘家庭，怎样申请。")
    desk.fill("input[name=subject]", "社会救助/低保边缘")
    press(desk, "main form button[type=submit]")
    assert "草稿已建好" in desk.inner_text("main")
    told.edit = desk.url


def test_the_editor_fills_it_in_previews_it_and_asks_for_approval(desk, visitor, portal, told):
    sign_in(desk, portal, "editor")
    desk.goto(told.edit)
    choose_page(desk, "replaces", OLD)
    choose_page(desk, "interpretation", EXPLANATION)
    desk.click("button[aria-label*='预览']")
    preview = desk.frame_locator("#w-preview-iframe").locator("main")
    preview.get_by_text("现行有效").first.wait_for()
    assert preview.locator(f"a:has-text('{OLD}')").count()
    submit(desk)
    desk.goto(told.edit)
    assert desk.locator("[data-workflow-action-name=approve]").count() == 0, "who wrote it approves it"
    visitor.goto("/policies/")
    assert TITLE not in visitor.inner_text("main")


def test_a_second_person_approves_and_everybody_reads_it(desk, visitor, wide, portal, told):
    sign_in(desk, portal, "approver")
    desk.goto("/admin/")
    assert TITLE in desk.inner_text("main")
    approve(desk, told.edit)
    for reader in (visitor, wide):
        reader.goto("/policies/")
        press(reader, f"main a:has-text('{TITLE}')")
        record = reader.inner_text("table.record")
        assert re.search(r"379901/2026-\d{5}", record)
        for words in ("明民发〔2026〕21号", "明安县民政局", "2026年11月12日", "2026年11月20日", "现行有效", OLD):
            assert words in record
    told.page = visitor.url
    desk.goto(told.page)
    assert axe_violations(desk) == []


def test_what_explains_and_what_was_replaced_lead_there_and_back(visitor, told):
    visitor.goto(told.page)
    press(visitor, f"main a:has-text('{EXPLANATION}')")
    press(visitor, f"main a:has-text('{TITLE}')")
    press(visitor, f"table.record a:has-text('{OLD}')")
    assert "已废止" in visitor.inner_text("main .pill >> nth=0")
    assert "2026年11月20日" in visitor.inner_text("table.record")
    press(visitor, f"main .panel a:has-text('{TITLE}')")
    assert visitor.url == told.page


def test_an_approval_that_contradicts_what_came_meanwhile_is_refused_with_its_reason(desk, portal, told):
    sign_in(desk, portal, "editor")
    desk.goto(told.edit)
    choose_page(desk, "replaces", OTHER)
    other = f"/admin/pages/{desk.input_value('#id_replaces')}/edit/"
    submit(desk)
    desk.goto(other)
    choose_page(desk, "replaces", TITLE)
    submit(desk)
    sign_in(desk, portal, "approver")
    approve(desk, told.edit)
    approve(desk, other)
    said = desk.locator(".messages .error").inner_text()
    assert "这一版现在不能批准" in said
    assert "代替" in said
    assert desk.url.endswith(other)


def test_the_list_is_narrowed_without_a_script(visitor, wide):
    for reader in (visitor, wide):
        reader.goto("/policies/")
        reader.select_option("select[name=state]", "repealed")
        press(reader, "main form.filter button")
        assert OLD in reader.inner_text("main ul.roll")
        assert TITLE not in reader.inner_text("main ul.roll")
        reader.select_option("select[name=year]", "2025")
        press(reader, "main form.filter button")
        assert OLD not in reader.inner_text("main ul.roll")
        press(reader, "main .filter a")
        reader.select_option("select[name=subject]", "社会救助/低保边缘")
        press(reader, "main form.filter button")
        assert reader.locator("main ul.roll li").count() == 1


def test_the_national_directory_says_what_is_there_and_what_is_missing(visitor, wide):
    for reader in (visitor, wide):
        reader.goto("/policies/")
        press(reader, "main a[href$='/policies/directory/']")
        assert reader.locator("section.item").count() == 13
        assert reader.locator("section.item", has_text="缺少").count() == 13
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
