"""What every test has: fresh keys, a cleared cache, and the clock where the test puts it."""

from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core import management
from django.core.cache import cache
from django.db import connection

from tests import engines, migrated

# How long an example takes tells how busy the machine is, nothing about the rule.
QUIET = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow], "print_blob": True}
# The same examples each time: what a change breaks must be told from what was never right. To look for the latter:
# `.venv/bin/pytest --hypothesis-profile=searching`, as often as one likes.
hypothesis.settings.register_profile("portal", derandomize=True, **QUIET)
hypothesis.settings.register_profile("searching", **QUIET)
hypothesis.settings.load_profile("portal")

STOPS_WITH = pytest.StashKey[str]()
DATA = Path(settings.BASE_DIR) / "demo" / "data"


@pytest.fixture(autouse=True)
def _clean_slate(tmp_path, settings):
    """A data directory of its own, so that no test reads another's keys, ledger or pending files."""
    settings.PORTAL_DATA = tmp_path / "data"
    settings.MEDIA_ROOT = settings.PORTAL_DATA / "media"
    settings.PORTAL_TODAY = "2026-11-21"
    settings.PORTAL_DEMO = False
    cache.clear()


@pytest.fixture(scope="session")
def _migrating_once():
    """Asked for before Django makes the database: what it migrates comes from the process that migrated first."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(management, "call_command", migrated.migrate)
        yield patched


@pytest.fixture(scope="session")
def django_db_setup(_migrating_once, django_db_setup):
    """pytest-django's, with the migrations run once."""
    _migrating_once.undo()


def pytest_configure(config):
    """The controller finds or starts the search server before its workers begin."""
    if not hasattr(config, "workerinput"):
        config.stash[STOPS_WITH] = engines.start()


def pytest_unconfigure(config):
    """What was started for the tests stops with them."""
    engines.stop(config.stash.get(STOPS_WITH, ""))


def pytest_terminal_summary(terminalreporter):
    """Says what the tests ran on."""
    terminalreporter.write_line(engines.described(connection.vendor))


def pytest_collection_modifyitems(items):
    """A transactional test empties the database, migrations' rows too, so its file must run after all others.

    pytest-django puts such tests last and the files are handed out in that order: none may hold both sorts.
    """
    sorts = {}
    for item in items:
        mark = item.get_closest_marker("django_db")
        sorts.setdefault(item.path, set()).add(bool(mark and mark.kwargs.get("transaction")))
    mixed = sorted(str(path) for path, found in sorts.items() if len(found) > 1)
    if mixed:
        raise pytest.UsageError(f"transactional tests beside others in {', '.join(mixed)}")
