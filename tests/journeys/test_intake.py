"""From a question to a case and back: three doors on the smallest phone, without script, cookie or mouse."""

import io
import re

import pytest
from PIL import Image

from tests.journeys.acts import choose, go_on, look_up, on_to_check, press, send, solve, step
from tests.journeys.conftest import axe_violations, one_page, sign_in

pytestmark = pytest.mark.journey
VILLAGE = "379901100200"
TEXT = "他家去年买了新车，还在镇上开店。"


@pytest.fixture
def phone(portal, browser):
    """The narrowest phone there is: 320 px, no JavaScript, no cookie kept."""
    yield from one_page(browser, portal, width=320, javascript=False)


@pytest.fixture
def reader(portal, browser):
    """320 px with JavaScript, for axe alone."""
    yield from one_page(browser, portal, width=320, javascript=True)


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return out.getvalue()


PHOTO = {"name": "新车.jpg", "mimeType": "image/jpeg", "buffer": photo()}
BOOK = {"name": "账本.docx", "mimeType": "application/msword", "buffer": b"PK"}
PROGRAM = {"name": "程序.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}


def fits(page) -> bool:
    """Whether the page needs no scrolling sideways: no element reaches beyond the screen."""
    parts = page.locator("main form, main .panel, main dl, main h1, main .button, main table")
    boxes = [each.bounding_box() for each in parts.all()]
    return all(box is None or box["x"] + box["width"] <= 321 for box in boxes)


def quiet(page) -> None:
    """What holds for every page on the way."""
    assert page.context.cookies() == []
    assert page.locator("h1").count() == 1
    assert page.locator("script").count() == 0
    assert page.locator(".button.leave").count() == 1
    assert fits(page), page.inner_text("h1")


def test_a_tip_with_photos_read_again_and_added_to(phone):
    phone.goto("/tip/")
    quiet(phone)
    go_on(phone)
    assert phone.title().startswith("有误")
    assert phone.locator("[role=alert] a").get_attribute("href") == "#id_problem"
    for name, value in (("problem", "wrong"), ("whom", "household")):
        choose(phone, name, value)
        go_on(phone)
        quiet(phone)
    phone.select_option("select[name=place]", VILLAGE)
    go_on(phone)
    phone.fill("textarea[name=text]", TEXT)
    go_on(phone)
    phone.fill("input[name=when]", "去年")
    go_on(phone)
    choose(phone, "known", "seen")
    go_on(phone)
    quiet(phone)
    phone.set_input_files("input[type=file]", [PHOTO, PROGRAM])
    go_on(phone)
    assert "“程序.exe”的类型不能接收" in phone.inner_text("[role=alert]")
    assert "新车.jpg" in phone.inner_text("fieldset")
    quiet(phone)
    phone.set_input_files("input[type=file]", BOOK)
    press(phone, "button[value=stay]")
    phone.check("label:has-text('账本.docx') input")
    on_to_check(phone)
    quiet(phone)
    for told in (TEXT, "去年", "我亲眼看到", "新车.jpg", "已另做一份去掉隐藏信息的副本"):
        assert told in phone.inner_text("main .summary"), told
    assert "账本.docx" not in phone.inner_text("main")
    press(phone, "button[value='to:when']")
    assert phone.input_value("input[name=when]") == "去年"
    phone.fill("input[name=when]", "前年")
    go_on(phone)
    assert "前年" in phone.inner_text("main .summary")
    press(phone, "button[value=check]")
    phone.fill("input[name=captcha]", "错了")
    press(phone, "button[value=send]")
    assert "新车.jpg" in phone.inner_text("main .summary")
    sent = send(phone)
    quiet(phone)
    assert "10 个工作日" in phone.inner_text("main")
    text = look_up(phone, sent.code)
    quiet(phone)
    assert TEXT in text
    assert "新车.jpg" in text
    phone.fill("textarea[name=text]", "车牌号想起来了。")
    phone.set_input_files("input[type=file]", BOOK)
    press(phone, "#add button.button")
    assert "车牌号想起来了。" in phone.inner_text("main")
    assert "账本.docx" in phone.inner_text("main")
    quiet(phone)


def test_who_is_left_out_is_shown_the_window_first(phone):
    phone.goto("/tip/")
    choose(phone, "problem", "left-out")
    go_on(phone)
    phone.select_option("select[name=place]", VILLAGE)
    go_on(phone)
    quiet(phone)
    assert phone.locator("main a[href^='tel:']").count() >= 2
    for guide in ("/guides/apply/", "/guides/help-apply/"):
        assert phone.locator(f"main a[href*='{guide}']").count() == 1
    go_on(phone)
    assert phone.inner_text("h1") == "您要反映的是谁？"


def test_an_applicant_disagrees_with_the_answer_once(phone, desk, portal):
    phone.goto("/objection/")
    quiet(phone)
    press(phone, "a.door[href*='door=review']")
    phone.fill("input[name=name]", "申请人乙")
    phone.fill("input[name=phone]", "13800000000")
    go_on(phone)
    phone.select_option("select[name=place]", VILLAGE)
    go_on(phone)
    choose(phone, "dispute", "amount")
    go_on(phone)
    phone.fill("textarea[name=text]", "少算了一个人。")
    go_on(phone)
    sent = send(phone)
    number = re.search(r"\d{8}", look_up(phone, sent.code))[0]
    guidance = {"because": "out-of-scope", "guidance": "请向乡镇窗口重新申请。"}
    sign_in(desk, portal, "township")
    desk.goto("/admin/cases/")
    press(desk, f"table.listing a:has-text('{number}')")
    step(desk, "not-accept", **guidance)
    text = look_up(phone, sent.code)
    assert "请向乡镇窗口重新申请。" in text
    quiet(phone)
    phone.fill("textarea[name=reason]", "已经申请过了。")
    press(phone, "form:has(textarea[name=reason]) button.button")
    assert "已重新受理" in phone.inner_text("main")
    assert phone.locator("textarea[name=reason]").count() == 0
    quiet(phone)


def test_an_objection_by_keyboard_alone(phone):
    phone.goto("/objection/?door=objection")
    phone.focus("select[name=place]")
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("Tab")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    phone.focus("input[name=reason]")
    phone.keyboard.press("Space")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    phone.focus("textarea[name=text]")
    phone.keyboard.type(TEXT)
    phone.keyboard.press("Tab")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    for _files_and_contact in range(2):
        phone.focus("button[value=next]")
        with phone.expect_navigation():
            phone.keyboard.press("Enter")
    solve(phone)
    phone.focus("input[name=captcha]")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    assert phone.locator("#receipt-code span").count() == 5


def test_axe_finds_nothing_on_the_way(reader):
    reader.goto("/tip/")
    choose(reader, "problem", "left-out")
    go_on(reader)
    reader.select_option("select[name=place]", VILLAGE)
    go_on(reader)
    assert axe_violations(reader) == []
    go_on(reader)
    choose(reader, "whom", "household")
    go_on(reader)
    reader.fill("textarea[name=text]", TEXT)
    for _when_known in range(3):
        go_on(reader)
    reader.set_input_files("input[type=file]", [PHOTO, PROGRAM])
    go_on(reader)
    assert reader.evaluate("document.activeElement.id") == "errors"
    assert axe_violations(reader) == []
    on_to_check(reader)
    press(reader, "button[value=send]")
    assert axe_violations(reader) == []
    solve(reader)
    press(reader, "button[value=send]")
    assert axe_violations(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    code = "".join(reader.locator("#receipt-code span").all_inner_texts())
    look_up(reader, code)
    press(reader, "#add button.button")
    assert axe_violations(reader) == []
    assert reader.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_receipt_prints_with_all_that_is_needed(reader):
    reader.goto("/objection/?door=objection")
    reader.select_option("select[name=place]", VILLAGE)
    go_on(reader)
    choose(reader, "reason", "other")
    go_on(reader)
    reader.fill("textarea[name=text]", TEXT)
    go_on(reader)
    on_to_check(reader)
    solve(reader)
    press(reader, "button[value=send]")
    reader.emulate_media(media="print")
    assert reader.locator("#receipt-code").is_visible()
    assert "/receipt/" in reader.inner_text(".print-only")
    for hidden in (".button.leave", "input[name=code]", "footer", ".masthead nav"):
        assert not reader.locator(hidden).first.is_visible(), hidden
