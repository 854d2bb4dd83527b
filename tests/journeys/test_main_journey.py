"""The main job end to end, on the real files, in a real browser: import, publish, look up, object, decide, write."""

import io
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from playwright.sync_api import expect

from tests.journeys.acts import choose, go_on, look_up, send, step
from tests.journeys.conftest import axe_violations, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]
DATA = Path(settings.BASE_DIR, "demo/data")
XIANGYANG = "379901100200"
SECRET = "某某会计给亲戚办了低保蓝色山茶"


@pytest.fixture(scope="module")
def told():
    """What one step tells the next."""
    return SimpleNamespace()


def test_the_resident_finds_octobers_list(visitor, told):
    visitor.goto("/")
    visitor.fill("input[name=q]", "向阳村")
    visitor.click("form.find button")
    links = visitor.locator("main a:has-text('向阳村')")
    assert links.count() >= 2, "two townships have a 向阳村"
    visitor.goto(f"/publicity/{XIANGYANG}/")
    visitor.click("main a[href*='/publicity/list/']")
    assert "**" in visitor.inner_text("table.list")
    told.october = visitor.url
