"""What people do on pages, in words: the verbs of the journeys."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page

DIGITS = "零一二三四五六七八九十"
SUM = re.compile(rf"([{DIGITS}])(加|减)([{DIGITS}])")


@dataclass(frozen=True)
class Sent:
    """What a sender takes home."""

    code: str
    promised: str


def choose(page: Page, name: str, value: str) -> None:
    """Picks a radio button."""
    page.check(f"input[name={name}][value={value}]")


def press(page: Page, selector: str) -> None:
    """Clicks what leads to another page and waits for that page."""
    with page.expect_navigation():
        page.click(selector)


def go_on(page: Page) -> None:
    """Presses the page's main button."""
    press(page, "main button.button[value=next], main button.button[value='to:whom']")


def solve(page: Page) -> None:
    """Answers the sum in words, as one does who can't see the picture."""
    first, sign, second = SUM.search(page.inner_text("main")).groups()
    one, other = DIGITS.index(first), DIGITS.index(second)
    page.fill("input[name=captcha]", str(one + other if sign == "加" else one - other))


def on_to_check(page: Page) -> None:
    """Through the questions that may be left empty."""
    while not page.locator("input[name=captcha]").count():
        go_on(page)
        assert page.locator("main [role=alert]").count() == 0, page.inner_text("main")


def send(page: Page) -> Sent:
    """From wherever only optional questions are left: solves, sends, copies the code and types it again."""
    on_to_check(page)
    solve(page)
    press(page, "button:has-text('提交')")
    code = "".join(page.locator("#receipt-code span").all_inner_texts())
    assert re.fullmatch(r"\d{25}", code), page.inner_text("main")
    promised = page.inner_text("main .panel.ok")
    page.fill("input[name=code]", code)
    press(page, "main form button.button")
    assert page.locator("main .panel.ok h1").count() == 1, page.inner_text("main")
    return Sent(code, promised)


def look_up(page: Page, code: str) -> str:
    """Opens the receipt page with a code; answers its text."""
    page.goto("/receipt/")
    page.fill("input[name=code]", " ".join(code[i : i + 5] for i in range(0, 25, 5)))
    press(page, "main form button.button")
    return page.inner_text("main")


def step(page: Page, event: str, **values: str) -> None:
    """Does one step on a case page in the admin."""
    form = page.locator(f"form[action$='/step/{event}/']")
    details = form.locator("details")
    if details.count() and details.get_attribute("open") is None:
        details.locator("summary").click()
    for name, value in values.items():
        field = form.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check()
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
