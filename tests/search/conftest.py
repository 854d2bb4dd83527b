"""Every test of search runs on each engine of this run (tests/engines.py)."""

import os
from contextlib import contextmanager

import pytest
from django.conf import settings as live_settings
from django.core.management import call_command
from django.db import transaction

from county import findable
from search.actions import set_up_search
from search.engines import indexing, server
from search.engines.breaker import breaker
from tests import engines
from tests.factories_cms import GuideFactory, InfoFactory, NewsFactory, PolicyFactory

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
# The tests' server may be slow: on a busy machine a search that fails here would be answered by the other engine.
PATIENCE = 30.0
NOBODY = "http://127.0.0.1:1"


@contextmanager
def on_server(url: str):
    """The settings with a server, and nothing left of it afterwards."""
    before, live_settings.ELASTICSEARCH_URL = live_settings.ELASTICSEARCH_URL, url
    breaker.reset()
    try:
        yield
    finally:
        if url.startswith(engines.server_url()) and engines.server_url():
            indexing.drop_all()
        live_settings.ELASTICSEARCH_URL = before
        breaker.reset()


def own_url() -> str:
    """The server with an index of this worker's own."""
    return f"{engines.server_url()}/?index=test-{os.getpid()}-{WORKER}"


def pytest_generate_tests(metafunc):
    """Each test that asks for an engine, on each engine of the run; known only now, after the node has started."""
    chosen = any(mark.args[0] == "engine" for mark in metafunc.definition.iter_markers("parametrize"))
    if "engine" in metafunc.fixturenames and not chosen:
        names = ["embedded", *(["elasticsearch"] if engines.server_url() else [])]
        metafunc.parametrize("engine", names, indirect=True, scope="module")


@pytest.fixture(scope="module", autouse=True)
def rows_alone(request):
    """Pages that always are there are left out, so that cases name all they expect; a module with ROUTES has them."""
    if getattr(request.module, "ROUTES", False):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(findable, "_sources", {one.name: one for one in findable.sources() if one.model})
        yield


@pytest.fixture(scope="module")
def engine(request):
    """The engine that answers in this test, by name."""
    if request.param == "embedded":
        yield request.param
        return
    patient = pytest.MonkeyPatch()
    patient.setattr(server, "SEARCH_SECONDS", PATIENCE)
    patient.setattr(indexing, "WRITE_SECONDS", PATIENCE)
    server.connect.cache_clear()
    with on_server(own_url()):
        yield request.param
    patient.undo()


def rebuild() -> None:
    """Reads everything into the engines anew."""
    call_command("update_index", verbosity=0)


@pytest.fixture
def indexed(db):
    """Reads everything into the engines anew; call it after the test's pages are made."""
    return rebuild


@pytest.fixture(scope="module")
def site(engine, django_db_setup, django_db_blocker):
    """A few pages, made once for all tests of a module; what a test changes is rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill()
        rebuild()
        yield
        transaction.set_rollback(True)


def fill() -> None:
    """The pages."""
    set_up_search()
    PolicyFactory(
        title="办法",
        document_number="菏区政办发〔2022〕23号",
        summary="关于最低生活保障的办法。",
        issuing_body="区政府办公室",
    )
    PolicyFactory(title="标准通知", document_number="明民发〔2026〕8号", summary="低保标准：城市每月720元。")
    GuideFactory(title="低保指南", summary="怎么申请低保和救助，拨打12345。", who="<p>公示期<b>七</b>天</p>")
    GuideFactory(
        title="临时救助指南",
        summary="遇到急难。",
        materials=[("material", {"name": "户口簿", "note": ""})],
        steps=[("step", {"title": "第二步", "who": "", "limit": "", "text": "入户看"})],
    )
    InfoFactory(title="征求意见", body=[("text", "<p>最低生活保障办法的意见，用 App 提出。</p>")])
    NewsFactory(title="草稿", summary="未发布的草稿里有低保二字", live=False)
