"""Lists are found by village and month while they are open; nobody's name ever."""

from datetime import date, timedelta

import pytest

from publicity.actions import windows
from publicity.models.publications import PublicationEntry
from search import queries
from search.actions import set_up_search
from search.engines import server
from search.models.documents import SearchDocument
from tests.factories_county import StaffFactory
from tests.factories_publicity import HIDDEN_NAME, NAMES, TODAY, published
from tests.search.conftest import rebuild

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(engine, settings, db):
    """A proposed list of 向阳村, open from 20 November for seven days."""
    settings.PORTAL_TODAY = "2026-11-21"
    set_up_search()
    publication = published(stage="proposed")
    rebuild()
    return publication


@pytest.fixture
def changed(engine, django_capture_on_commit_callbacks):
    def run(change, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            change(**kwargs)
        if engine == "elasticsearch":
            server.client().indices.refresh(index=server.alias())

    return run


def lists(q: str = "向阳村 公示") -> list[str]:
    return [hit.url for hit in queries.search(q=q, kind="lists").hits]


def test_an_open_list_is_found_by_village_month_and_stage(listed):
    for q in (
        "向阳村 公示",
        "西河镇向阳村",
        "向阳村2026年11月",
        "2026-11",
        "拟纳入最低生活保障对象",
        "西河镇 低保 公示",
    ):
        assert lists(q) == [f"/publicity/list/{listed.pk}/"], q
    (hit,) = queries.search(q="向阳村", kind="lists", year="2026", township=listed.village.parent_id).hits
    assert "".join(piece.text for piece in hit.title) == listed.title


def test_no_name_is_found_or_kept(listed):
    """The canary: names in full, masked, and of the protected."""
    kept = "\n".join(f"{row.title}\n{row.body}" for row in SearchDocument.objects.all())
    for name in (*NAMES, HIDDEN_NAME, *PublicationEntry.objects.values_list("name_masked", flat=True)):
        assert name not in kept
        assert queries.search(q=name).total == 0, name
        assert not queries.suggestions(q=name)


def test_the_day_itself_takes_a_list_out(listed, settings):
    settings.PORTAL_TODAY = listed.closes_on.isoformat()
    assert lists()
    settings.PORTAL_TODAY = (listed.closes_on + timedelta(days=1)).isoformat()
    assert not lists()
    settings.PORTAL_TODAY = (listed.opens_on - timedelta(days=1)).isoformat()
    assert not lists()


def test_a_list_that_is_withdrawn_leaves_at_once(listed, changed):
    why = {"because": "mistake", "reason": "名单有误，重新核对后再公示。"}
    by = StaffFactory._meta.model.objects.get(username="county")
    changed(windows.withdraw, publication=listed, by=by, today=TODAY, **why)
    assert not lists()
    assert not SearchDocument.objects.filter(kind="lists").exists()


def test_an_interrupted_list_leaves_and_comes_back(listed, changed):
    by = StaffFactory._meta.model.objects.get(username="county")
    why = {"because": "outage", "reason": "公示栏损坏，修复后继续公示。"}
    changed(windows.pause, publication=listed, by=by, today=TODAY, **why)
    assert not lists()
    changed(windows.resume, publication=listed, by=by, today=date(2026, 11, 21), **why)
    assert lists()
