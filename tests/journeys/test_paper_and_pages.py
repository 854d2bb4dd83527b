"""Paper that leads back to the list, pages that editors write, and codes that are scanned."""

import io
from urllib.parse import quote, urlsplit

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.acts import press
from tests.journeys.conftest import axe_violations, one_page, sign_in

pytestmark = pytest.mark.journey
VILLAGE = "379901100201"
SEARCHES = ["低保", "生活保障", 'a"b', "公示 监督 试行"]


@pytest.fixture
def list_path(visitor) -> str:
    """A list of a village that is public now."""
    visitor.goto(f"/publicity/{VILLAGE}/")
    return urlsplit(visitor.locator("main a[href*='/publicity/list/']").first.get_attribute("href")).path


def codes_of(pdf: bytes) -> list[str]:
    """The QR codes on every page."""
    pages = [page.render(scale=3).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]


def words_of(pdf: bytes) -> str:
    """The text of every page."""
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


@pytest.mark.parametrize("size", ["A4", "A3"])
def test_the_code_on_the_public_paper_leads_back_to_the_list(visitor, portal, list_path, size):
    answer = visitor.request.get(f"{list_path.rstrip('/')}.pdf?size={size}")
    assert answer.headers["content-type"] == "application/pdf"
    (address,) = set(codes_of(answer.body()))
    assert address.startswith(portal.url)
    visitor.goto(address)
    assert list_path in visitor.url
    assert "**" in visitor.inner_text("table.list")
    assert "**" in words_of(answer.body())


def test_staff_alone_print_the_names_in_full(desk, visitor, portal, list_path):
    list_id = list_path.rstrip("/").rsplit("/", 1)[1]
    address = f"/admin/publicity/notices/{list_id}.pdf?size=A4"
    refused = visitor.request.get(address)
    assert "pdf" not in refused.headers["content-type"]
    sign_in(desk, portal, "county")
    desk.goto("/admin/publicity/notices/")
    printed = desk.request.get(address)
    assert printed.headers["content-type"] == "application/pdf"
    assert "no-store" in printed.headers["cache-control"]
    assert "**" not in words_of(printed.body())
    sign_in(desk, portal, "editor")
    assert "pdf" not in desk.request.get(address).headers["content-type"]


def test_a_policy_is_written_approved_by_another_and_found(desk, visitor, portal):
    sign_in(desk, portal, "editor")
    write_policy(desk, index_page_id(portal))
    expect(desk.locator("body")).to_contain_text("公示监督试行办法")
    for search in SEARCHES:
        visitor.goto("/search/")
        visitor.fill("main input[name=q]", search)
        press(visitor, "main form button")
        assert "公示监督试行办法" not in visitor.inner_text("main"), "not before it is approved"
    approve(desk, portal, "公示监督试行办法")
    visitor.goto("/search/?q=公示监督试行办法")
    press(visitor, "main a:has-text('公示监督试行办法') >> nth=0")
    text = visitor.inner_text("main")
    for shown in ("明民发〔2026〕99号", "明安县民政局", "2026年11月20日"):
        assert shown in text


@pytest.mark.parametrize("search", SEARCHES)
def test_the_search_answers_whatever_is_typed(visitor, search):
    visitor.goto("/search/")
    visitor.fill("main input[name=q]", search)
    press(visitor, "main form button")
    assert visitor.locator("h1").count() == 1
    if search in ("低保", "生活保障"):
        assert visitor.locator("main mark").count() > 3
        assert visitor.locator("main a[href*='/policies/']").count() > 0
        assert visitor.locator("main a[href*='/guides/']").count() > 0


@pytest.fixture
def phone(portal, browser):
    """A resident's phone that runs scripts."""
    yield from one_page(browser, portal, width=360, javascript=True)


def test_titles_are_offered_while_typing(phone):
    asked, faults = [], []
    phone.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    phone.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    phone.goto("/search/")
    box = phone.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("临时救", delay=20)
    options = phone.get_by_role("option")
    expect(options.first).to_contain_text("临时救")
    assert len(asked) == 1, "a pause is waited for"
    expect(phone.locator("main form [role=status]")).to_contain_text(f"有{options.count()}个")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert min(options.evaluate_all("all => all.map(one => one.offsetHeight)")) >= 44
    assert not axe_violations(phone)
    box.press("ArrowUp")
    last = options.last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", last.get_attribute("id"))
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "临时救"
    box.press("ArrowDown")
    title = options.first.inner_text()
    box.press("Enter")
    phone.wait_for_url("**/search/?q=*")
    assert phone.get_by_role("combobox").input_value() == title
    expect(phone.locator("main ol.roll > li").first).to_contain_text(title)
    assert not phone.context.cookies()
    assert not faults


def test_nothing_is_sent_while_an_input_method_composes(phone):
    asked = []
    phone.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    phone.goto("/search/")
    box = phone.get_by_role("combobox")
    box.focus()
    keys = phone.context.new_cdp_session(phone)
    for typed in ("d", "di", "dib", "diba"):
        keys.send("Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)})
    phone.wait_for_timeout(500)
    assert not asked
    keys.send("Input.insertText", {"text": "低保"})
    expect(phone.get_by_role("option").first).to_contain_text("低保")
    assert len(asked) == 1


def test_a_failing_suggestion_is_silent_and_a_tap_searches(phone):
    phone.goto("/search/")
    box = phone.get_by_role("combobox")
    phone.route("**/suggest/**", lambda route: route.abort())
    # The last one that fails: on a slow machine there is one for 异 before.
    with phone.expect_event("requestfailed", lambda request: request.url.endswith(quote("异议"))):
        box.press_sequentially("异议")
    phone.unroute("**/suggest/**")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("书")
    box.press("Backspace")
    phone.get_by_role("option").first.click()
    phone.wait_for_url("**/search/?q=*")
    assert phone.locator("main mark").count()


def test_a_guides_code_is_scanned(visitor, portal):
    visitor.goto("/guides/")
    for address in visitor.locator("main a[href*='/guides/']").evaluate_all("links => links.map(link => link.href)"):
        visitor.goto(address)
        image = visitor.locator("main img[src*='/qr/']")
        if image.count():
            break
    source = image.first.get_attribute("src")
    png = visitor.request.get(source.replace(".svg", ".png"))
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png.body())))
    assert code.text.startswith(f"{portal.url}/q/")
    assert visitor.goto(code.text).status == 200


def index_page_id(portal) -> str:
    """The id of the policies' index page."""
    code = "from policies_cms.models.policies import PolicyIndexPage as P; print(P.objects.get().pk)"
    return portal.manage("shell", "-v", "0", "-c", code).stdout.strip()


def write_policy(page: Page, parent: str) -> None:
    """Fills the editor's form and hands the page to the workflow."""
    page.goto(f"/admin/pages/add/policies_cms/policypage/{parent}/")
    values = {
        "date_published": "2026-11-20",
        "effective_on": "2026-11-20",
        "document_number": "明民发〔2026〕99号",
        "issuing_body": "明安县民政局",
        "summary": "说明名单怎样公示、怎样监督。",
        "title": "公示监督试行办法",
    }
    for name, value in values.items():
        page.fill(f"[name={name}]", value)
    # The pickers of the dates lie over the page until one clicks beside them.
    page.mouse.click(700, 10)
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    page.locator("footer button.w-dropdown__toggle").click()
    page.locator("button[name=action-submit]").click()
    page.wait_for_url("**/admin/pages/*/")


def approve(page: Page, portal, title: str) -> None:
    """The approver opens what waits and approves it."""
    sign_in(page, portal, "approver")
    page.locator(f"main a:has-text('{title}')").first.click()
    page.locator("footer button.w-dropdown__toggle").click()
    page.locator("button[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])").click()
    expect(page.locator("[data-workflow-action-name]")).to_have_count(0)
