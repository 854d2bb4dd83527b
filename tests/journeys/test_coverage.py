"""A month in which some villages publish in time, one late, the others not at all, as a resident's phone shows it."""

import os
import signal
import subprocess
from urllib.request import urlopen

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.acts import press
from tests.journeys.conftest import axe_violations, copied_demo, one_page
from tests.running import Portal, environment, wait_until_ready

pytestmark = pytest.mark.journey


def on_day(portal: Portal, day: str) -> dict[str, str]:
    return environment(portal.data, portal.url.rsplit(":", 1)[1]) | {"PORTAL_TODAY": day}


def manage(portal: Portal, day: str, *arguments: str) -> None:
    subprocess.run(
        [settings.BASE_DIR / ".venv/bin/python", "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=on_day(portal, day),
        check=True,
        capture_output=True,
    )


#: One process for all the days: starting one takes longer than what it does.
DAYS = """
from django.conf import settings
from django.core.management import call_command
from publicity.jobs import log_schedules
month = {"stage": "long-term", "period": "2026-12"}
settings.PORTAL_TODAY = "2026-12-01"
log_schedules()
settings.PORTAL_TODAY = "2026-12-20"
call_command("import_roster", "demo/data/roster-2026-10.csv", by="clerk", confirm=True, **month)
for settings.PORTAL_TODAY, area in (("2026-12-24", "379901100000"), ("2026-12-26", "379901102200")):
    call_command("publish_lists", by="county", area=area, **month)
"""


@pytest.fixture(scope="module")
def december(tmp_path_factory):
    """December: written down on the 1st, 西河镇 in time, 后河村 a day late, the others never; seen on the 27th."""
    later = copied_demo(tmp_path_factory)
    manage(later, "2026-12-01", "shell", "-v0", "-c", DAYS)
    with later.log.open("wb") as log:
        server = subprocess.Popen(
            [settings.BASE_DIR / ".venv/bin/python", "manage.py", "runserver", "--noreload", later.url.split("//")[1]],
            cwd=settings.BASE_DIR,
            env=on_day(later, "2026-12-27"),
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


@pytest.fixture
def phone(december, browser):
    yield from one_page(browser, december, width=360, javascript=False)


def test_a_resident_sees_on_a_phone_who_is_late_and_who_is_missing(phone):
    phone.goto("/publicity/coverage/")
    assert "2026年12月长期名单：共 30 个村（社区），按时 5，逾期 1，未公示 24。" in phone.inner_text("main")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    press(phone, "main table.coverage a:has-text('石桥镇')")
    row = phone.locator("tr", has_text="后河村")
    expect(row).to_contain_text("逾期")
    expect(row).to_contain_text("12月26日")
    missing = phone.locator("tr", has_text="白杨村").locator("td.missing a").last
    expect(missing).to_contain_text("未公示")
    assert missing.bounding_box()["height"] >= 44
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    with phone.expect_navigation():
        missing.click()
    proof = phone.inner_text("main")
    assert "2026年12月1日" in proof
    assert "石桥镇白杨村" in proof
    assert '"due_on":"2026-12-25"' in proof


def test_the_picture_stands_on_its_own(phone, december):
    with urlopen(f"{december.url}/publicity/coverage.svg?month=2026-12", timeout=30) as answer:
        assert answer.headers["Content-Type"].startswith("image/svg+xml")
        text = answer.read().decode()
    assert "未公示 24" in text
    phone.goto("/publicity/coverage.svg?township=379901102000")
    assert phone.locator("svg title").count() == 1


def test_numbers_of_changes_are_public_and_name_nobody(phone):
    phone.goto("/publicity/changes/")
    text = phone.inner_text("main")
    assert "2026年12月的 6 份名单" in text
    assert "后河村" in text
    assert "**" not in text
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_pages_can_be_used_by_everyone(december, browser):
    for path in ("/publicity/coverage/", "/publicity/coverage/?township=379901102000", "/publicity/changes/"):
        for page in one_page(browser, december, width=360, javascript=True):
            page.goto(path)
            assert axe_violations(page) == [], path
