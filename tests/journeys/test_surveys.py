"""A survey with opinion cards: built by one, approved by another, answered once a card, told once and never of few."""

import os
import re
import signal
import subprocess

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from playwright.sync_api import expect

from policies_cms.domain.cases import LONGEST_CASE, case_length
from tests.journeys.acts import press
from tests.journeys.conftest import axe_violations, one_page, sign_in
from tests.journeys.traces import Search
from tests.running import Portal, environment, free_port, wait_until_ready

pytestmark = pytest.mark.journey

AGENT = "CanaryPhone/7 (browser of one person)"
WORDS = "窗口那位同志帮了大忙，金丝雀"
CARDS = 30
LATER = "2026-12-02"


TITLE = "窗口满意度调查"
ADDRESS = f"/{TITLE}/"


def build(desk, home: str) -> list[str]:
    """Fills in the survey with two mistakes, reads what is said of them, mends them and hands it in."""
    desk.goto(f"/admin/pages/add/policies_cms/surveypage/{home}/")
    desk.fill("[name=title]", TITLE)
    desk.fill("[name=opens_on]", "2026-11-20")
    desk.fill("[name=closes_on]", "2026-11-01")
    desk.check("[name=needs_code]")
    questions = [("您对窗口满意吗", "radio", "满意"), ("您还想说什么", "multiline", "")]
    for number, (label, kind, choices) in enumerate(questions):
        desk.click("#id_form_fields-ADD")
        desk.fill(f"[name=form_fields-{number}-label]", label)
        desk.select_option(f"[name=form_fields-{number}-field_type]", kind)
        if choices:
            desk.fill(f"[name=form_fields-{number}-choices]", choices)
    desk.uncheck("[name=form_fields-1-required]")
    hand_in(desk)
    said = desk.locator(".error-message").all_inner_texts()
    desk.fill("[name=closes_on]", "2026-12-01")
    desk.fill("[name=form_fields-0-choices]", "满意\n一般\n不满意")
    hand_in(desk)
    desk.wait_for_url("**/admin/pages/*/")
    return said


def hand_in(desk) -> None:
    # Wagtail's pickers of dates may open late and lie over the page; the days are typed here.
    desk.evaluate("document.querySelectorAll('.xdsoft_datetimepicker').forEach((picker) => picker.remove())")
    desk.locator("footer button.w-dropdown__toggle").click()
    with desk.expect_navigation():
        desk.locator("button[name=action-submit]").click()


def approve(desk, portal) -> None:
    sign_in(desk, portal, "approver")
    desk.locator(f"main a:has-text('{TITLE}')").first.click()
    desk.locator("footer button.w-dropdown__toggle").click()
    desk.locator("button[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])").click()
    expect(desk.locator("[data-workflow-action-name]")).to_have_count(0)


def printed_cards(desk) -> list[str]:
    """The addresses behind the codes of a stack of fresh cards."""
    press(desk, "main a:has-text('打印意见卡')")
    desk.fill("[name=count]", str(CARDS))
    with desk.expect_download() as download:
        desk.click("main button[type=submit]")
    sheets = pypdfium2.PdfDocument(download.value.path())
    return [zxingcpp.read_barcode(sheet.render(scale=2).to_pil()).text for sheet in sheets]


@pytest.fixture(scope="module")
def afterwards(portal):
    """The same portal on the day after the survey's last."""
    later = Portal(f"http://127.0.0.1:{free_port()}", portal.data, portal.log.with_name("later.log"))
    with later.log.open("wb") as log:
        server = subprocess.Popen(
            [settings.BASE_DIR / ".venv/bin/python", "manage.py", "runserver", "--noreload", later.url.split("//")[1]],
            cwd=settings.BASE_DIR,
            env=environment(later.data, later.port) | {"PORTAL_TODAY": LATER},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_ready(later, server)
        yield later
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def test_from_the_editors_desk_to_the_results(portal, desk, visitor):
    sign_in(desk, portal, "editor")
    code = "from policies_cms.models.home import HomePage; print(HomePage.objects.get().pk)"
    home = portal.manage("shell", "-v", "0", "-c", code).stdout.strip()
    said = " ".join(build(desk, home))
    assert "截止日期早于开始日期" in said
    assert "至少两个选项" in said
    assert visitor.goto(ADDRESS).status == 404
    approve(desk, portal)
    sign_in(desk, portal, "editor")
    desk.goto("/admin/surveys/")
    first, *others = printed_cards(desk)
    assert len({first, *others}) == CARDS

    visitor.set_extra_http_headers({"User-Agent": AGENT})
    visitor.goto(first)
    assert visitor.context.cookies() == []
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360
    press(visitor, "main button.button")
    assert visitor.locator("main [role=alert]").count() == 1
    visitor.check("main input[type=radio][value=满意]")
    visitor.fill("main textarea", WORDS)
    press(visitor, "main button.button")
    assert "谢谢" in visitor.inner_text("main")
    assert visitor.context.cookies() == []

    visitor.goto(first)
    visitor.check("main input[type=radio][value=不满意]")
    press(visitor, "main button.button")
    assert "已经有人用它答过" in visitor.inner_text("main")
    assert visitor.locator("main input[type=radio][value=不满意]").is_checked()

    action = visitor.locator("main form").get_attribute("action")
    name = visitor.locator("main input[type=radio]").first.get_attribute("name")
    answers = ["满意"] * 13 + ["一般"] * 12 + ["不满意"] * 4
    for card, choice in zip(others, answers, strict=True):
        form = {"answer_code": card.rpartition("=")[2], name: choice}
        assert "谢谢" in visitor.request.post(action, form=form).text()

    codes = {f"code {number}": card.rpartition("=")[2] for number, card in enumerate([first, *others])}
    traces = Search(codes | {"browser": AGENT}).below(portal.data, portal.log.parent)
    assert {file: found for file, found in traces.items() if "demo-password" not in file} == {}


def test_results_are_told_once_and_never_of_few(afterwards, browser):
    for desk in one_page(browser, afterwards, width=1280, javascript=True):
        sign_in(desk, afterwards, "editor")
        desk.goto("/admin/surveys/")
        press(desk, f"main tr:has-text('{TITLE}') td:last-child a")
        press(desk, "main form button")
        assert "已公布" in desk.inner_text("main")
        assert desk.locator("main form button").count() == 0
        desk.goto("/admin/surveys/")
        desk.click(f"main tr:has-text('{TITLE}') td:nth-child(4) a")
        with desk.expect_download() as download:
            desk.evaluate("location.search = '?export=csv'")
        lines = download.value.path().read_text().splitlines()
        assert len(lines) == CARDS + 1
        assert WORDS in "".join(lines)
        assert {line.partition(",")[0] for line in lines[1:]} == {"2026-11-20"}
    for phone in one_page(browser, afterwards, width=360, javascript=True):
        phone.goto(ADDRESS)
        told = phone.inner_text("main")
        assert "共30人回答" in told
        assert "14（47%）" in phone.locator("main svg").text_content()
        phone.click("main summary")
        rows = [row.split("\t")[1] for row in phone.locator("main tbody tr").all_inner_texts()]
        assert rows == ["14（47%）", "不公布", "不公布"]
        assert "金丝雀" not in phone.content()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        assert axe_violations(phone) == []


def test_the_desk_counts_a_case_while_it_is_typed_as_the_server_does_on_saving(portal, desk):
    sign_in(desk, portal, "editor")
    code = "from policies_cms.models.news import NewsIndexPage; print(NewsIndexPage.objects.get().pk)"
    parent = portal.manage("shell", "-v", "0", "-c", code).stdout.strip()
    desk.goto(f"/admin/pages/add/policies_cms/newspage/{parent}/")
    desk.select_option("[name=kind]", "case")
    for text in ("一二三", "一 二　三\n四\n", "😀👨‍👩‍👧，ＡＢ12", "\ufeff一\u200b二", "字" * 100, "字" * 101 + "\t"):
        desk.fill("[name=summary]", text)
        left = LONGEST_CASE - case_length(text)
        said = desk.locator("[name=summary] ~ p[role=status]").inner_text()
        assert (int(re.search(r"\d+", said)[0]), "超出" in said) == (abs(left), left < 0), text
