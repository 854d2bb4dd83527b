"""What every test has: fresh keys, a cleared cache, and the clock where the test puts it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

DATA = Path(settings.BASE_DIR) / "demo" / "data"


@pytest.fixture(autouse=True)
def _clean_slate(tmp_path, settings):
    """A data directory of its own, so that no test reads another's keys, ledger or pending files."""
    settings.PORTAL_DATA = tmp_path / "data"
    settings.MEDIA_ROOT = settings.PORTAL_DATA / "media"
    settings.PORTAL_TODAY = "2026-11-21"
    settings.PORTAL_DEMO = False
    cache.clear()


def pytest_terminal_summary(terminalreporter):
    """Says what the tests ran on: the database, and the search engine, which is the embedded one in it."""
    vendor = connection.vendor
    terminalreporter.write_line(f"engines: database {vendor}, search embedded in {vendor}")
