"""The name that a reader types is nowhere afterwards: no log, cache, table, header, error page."""

import io
import json
import logging

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter

from publicity import queries
from publicity.views.query import query
from tests.factories_publicity import published

pytestmark = pytest.mark.django_db
CANARY = "鬯鬱金丝雀"


def ask(client, place):
    return client.post(reverse("publicity:query"), {"village": place.pk, "name": CANARY})


def everything_stored():
    """Every value of every table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            yield from (repr(row) for row in cursor.fetchall())


@pytest.fixture
def logged():
    """What the portal's own handlers write while a test runs."""
    stream = io.StringIO()
    handlers = [
        handler
        for name in ("", "django", "django.request", "django.server", "django.security")
        for handler in logging.getLogger(name).handlers
        if type(handler) is logging.StreamHandler
    ]
    before = [handler.setStream(stream) for handler in handlers]
    yield stream
    for handler, old in zip(handlers, before, strict=True):
        if old is not None:
            handler.setStream(old)


def test_an_answer_leaves_nothing_behind(client, logged, caplog):
    place = published().village
    caplog.set_level(logging.DEBUG, logger="django.request")
    answer = ask(client, place)
    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()
    assert CANARY not in repr(answer.headers)
    assert CANARY not in logged.getvalue()
    assert CANARY not in caplog.text
    assert CANARY not in repr(cache._cache)
    assert json.dumps(CANARY) not in repr(cache._cache)
    assert not [row for row in everything_stored() if CANARY in row]
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Robots-Tag"] == "noindex, noarchive"
    assert answer.request["QUERY_STRING"] == ""


def test_a_fault_tells_nothing_of_the_question(client, monkeypatch, logged):
    place = published().village

    def broken(*, village, name, today):
        raise RuntimeError(f"no table for {name}")

    monkeypatch.setattr(queries, "look_up", broken)
    client.raise_request_exception = False
    answer = ask(client, place)
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode()
    assert "RuntimeError" in logged.getvalue()
    assert CANARY not in logged.getvalue()


def test_a_report_of_a_fault_would_hide_what_was_posted(rf, monkeypatch):
    """Should a county switch a mailer or a collector of faults on: the form's values are marked as not for it."""
    place = published().village
    request = rf.post(reverse("publicity:query"), {"village": place.pk, "name": CANARY})
    query(request)
    assert CANARY not in repr(SafeExceptionReporterFilter().get_post_parameters(request))


def test_an_address_with_a_name_is_not_read(client):
    """Who types a name into the address gets the form, not an answer."""
    made = published()
    answer = client.get(reverse("publicity:query"), {"village": made.village_id, "name": "王秀英"})
    assert "王**" not in answer.content.decode()
    assert "王秀英" not in answer.content.decode()


def test_the_large_view_asks_and_answers_alike(client):
    made = published()
    plain = ask(client, made.village)
    large = client.post(reverse("publicity:query") + "?view=large", {"village": made.village_id, "name": CANARY})
    assert plain.status_code == large.status_code == 200
    assert "view=large" in large.content.decode()
    assert CANARY not in large.content.decode()
