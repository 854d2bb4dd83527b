"""Search on Elasticsearch: the same questions as the embedded engine answers, one request each."""

from dataclasses import replace
from datetime import date
from typing import Any

from elasticsearch.dsl import Search

from search.domain.spelling import written
from search.domain.text import Tokens
from search.engines.asks import FACETS, NAMED_FIRST, Answer, Ask, Row, page_start
from search.engines.server import FAILURES, alias, client
from search.models.documents import FIELDS

# Private-use signs around a hit; nothing that is indexed holds them (`indexing.clean`).
OPEN, CLOSE = "\ue000", "\ue001"
FRAGMENT = 140
MOST_TITLES = 30
MOST_VALUES = 100
# The server reads no further by default.
DEEPEST = 10_000
TITLE = 6
NAMED_BOOST = 1000.0
PHRASE_FIELDS = [f"title^{TITLE}", "number^3", "body"]
PAIR_FIELDS = [f"title.cjk^{TITLE}", "number.cjk^3", "body.cjk"]
# Of a long query that is nowhere as a whole, so much of its pairs must occur.
NEAR_ENOUGH = "2<25%"
DAY_RANGES = ("shown_from", "shown_until")


def search() -> Search:
    """A search on the index in use."""
    return Search(using=client(), index=alias(), doc_type=[])


def shown_on(day: date) -> list[dict[str, Any]]:
    """Filters: found on this day or always."""
    found = []
    for name, bound in zip(DAY_RANGES, ("lte", "gte"), strict=True):
        without = {"bool": {"must_not": [{"exists": {"field": name}}]}}
        found.append({"bool": {"should": [without, {"range": {name: {bound: day.isoformat()}}}]}})
    return found


def phrase_query(phrase: Tokens, fields: list[str]) -> dict[str, Any]:
    """The phrase in one of the fields; the index's synonyms stand for words in it."""
    return {"multi_match": {"query": " ".join(phrase), "type": "phrase", "fields": fields}}


def exact(ask: Ask) -> dict[str, Any]:
    """Every phrase occurs; places that hold them all in their name come first, kinds count by their weights."""
    every = [phrase_query(phrase, PHRASE_FIELDS) for phrase in ask.said]
    titled = [phrase_query(phrase, ["title"]) for phrase in ask.said]
    first = [
        {
            "constant_score": {
                "filter": {"bool": {"filter": [{"term": {"kind": kind}}, *titled]}},
                "boost": NAMED_BOOST * (len(NAMED_FIRST) - place),
            }
        }
        for place, kind in enumerate(NAMED_FIRST)
    ]
    return {"bool": {"must": every, "should": first}}


def near(ask: Ask) -> dict[str, Any]:
    """Enough pairs of characters occur."""
    query = " ".join(written(phrase) for phrase in ask.said)
    return {
        "multi_match": {
            "query": query,
            "type": "most_fields",
            "fields": PAIR_FIELDS,
            "minimum_should_match": NEAR_ENOUGH,
            "auto_generate_synonyms_phrase_query": False,
        }
    }


def question(ask: Ask) -> Search:
    """The whole request: what matches, what of it is shown, counts, marks."""
    weights = [{"filter": {"term": {"kind": kind}}, "weight": weight} for kind, weight in ask.weights.items()]
    weighed = {
        "function_score": {
            "query": near(ask) if ask.loose else exact(ask),
            "functions": weights,
            "score_mode": "first",
            "boost_mode": "multiply",
        }
    }
    asked = search().query({"bool": {"must": [weighed], "filter": shown_on(ask.day)}})
    chosen = {name: {"term": {name: value}} for name, value in ask.narrow.items()}
    if chosen:
        asked = asked.post_filter({"bool": {"filter": list(chosen.values())}})
    for name in FACETS:
        others = [term for other, term in chosen.items() if other != name]
        within = asked.aggs.bucket(f"in_{name}", "filter", bool={"filter": others}) if others else asked.aggs
        within.bucket(name, "terms", field=name, size=MOST_VALUES)
    asked.aggs.bucket("matched", "filter", match_all={})
    asked = asked.extra(from_=ask.start, size=ask.size, track_total_hits=True)
    asked = asked.sort("_score", {"day": {"order": "desc", "missing": "_last"}})
    return (
        asked if ask.loose else asked.highlight_options(**MARKS).highlight("title", **WHOLE).highlight("body", **PART)
    )


MARKS = {"pre_tags": [OPEN], "post_tags": [CLOSE], "type": "unified"}
WHOLE = {"number_of_fragments": 0}
PART = {"number_of_fragments": 1, "fragment_size": FRAGMENT, "no_match_size": FRAGMENT, "order": "score"}


def find_documents(ask: Ask) -> Answer:
    """The answer to `ask`; a page behind the last is asked for once more."""
    ask = replace(ask, start=min(ask.start, DEEPEST - ask.size))
    answer = question(ask).execute().to_dict()
    total = answer["hits"]["total"]["value"]
    start = page_start(ask.start, ask.size, total)
    if start != ask.start:
        answer = question(replace(ask, start=start)).execute().to_dict()
    counts = answer["aggregations"]
    rows = [row(hit) for hit in answer["hits"]["hits"]]
    return Answer(rows, total, start, facets(counts), counts["matched"]["doc_count"])


def row(hit: dict[str, Any]) -> Row:
    """A hit's fields and what was marked in them."""
    source = hit["_source"]
    marked = {name: parts[0] for name, parts in hit.get("highlight", {}).items()}
    return Row({name: source.get(name) for name in FIELDS}, marked)


def facets(found: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Counts by value, empty values aside."""
    counts = {}
    for name in FACETS:
        buckets = found.get(f"in_{name}", found)[name]["buckets"]
        counts[name] = {str(one["key"]): one["doc_count"] for one in buckets if one["key"] not in ("", None)}
    return counts


def titles_beginning(words: Tokens, day: date, size: int) -> list[str]:
    """Completions of what was typed so far."""
    completion = {"field": "beginnings", "size": size, "skip_duplicates": True}
    asked = search().suggest("titles", written(words), completion=completion).source(["title"]).extra(size=0)
    found = asked.execute().to_dict()["suggest"]["titles"][0]["options"]
    return list(dict.fromkeys(option["_source"]["title"] for option in found))


def titles_like(parts: list[Tokens], day: date) -> list[str]:
    """Titles that hold some of `parts`, the nearest first; lists, which are all alike, aside."""
    asked = search().query(
        {
            "bool": {
                "should": [{"match": {"title.cjk": {"query": written(part)}}} for part in parts],
                "minimum_should_match": 1,
                "must_not": [{"terms": {"kind": ["lists", "reviews"]}}],
                "filter": shown_on(day),
            }
        }
    )
    answer = asked.source(["title"]).extra(size=MOST_TITLES).execute().to_dict()
    return list(dict.fromkeys(hit["_source"]["title"] for hit in answer["hits"]["hits"]))


__all__ = ["CLOSE", "FAILURES", "OPEN", "find_documents", "titles_beginning", "titles_like"]
