"""Paper that leads back to the list, pages that editors write, and codes that are scanned."""

import io
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.journeys.acts import press
from tests.journeys.conftest import sign_in

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
