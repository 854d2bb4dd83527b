"""axe-core finds nothing on the pages of the journey, on a phone and on a desk."""

import pytest

from tests.journeys.acts import choose, go_on
from tests.journeys.conftest import axe_violations, one_page, sign_in

pytestmark = pytest.mark.journey
WIDTHS = [360, 1280]
PUBLIC = [
    "/",
    "/publicity/",
    "/publicity/379901100000/",
    "/publicity/379901100200/",
    "/publicity/query/",
    "/publicity/coverage/",
    "/policies/",
    "/guides/",
    "/guides/calculator/?accepted=2026-09-01",
    "/guides/check/",
    "/guides/forms/",
    "/services/379901100000/",
    "/standards/",
    "/services/",
    "/search/?q=低保",
    "/objection/",
    "/objection/?door=review",
    "/tip/",
    "/receipt/",
    "/statistics/",
    "/complaints-outcomes/",
    "/ledger/",
    "/about/privacy/",
    "/about/accessibility/",
    "/no-such-page/",
]
STAFF = [
    ("clerk", "/admin/rosters/"),
    ("clerk", "/admin/rosters/import/"),
    ("county", "/admin/publicity/publish/?stage=long-term&period=2026-10"),
    ("county", "/admin/publicity/published/"),
    ("county", "/admin/publicity/notices/"),
    ("township", "/admin/cases/"),
    ("township", "/admin/cases/new/"),
    ("township", "/admin/cases/columns/"),
    ("township", "/admin/case-keys/"),
    ("auditor", "/admin/reports/audit/"),
]


@pytest.fixture(params=WIDTHS)
def page(request, portal, browser):
    """A page of one of the widths; axe needs JavaScript, the portal does not."""
    yield from one_page(browser, portal, width=request.param, javascript=True)


def fits(page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("address", [*PUBLIC, "/?view=large", "/publicity/379901100200/?view=large"])
def test_public_pages(page, address):
    page.goto(address)
    assert axe_violations(page) == []
    assert fits(page)


@pytest.mark.parametrize("kind", ["/publicity/list/", "/policies/", "/guides/"])
def test_pages_behind_the_indexes(page, kind):
    page.goto("/publicity/379901100200/" if "list" in kind else kind)
    with page.expect_navigation():
        page.locator(f"main a[href*='{kind}']:not([href$='{kind}'])").first.click()
    assert axe_violations(page) == []
    assert fits(page)


def test_each_question_of_a_tip(page):
    page.goto("/tip/")
    go_on(page)
    assert page.locator("[role=alert]").count() == 1, "an unanswered question is said at the top"
    assert axe_violations(page) == []
    for name, value in (("problem", "kin"), ("whom", "household")):
        choose(page, name, value)
        go_on(page)
        assert axe_violations(page) == []
    go_on(page)
    page.fill("textarea[name=text]", "试一试无障碍。")
    for _when_known_files_contact_check in range(5):
        go_on(page)
        assert axe_violations(page) == []
    assert fits(page)


@pytest.mark.parametrize(("username", "address"), STAFF)
def test_screens_of_staff(desk, portal, username, address):
    sign_in(desk, portal, username)
    desk.goto(address)
    assert axe_violations(desk) == []
