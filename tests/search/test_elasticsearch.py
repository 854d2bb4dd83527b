"""What Elasticsearch alone has: outages, pending changes, rebuilding while the portal serves."""

import logging
import socket

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from county.domain.roles import Role
from county.findable import sources
from search import actions, jobs, queries
from search.engines import choice, indexing, locks, server
from search.engines.breaker import Breaker, breaker
from search.models.documents import PendingChange, SearchDocument
from search.models.synonyms import Synonym
from tests import engines
from tests.factories_cms import PolicyFactory
from tests.search.conftest import NOBODY, fill, on_server, own_url, rebuild

pytestmark = pytest.mark.django_db
needs_server = pytest.mark.parametrize("engine", ["elasticsearch"] if engines.server_url() else [], indirect=True)


def titles(q: str) -> set[str]:
    return {"".join(piece.text for piece in hit.title) for hit in queries.search(q=q).hits}


def refreshed(page) -> None:
    """As after the commit that saved the page."""
    (source,) = [source for source in sources() if source.name == "page"]
    actions.refresh(source=source, pks=[str(page.pk)])


def read() -> None:
    server.client().indices.refresh(index=server.alias())


@pytest.fixture
def pages(db):
    fill()
    rebuild()


def test_without_the_server_the_database_answers(pages, caplog):
    with on_server(NOBODY), caplog.at_level(logging.WARNING):
        for _time in range(3):
            assert "标准通知" in titles("低保标准")
            assert queries.suggestions(q="标准") == ["标准通知"]
    assert [record.name for record in caplog.records] == ["search"]
    assert "标准" not in caplog.text


def test_a_server_that_never_answers_is_asked_once(pages, monkeypatch):
    monkeypatch.setattr(server, "SEARCH_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        with on_server(f"http://127.0.0.1:{deaf.getsockname()[1]}"):
            for _time in range(4):
                assert "标准通知" in titles("低保标准")
        deaf.setblocking(False)
        deaf.accept()
        with pytest.raises(BlockingIOError):
            deaf.accept()


def test_the_breaker_lets_one_try_after_its_pause(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("search.engines.breaker.time.monotonic", lambda: now[0])
    one = Breaker()
    one.failed(OSError())
    assert not one.may_try()
    now[0] += 31
    assert [one.may_try(), one.may_try()] == [True, False]
    one.worked()
    assert [one.may_try(), one.may_try()] == [True, True]


def test_changes_during_an_outage_wait(pages):
    with on_server(NOBODY):
        page = PolicyFactory(title="新的办法", summary="渐退")
        refreshed(page)
        assert choice.flush() == 0
        assert PendingChange.objects.get().key == f"page:{page.pk}"


def test_a_refused_rebuild_says_why_and_keeps_the_documents(pages):
    with on_server(NOBODY), pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("rebuild_search")
    assert "标准通知" in titles("低保标准")


@pytest.mark.parametrize("start", [lambda: call_command("rebuild_search"), jobs.reconcile_search])
def test_a_county_of_its_own_begins_with_synonyms_and_keeps_what_editors_made_of_them(db, start):
    """The demo is not the only way to begin."""
    start()
    assert Synonym.objects.filter(terms="低保, 最低生活保障").exists()
    assert Group.objects.get(name=Role.EDITOR.value).permissions.filter(codename="change_synonym").exists()
    Synonym.objects.exclude(terms="低保, 最低生活保障").delete()
    start()
    assert Synonym.objects.count() == 1


def test_rebuild_search_without_a_server_compares(pages, capsys):
    SearchDocument.objects.all().delete()
    call_command("rebuild_search", "--json")
    assert '"engine": "embedded"' in capsys.readouterr().out
    assert SearchDocument.objects.filter(title="标准通知").exists()


@needs_server
def test_what_waited_is_sent_when_the_server_is_back(engine, pages):
    rebuild()
    page = PolicyFactory(title="新的办法", summary="渐退")
    refreshed(page)
    assert choice.flush() == 1
    read()
    assert titles("渐退") == {"新的办法"}
    assert not PendingChange.objects.exists()


@needs_server
def test_a_row_that_left_is_not_shown_even_before_the_server_knows(engine, pages):
    rebuild()
    assert queries.suggestions(q="标准") == ["标准通知"]
    SearchDocument.objects.filter(title="标准通知").delete()
    assert "标准通知" not in titles("标准")
    assert queries.suggestions(q="标准") == []
    assert "标准通知" not in queries.search(q="标淮通知").related


@needs_server
def test_a_rebuild_moves_the_alias_and_drops_the_old_index(engine, pages):
    first, second = indexing.rebuild(), indexing.rebuild()
    assert indexing.behind_alias() == [second.index]
    assert not server.client().indices.exists(index=first.index)
    assert second.documents == SearchDocument.objects.count()


@needs_server
def test_a_change_in_the_middle_of_a_rebuild_is_in_the_new_index(engine, pages, monkeypatch):
    """Added, edited and deleted after the rebuild has read the documents, and sent to the old index meanwhile."""
    rebuild()
    added, edited = PolicyFactory(title="加的", summary="渐退"), PolicyFactory(title="改的", summary="旧词")
    gone = PolicyFactory(title="删的", summary="渐退")
    added.live = False
    added.save()
    actions.reconcile()
    choice.flush()
    stock = indexing.additions

    def reading(documents, index):
        yield from stock(list(documents), index)
        if index in indexing.behind_alias():
            return
        monkeypatch.setattr(indexing, "additions", stock)
        added.live = True
        added.save()
        edited.summary = "渐退新词"
        edited.save()
        gone.delete()
        actions.reconcile()
        choice.flush()
        read()
        assert titles("渐退") == {"加的", "改的"}
        assert PendingChange.objects.filter(sent=True).count() == 3

    monkeypatch.setattr(indexing, "additions", reading)
    assert indexing.rebuild().replayed == 3
    assert titles("渐退") == {"加的", "改的"}
    assert titles("旧词") == set()
    assert not PendingChange.objects.exists()


@needs_server
def test_two_rebuilds_at_once_are_one_too_many(engine, pages):
    with locks.hold(locks.BUILDING), pytest.raises(indexing.BuildRunning):
        indexing.rebuild()


@needs_server
def test_a_build_that_was_broken_off_leaves_nothing(engine, pages, monkeypatch):
    rebuild()
    used = indexing.behind_alias()
    with monkeypatch.context() as broken:
        broken.setattr(indexing, "switch", lambda name: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            indexing.rebuild()
    assert indexing.behind_alias() == used
    built = indexing.rebuild()
    assert list(server.client().indices.get(index=f"{server.alias()}-*")) == [built.index]


@needs_server
def test_new_synonyms_count_from_the_next_index_on(engine, pages, django_capture_on_commit_callbacks):
    rebuild()
    assert "临时救助指南" not in titles("求援")
    with django_capture_on_commit_callbacks(execute=True):
        Synonym.objects.create(terms="求援, 急难")
    assert titles("求援") == {"临时救助指南"}


@needs_server
def test_no_index_is_made_by_a_mere_change(engine, pages):
    """Before the first build changes wait: a guessed mapping would search wrongly."""
    with on_server(f"{own_url()}-none"):
        PolicyFactory(title="新的办法", summary="渐退")
        actions.reconcile()
        choice.flush()
        breaker.reset()
        assert not server.client().indices.exists(index=server.alias())
        assert titles("渐退") == {"新的办法"}


@needs_server
def test_a_title_pasted_from_a_word_processor_is_taken(engine, pages):
    """Completions refuse control characters; one refused document would hold up every later change."""
    page = PolicyFactory(title="奇怪的\x1f办\x1e法", summary="渐退")
    refreshed(page)
    assert indexing.rebuild().documents == SearchDocument.objects.count()
    assert titles("渐退") == {"奇怪的办法"}


@needs_server
def test_a_document_that_the_server_never_takes_holds_up_nothing(engine, pages, monkeypatch, caplog):
    rebuild()
    bad, good = PolicyFactory(title="坏的", summary="渐退"), PolicyFactory(title="好的", summary="渐退")
    stock = indexing.source_of
    monkeypatch.setattr(indexing, "source_of", lambda one: stock(one) | ({"day": "x"} if one.title == "坏的" else {}))
    refreshed(bad)
    refreshed(good)
    with caplog.at_level(logging.WARNING, logger="search"):
        assert choice.flush() == 2
        indexing.rebuild()
    assert not PendingChange.objects.exists()
    assert caplog.text.count(f"page:{bad.pk}") == 2
    assert titles("渐退") == {"好的"}
