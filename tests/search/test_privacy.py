"""Whatever is typed, a person's name above all, is kept nowhere."""

import io
import logging
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.core.cache import caches
from django.db import connection
from elasticsearch import BadRequestError

from portal.logs import FramesOnly
from search.engines import choice
from tests.search.conftest import NOBODY, on_server

pytestmark = pytest.mark.django_db
NAME = "欧阳守拙"


@pytest.fixture
def said():
    """Every line that reaches any logger, as the strictest and the loosest format write it."""
    lines = []

    class Everything(logging.Handler):
        def emit(self, record):
            lines.append(f"{record.getMessage()} {logging.Formatter().format(record)} {FramesOnly().format(record)}")

    handler, root = Everything(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lines
    root.setLevel(before)
    root.removeHandler(handler)


def kept_in_tables() -> str:
    """Everything that the database holds."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told.append(str(cursor.fetchall()))
    return "".join(told)


def kept_in_files() -> str:
    """Everything below the data directory."""
    files = [path for path in Path(live_settings.PORTAL_DATA).rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files).decode("utf-8", "ignore")


def type_it(client) -> None:
    for number in range(1, len(NAME) + 1):
        assert client.get("/search/suggest/", {"q": NAME[:number]}).status_code == 200
    for more in ({}, {"kind": "lists"}, {"page": "2"}, {"year": NAME, "township": NAME}):
        answer = client.get("/search/", {"q": NAME, **more})
        assert answer.status_code == 200
        assert not answer.cookies
        assert not client.cookies


def test_a_name_that_was_typed_is_kept_nowhere(client, site, said):
    type_it(client)
    assert NAME not in kept_in_tables()
    assert NAME not in kept_in_files()
    assert NAME not in str([getattr(cache, "_cache", "") for cache in caches.all()])
    assert not [line for line in said if NAME in line]


def test_an_outage_or_a_refusal_says_nothing_of_what_was_typed(client, site, said, monkeypatch):
    with on_server(NOBODY):
        type_it(client)

    def refuse(name, *arguments):
        raise BadRequestError(f"cannot parse {NAME}", meta=None, body={"reason": NAME})

    with on_server(NOBODY):
        monkeypatch.setattr("search.engines.elastic.find_documents", lambda ask: refuse("find", ask))
        type_it(client)
    assert said
    assert not [line for line in said if NAME in line]


def test_a_fault_in_the_search_says_nothing_of_what_was_typed(client, site, monkeypatch):
    """As the settings' own handler of faults writes it: frames alone."""

    def break_down(ask):
        raise RuntimeError(f"no such thing as {NAME}")

    told = io.StringIO()
    (frames,) = [one for one in logging.getLogger("django.request").handlers if isinstance(one.formatter, FramesOnly)]
    monkeypatch.setattr(frames, "stream", told)
    monkeypatch.setattr(choice, "find_documents", break_down)
    client.raise_request_exception = False
    answer = client.get("/search/", {"q": NAME})
    assert answer.status_code == 500
    assert NAME not in answer.content.decode()
    assert "RuntimeError" in told.getvalue()
    assert NAME not in told.getvalue()
