"""Keeping Elasticsearch's index: changes after the commit, and a new index built beside the one in use.

What changes leaves its key in `PendingChange`, in the same transaction. Sending reads those documents as they now are,
so the last state wins. While an index is being built no key is dropped: just before the alias moves, all of them are
sent to the new index too. So neither an outage nor a rebuild loses a change (docs/decisions/0036-search.md).
"""

import logging
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from elasticsearch.helpers import bulk

from search.engines import locks
from search.engines.asks import WEIGHTS
from search.engines.breaker import breaker
from search.engines.server import BUILD_SECONDS, FAILURES, WRITE_SECONDS, alias, client, new_index, patiently
from search.models.documents import FIELDS, PendingChange, SearchDocument

log = logging.getLogger("search")
CHUNK = 500
BULK_RETRIES = 5
LOCK_SECONDS = 1.0
SWITCH_SECONDS = 60.0
# Where people begin to type a title: at its start, or after the words that all titles begin with.
BEGINNING = re.compile(r"关于|《|县|区|镇|的")
MOST_BEGINNINGS = 6
# Signs that mark hits, and control characters such as come from Word: completions refuse some of them.
UNSENT = dict.fromkeys([0xE000, 0xE001, *(code for code in range(0x20) if chr(code) not in "\t\n\r"), 0x7F])
MALFORMED = 400


class BuildRunning(Exception):
    """Another process is building an index."""


class Refused(Exception):
    """The server did not take a document."""


FAULTS = (*FAILURES, BuildRunning, Refused)


@dataclass(frozen=True)
class Built:
    """What a rebuild has made."""

    index: str
    documents: int
    replayed: int


def clean(value: Any) -> Any:
    """A value without the signs that mark hits or that the server refuses."""
    return value.translate(UNSENT) if isinstance(value, str) else value


def beginnings(document: SearchDocument) -> list[str]:
    """What somebody may begin to type for this title; lists are all alike and are not offered."""
    if document.kind in ("lists", "reviews"):
        return []
    title = clean(document.title)
    starts = [0, *(found.end() for found in BEGINNING.finditer(title))]
    texts = [title[start:] for start in starts[:MOST_BEGINNINGS]]
    return [text for text in dict.fromkeys([*texts, clean(document.number)]) if text.strip()]


def source_of(document: SearchDocument) -> dict[str, Any]:
    """The document as it is sent; nothing stands for empty."""
    values = {name: clean(getattr(document, name)) for name in FIELDS}
    offered = {"input": beginnings(document), "weight": round(10 * WEIGHTS.get(document.kind, 1.0))}
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    return kept | ({"beginnings": offered} if offered["input"] else {})


def additions(documents: Any, index: str) -> Iterator[dict[str, Any]]:
    """Bulk actions that write documents."""
    for document in documents:
        yield {"_op_type": "index", "_index": index, "_id": document.key, "_source": source_of(document)}


def changes(keys: list[str], index: str) -> Iterator[dict[str, Any]]:
    """Bulk actions that bring `keys` to the state of the database."""
    found = {document.key: document for document in SearchDocument.objects.filter(key__in=keys)}
    yield from additions(found.values(), index)
    for key in dict.fromkeys(keys):
        if key not in found:
            yield {"_op_type": "delete", "_index": index, "_id": key}


def send(keys: list[str], index: str, seconds: float, *, through_alias: bool) -> None:
    """Writes the state of `keys`. What is not there to be deleted is no error; see `settle` for what is refused."""
    options = {"require_alias": True} if through_alias else {}
    _done, errors = bulk(client(seconds), changes(keys, index), chunk_size=CHUNK, raise_on_error=False, **options)
    settle([error for error in errors if not is_missing(error)])


def settle(errors: list[dict[str, Any]]) -> None:
    """Raises Refused, unless the server will never take these documents: then they are named and left out.

    One that waited for ever would hold up all others.
    """
    answers = [next(iter(error.values())) for error in errors]
    for answer in answers:
        if answer.get("status") != MALFORMED:
            raise Refused(str(answer.get("status", "")))
    for answer in answers:
        log.warning("Elasticsearch does not take %s; it is not found until it is changed.", answer.get("_id"))


def is_missing(error: dict[str, Any]) -> bool:
    """Whether nothing but a document to delete was missing."""
    answer = error.get("delete", {})
    return bool(answer) and answer.get("status") == 404 and "error" not in answer  # noqa: PLR2004 - HTTP's not found


def flush() -> int:
    """Sends what is pending to the index in use; answers how many keys. A failure leaves them pending."""
    if not settings.ELASTICSEARCH_URL or not PendingChange.objects.filter(sent=False).exists():
        return 0
    if not breaker.may_try():
        return 0
    try:
        with locks.hold(locks.SENDING, wait=LOCK_SECONDS) as taken:
            number = _send_pending(WRITE_SECONDS) if taken else 0
    except (*FAILURES, Refused) as fault:
        breaker.failed(fault)
        return 0
    breaker.worked()
    return number


def _send_pending(seconds: float) -> int:
    number = 0
    while rows := list(PendingChange.objects.filter(sent=False).order_by("pk")[:CHUNK]):
        send([row.key for row in rows], alias(), seconds, through_alias=True)
        done = PendingChange.objects.filter(pk__in=[row.pk for row in rows])
        with locks.hold(locks.BUILDING) as nobody_builds:
            if nobody_builds:
                done.delete()
            else:
                done.update(sent=True)
        number += len(rows)
    return number


def rebuild() -> Built:
    """Builds a new index beside the one in use, then lets the alias point at it, in one step, and drops the old one.

    Raises BuildRunning. Searches go on all the time; so do changes.
    """
    with locks.hold(locks.BUILDING, wait=LOCK_SECONDS) as taken:
        if not taken:
            raise BuildRunning
        PendingChange.objects.filter(sent=True).delete()  # kept for a build that was broken off
        server, name = client(BUILD_SECONDS), f"{alias()}-{secrets.token_hex(4)}"
        drop_leftovers()
        patiently(new_index(name).create, using=server)
        documents = SearchDocument.objects.order_by("pk").iterator(chunk_size=CHUNK)
        tries = {"max_retries": BULK_RETRIES, "initial_backoff": 1, "raise_on_error": False}
        number, errors = bulk(server, additions(documents, name), chunk_size=CHUNK, **tries)
        settle(errors)
        with locks.hold(locks.SENDING, wait=SWITCH_SECONDS) as alone:
            if not alone:
                raise BuildRunning
            pending = list(PendingChange.objects.order_by("pk"))
            if pending:
                send([row.key for row in pending], name, BUILD_SECONDS, through_alias=False)
            used = {"refresh_interval": None, "number_of_replicas": None}
            patiently(server.indices.put_settings, index=name, settings=used)
            patiently(server.indices.refresh, index=name)
            old = switch(name)
            PendingChange.objects.filter(pk__in=[row.pk for row in pending]).delete()
        for index in old:
            patiently(server.indices.delete, index=index, ignore_unavailable=True)
    breaker.worked()
    return Built(name, number, len(pending))


def behind_alias() -> list[str]:
    """The indices that the alias points at: one, or none before the first build."""
    server = client(WRITE_SECONDS)
    if not patiently(server.indices.exists_alias, name=alias()):
        return []
    return sorted(patiently(server.indices.get_alias, name=alias()).body)


def switch(name: str) -> list[str]:
    """The alias points at `name` alone, atomically; answers what it pointed at before."""
    old = behind_alias()
    steps: list[dict[str, Any]] = [{"remove": {"index": index, "alias": alias()}} for index in old]
    steps.append({"add": {"index": name, "alias": alias()}})
    patiently(client(BUILD_SECONDS).indices.update_aliases, actions=steps)
    return old


def drop_leftovers() -> None:
    """Indices of builds that were broken off; call it only while holding BUILDING."""
    server, used = client(BUILD_SECONDS), set(behind_alias())
    for index in patiently(server.indices.get, index=f"{alias()}-*", allow_no_indices=True).body:
        if index not in used and re.fullmatch(rf"{re.escape(alias())}-[0-9a-f]{{8}}", index):
            patiently(server.indices.delete, index=index, ignore_unavailable=True)


def drop_all() -> None:
    """Every index of this portal, the one in use too: for tests and benchmarks that made their own."""
    client(BUILD_SECONDS).indices.delete(index=f"{alias()}-*", ignore_unavailable=True)
