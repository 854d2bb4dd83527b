"""A real portal, started as a person starts it, and a real browser."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

START_SECONDS = 600
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Portal:
    """Where a running portal answers and lies."""

    url: str
    data: Path
    log: Path

    @property
    def password(self) -> str:
        return (self.data / "demo-password").read_text().strip()

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Runs a command of the contract beside the running server."""
        return subprocess.run(
            [settings.BASE_DIR / ".venv/bin/python", "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment(self.data, self.url.rsplit(":", 1)[1]),
            check=check,
            capture_output=True,
            text=True,
        )


def environment(data: Path, port: str) -> dict[str, str]:
    """The contract's variables for a portal of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_", "PYTEST"))}
    kept.pop("DATABASE_URL", None)
    return kept | {
        "PORTAL_DATA": str(data),
        "PORT": port,
        "PORTAL_TODAY": "2026-11-20",
        "PORTAL_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
    }


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """`make run` without the bootstrap: migrated, demo loaded, web, worker and jobs running.

    One a journey: what one leaves behind must not change what another finds, whichever process they share.
    """
    root = tmp_path_factory.mktemp("portal")
    port = free_port()
    running = Portal(f"http://127.0.0.1:{port}", root / "data", root / "log")
    with running.log.open("wb") as log:
        process = subprocess.Popen(
            ["sh", "scripts/run.sh"],
            cwd=settings.BASE_DIR,
            env=environment(running.data, port),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_ready(running, process)
        yield running
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def wait_until_ready(running: Portal, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, running.log.read_text()
        try:
            with urlopen(f"{running.url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(running.log.read_text())


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
