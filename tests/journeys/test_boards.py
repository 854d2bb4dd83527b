"""Duty A14 on a phone: a township's clerk prints a notice, photographs the board, and puts the posting on record."""

from io import BytesIO

import pytest
from PIL import Image

from tests.journeys.conftest import axe_violations, sign_in

pytestmark = pytest.mark.journey


@pytest.fixture
def phone(portal, browser):
    context = browser.new_context(
        base_url=portal.url, viewport={"width": 360, "height": 800}, locale="zh-CN", accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1200, 900), "white").save(out, "JPEG")
    return out.getvalue()


def test_a_notice_is_posted_and_the_public_page_says_since_when(portal, phone):
    sign_in(phone, portal, "township")
    phone.goto("/admin/publicity/boards/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    first = phone.locator(".paper-list b a").first
    title = first.inner_text()
    first.click()
    phone.wait_for_selector("[name=posted_by]")
    phone.fill("[name=up_on]", "2026-11-20")
    phone.fill("[name=posted_by]", "李会计")
    phone.set_input_files("[name=photos]", {"name": "board.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    phone.click("text=已张贴，登记")
    phone.wait_for_selector(".paper-photos img")
    phone.wait_for_function("document.querySelector('.paper-photos img').naturalWidth === 1200")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert not [line for line in axe_violations(phone) if "paper" in line]
    list_id = phone.url.rstrip("/").rsplit("/", 1)[1]
    phone.goto(f"/publicity/list/{list_id}/")
    assert title == phone.inner_text("h1")
    assert "村公示栏自2026年11月20日起张贴" in phone.inner_text("main")
    assert "李会计" not in phone.content()
