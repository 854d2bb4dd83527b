"""A real portal, started as a person starts it, and a real browser."""

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.migrated import template
from tests.running import Portal, portal_in, running

BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """`make run` without the bootstrap: migrated, demo loaded, web, worker and jobs running.

    One a journey: what one leaves behind must not change what another finds, whichever process they share. The demo is
    loaded once, by whichever journey comes first; each starts again from a copy of what that left.
    """
    with running(copied_demo(tmp_path_factory).data.parent) as started:
        yield started


def copied_demo(tmp_path_factory) -> Portal:
    """A portal with the demo in a folder of its own, not started yet."""
    portal = portal_in(tmp_path_factory.mktemp("portal"))
    shutil.copytree(loaded_demo(tmp_path_factory), portal.data)
    return portal


def loaded_demo(tmp_path_factory) -> Path:
    """The data directory of a portal that was started, loaded its demo and was stopped; one for all processes.

    Where the tests have migrated a database already, the portal begins with a copy of it.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            if template().exists():
                (folder / "data").mkdir()
                shutil.copy(template(), folder / "data/portal.sqlite3")
            with running(folder):
                pass
            (folder / "done").touch()
    return folder / "data"


@pytest.fixture(scope="module")
def browser():
    """Closed with its module: an open one keeps an event loop running, in which Django refuses others the database."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), args=BROWSER_FLAGS)
        yield chromium
        chromium.close()


def chromium_path() -> str:
    for candidate in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(candidate).exists():
            return candidate
    raise AssertionError("Chromium is missing: run scripts/system_packages.sh")


@pytest.fixture
def visitor(portal, browser):
    """A resident's phone: 360 px, Chinese, no JavaScript, no cookie kept."""
    yield from one_page(browser, portal, width=360, javascript=False)


@pytest.fixture
def desk(portal, browser):
    """A clerk's screen: 1280 px with JavaScript."""
    yield from one_page(browser, portal, width=1280, javascript=True)


def one_page(browser: Browser, portal: Portal, *, width: int, javascript: bool):
    context = browser.new_context(
        base_url=portal.url,
        viewport={"width": width, "height": 800},
        java_script_enabled=javascript,
        locale="zh-CN",
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()


def sign_in(page: Page, portal: Portal, username: str) -> None:
    """Leaves whoever was signed in and signs in as `username`."""
    page.context.clear_cookies()
    page.goto("/admin/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", portal.password)
    page.click("button[type=submit]")
    page.wait_for_url("**/admin/")


def axe_violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is, one line each."""
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {item['help']} {[node['target'] for node in item['nodes'][:3]]}" for item in found]
