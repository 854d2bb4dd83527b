"""The connection to Elasticsearch, and the index as it is laid out there."""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit, urlunsplit

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.dsl import (
    Completion,
    Date,
    Document,
    Index,
    Integer,
    Keyword,
    Text,
    analyzer,
    char_filter,
    token_filter,
)
from elasticsearch.helpers import BulkIndexError

from search.domain.spelling import written
from search.models.synonyms import synonym_groups

# Its word on every failure would fill the log; the breaker says it once an outage.
logging.getLogger("elastic_transport").setLevel(logging.ERROR)

FAILURES = (ApiError, TransportError, BulkIndexError)
SEARCH_SECONDS = 1.0
WRITE_SECONDS = 2.0
BUILD_SECONDS = 60.0
DEFAULT_NAME = "portal"
BUSY = 429
PAUSES = (0.5, 1.0, 2.0, 4.0)
Answer = TypeVar("Answer")

lower, width = "lowercase", "cjk_width"
# `cjk`: pairs of characters. `signs`: single ones, so that a phrase with a synonym inside ends where it should.
twos = token_filter("portal_twos", "cjk_bigram")
# 3.5 and a_b are several words in the portal's own reading too.
split = char_filter("portal_split", "pattern_replace", pattern="[._':,]", replacement=" ")


@lru_cache
def connect(url: str) -> Elasticsearch:
    """A client for the server at `url`, kept for the life of the process; nothing is tried twice."""
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(query="", path=parts.path.rstrip("/")))
    return Elasticsearch(bare, max_retries=0, retry_on_timeout=False)


def client(seconds: float | None = None) -> Elasticsearch:
    """The client of the settings, with this time limit a request: that of a search unless told."""
    return connect(settings.ELASTICSEARCH_URL).options(request_timeout=seconds or SEARCH_SECONDS)


def patiently(call: Callable[..., Answer], **arguments: Any) -> Answer:
    """Calls again, a little later each time, while the server says that it has too much to do (429)."""
    for pause in PAUSES:
        try:
            return call(**arguments)
        except ApiError as fault:
            if fault.meta.status != BUSY:
                raise
            time.sleep(pause)
    return call(**arguments)


def alias() -> str:
    """The name that searches go by: `index` in the address's query, for portals that share a server."""
    return parse_qs(urlsplit(settings.ELASTICSEARCH_URL).query).get("index", [DEFAULT_NAME])[0]


def text(**more: Any) -> Text:
    """A text in single characters, and in pairs for what is merely near."""
    pairs = Text(analyzer="portal_cjk", search_analyzer="portal_cjk_asked")
    return Text(analyzer="portal_signs", search_analyzer="portal_signs_asked", fields={"cjk": pairs}, **more)


class Entry(Document):
    """One `SearchDocument`; its key is the id."""

    key = Keyword()
    kind = Keyword()
    title = text()
    number = text()
    body = text()
    url = Keyword(index=False, doc_values=False)
    township = Keyword()
    year = Integer()
    day = Date()
    shown_from = Date()
    shown_until = Date()
    beginnings = Completion(analyzer="portal_whole")


def synonym_rules() -> list[str]:
    """The editors' groups as rules of Elasticsearch; tokens are letters and digits, so nothing needs escaping."""
    return [", ".join(written(term) for term in group) for group in synonym_groups()]


def new_index(name: str) -> Index:
    """An index with this mapping, and with the synonyms as they are now; not yet made."""
    index = Index(name)
    index.document(Entry)
    rules = synonym_rules()
    # A filter without rules is refused.
    same = [token_filter("portal_synonyms", "synonym_graph", synonyms=rules, lenient=True)] if rules else []
    for made in (
        analyzer("portal_signs", tokenizer="standard", filter=[width, lower], char_filter=[split]),
        analyzer("portal_signs_asked", tokenizer="standard", filter=[width, lower, *same], char_filter=[split]),
        analyzer("portal_cjk", tokenizer="standard", filter=[width, lower, twos], char_filter=[split]),
        analyzer("portal_cjk_asked", tokenizer="standard", filter=[width, lower, twos, *same], char_filter=[split]),
        analyzer("portal_whole", tokenizer="keyword", filter=[width, lower]),
    ):
        index.analyzer(made)
    # Nothing is searched while it fills, so nothing is refreshed or copied until it is done.
    index.settings(number_of_shards=1, number_of_replicas=0, refresh_interval="-1")
    return index
