"""Which engine answers: Elasticsearch where the settings name one and it answers, the embedded one otherwise."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

from django.conf import settings

from search.domain.text import Tokens
from search.engines import embedded
from search.engines.asks import Answer, Ask
from search.engines.breaker import breaker
from search.models.documents import SearchDocument


def server_engine() -> ModuleType | None:
    """The engine on Elasticsearch, None without a server: its client takes half a second and 20 MB to load."""
    return import_module("search.engines.elastic") if settings.ELASTICSEARCH_URL else None


def server_index() -> ModuleType | None:
    """What keeps the server's index, None without a server."""
    return import_module("search.engines.indexing") if settings.ELASTICSEARCH_URL else None


def answered(name: str, *arguments: Any) -> Any:
    """What the function `name` of the server's engine answers, or of the embedded one when the server fails."""
    engine = server_engine()
    if engine and breaker.may_try():
        try:
            found = getattr(engine, name)(*arguments)
        except engine.FAILURES as fault:
            breaker.failed(fault)
        else:
            breaker.worked()
            return found
    ask: Callable[..., Any] = getattr(embedded, name)
    return ask(*arguments)


def find_documents(ask: Ask) -> Answer:
    """One page of what matches. What has left since the server was told is left out."""
    answer: Answer = answered("find_documents", ask)
    keys = [row.values["key"] for row in answer.rows]
    still = set(SearchDocument.objects.shown_on(ask.day).filter(key__in=keys).values_list("key", flat=True))
    rows = [row for row in answer.rows if row.values["key"] in still]
    return replace(answer, rows=rows, total=answer.total - (len(answer.rows) - len(rows)))


def titles_beginning(words: Tokens, day: date, size: int) -> list[str]:
    """Titles for what was typed so far."""
    return still_shown(answered("titles_beginning", words, day, size), day)


def titles_like(parts: list[Tokens], day: date) -> list[str]:
    """Titles near to what was typed."""
    return still_shown(answered("titles_like", parts, day), day)


def still_shown(titles: list[str], day: date) -> list[str]:
    """Those that have not left since the server was told."""
    shown = SearchDocument.objects.shown_on(day).filter(title__in=titles)
    known = set(shown.values_list("title", flat=True)) if titles else set()
    return [title for title in titles if title in known]


def flush() -> int:
    """Tells the server what has changed; answers how many documents."""
    index = server_index()
    return index.flush() if index else 0
