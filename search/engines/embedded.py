"""Search in the portal's own database: one statement reads what matches, the rest is counting and sorting."""

import heapq
from datetime import date
from typing import NamedTuple

from django.db import connection
from modelsearch.utils import get_content_type_pk

from search.backends.common import IndexEntry
from search.domain.text import Tokens, find, tokens
from search.engines.asks import NAMED_FIRST, WEIGHTS, Answer, Ask, Row, counted, page_start
from search.models.documents import SearchDocument

# Columns of the full-text table as modelsearch creates it: autocomplete, body, title.
TITLE_WEIGHT = 12.0
BEGINNING_WEIGHT = 0.01
# Of a loose search only what comes this near to the best is an answer.
NEAR_ENOUGH = 0.45
MOST_TITLES = 30
MOST_IN_TITLE = 12

ENTRIES = IndexEntry._meta.db_table
DOCUMENTS = SearchDocument._meta.db_table
SHOWN = "(d.shown_from IS NULL OR d.shown_from <= %s) AND (d.shown_until IS NULL OR d.shown_until >= %s)"
# Year and day as text: a query may match every document, and reading so many dates takes longer than finding them.
COLUMNS = (
    "d.id, d.kind, d.township, COALESCE(CAST(d.year AS TEXT), ''), COALESCE(CAST(d.day AS TEXT), ''),"
    " CASE WHEN d.kind IN ('services', 'villages') THEN d.title ELSE '' END"
)


class Match(NamedTuple):
    """What the full-text table says of one document; `place` is the name of a village or window, "" of all others."""

    pk: int
    kind: str
    township: str
    year: str
    day: str
    place: str
    score: float
    titled: bool


class Standing(NamedTuple):
    """A match and where it stands among the others, the greater the nearer to the top."""

    named: int
    score: float
    day: str
    pk: int
    match: Match


def sqlite_phrase(phrase: Tokens, *, prefix: bool = False) -> str:
    """An FTS5 phrase; tokens are letters and digits only, so nothing needs escaping."""
    return f'"{" ".join(phrase)}"' + ("*" if prefix else "")


def postgres_phrase(phrase: Tokens, *, prefix: bool = False) -> str:
    """A phrase of a tsquery; tokens are letters and digits only, so nothing needs escaping."""
    return "(" + " <-> ".join(f"'{token}'" for token in phrase) + (":*" if prefix else "") + ")"


def expression(phrases: list[list[Tokens]], *, loose: bool = False, prefix: bool = False) -> str:
    """The query in the database's own language."""
    if connection.vendor == "postgresql":
        write, each, any_of = postgres_phrase, " & ", " | "
    else:
        write, each, any_of = sqlite_phrase, " AND ", " OR "
    groups = (f"({any_of.join(write(one, prefix=prefix) for one in same)})" for same in phrases)
    return (any_of if loose else each).join(groups)


def statement(column: str, titled: str) -> str:
    """Reads every document that matches: a score, higher being better, and whether `titled` holds for it.

    Texts typed by people are parameters.
    """
    where = f"e.content_type_id = %s AND {SHOWN}"
    if connection.vendor == "postgresql":
        vector = f"e.{column}" if column else "(e.title || e.body)"
        return (
            f"SELECT {COLUMNS}, ts_rank('{{0.05, 0.2, 0.4, 1.0}}', {vector}, q.query, 1), {titled}"  # noqa: S608
            f" FROM (SELECT to_tsquery('simple', %s)) q(query) CROSS JOIN {ENTRIES} e"
            f" JOIN {DOCUMENTS} d ON d.id = e.object_id::bigint WHERE {vector} @@ q.query AND {where}"
        )
    # The full-text table comes first (CROSS JOIN keeps that order) and answers ids with their rank in one go.
    return (
        f"SELECT {COLUMNS}, -bm25({ENTRIES}_fts, {BEGINNING_WEIGHT}, 1.0, {TITLE_WEIGHT}), {titled}"  # noqa: S608
        f" FROM {ENTRIES}_fts CROSS JOIN {ENTRIES} e ON e.id = {ENTRIES}_fts.rowid"
        f" CROSS JOIN {DOCUMENTS} d ON d.id = CAST(e.object_id AS INTEGER)"
        f" WHERE {ENTRIES}_fts MATCH %s AND {where}"
    )


def matches(phrases: list[list[Tokens]], day: date, *, column: str = "", **how: bool) -> list[Match]:
    """All that matches; `column` is title or autocomplete, or both texts when empty."""
    query = expression(phrases, **how)
    wanted = [] if column or how.get("loose") else [variant for same in phrases for variant in same][:MOST_IN_TITLE]
    if connection.vendor == "postgresql":
        held, said = "e.title @@ to_tsquery('simple', %s)", [postgres_phrase(one) for one in wanted]
    else:
        # The index keeps titles with a blank between tokens; looking there costs a tenth of a second rank.
        held, said = "instr(' ' || e.title || ' ', %s) > 0", [f" {' '.join(one)} " for one in wanted]
        query = f"autocomplete : {SearchDocument.sort} AND {{{column or 'title body'}}} : ({query})"
    titled = " OR ".join(held for _one in wanted) or "FALSE"
    with connection.cursor() as cursor:
        cursor.execute(statement(column, titled), [*said, query, get_content_type_pk(SearchDocument), day, day])
        return list(map(Match._make, cursor.fetchall()))


def names(text: str, asked: list[Tokens]) -> bool:
    """Whether `text` holds every phrase."""
    words = tokens(text)
    return all(find(phrase, words) >= 0 for phrase in asked)


def standings(found: list[Match], ask: Ask) -> list[Standing]:
    """Where each match stands: places that the query names before all, the newer first among equals.

    A word that half of all texts hold weighs next to nothing for the database, and on this site that is 低保 itself: so
    a title that holds the query counts by itself, beside the score as a part of the best one.
    """
    best = max((one.score for one in found), default=0.0) or 1.0
    weights, said = ask.weights, [] if ask.loose else ask.said
    scored = []
    for one in found:
        named = -NAMED_FIRST.index(one.kind) if one.place and said and names(one.place, said) else -len(NAMED_FIRST)
        score = (one.score / best + one.titled) * weights.get(one.kind, 1.0)
        scored.append(Standing(named, score, one.day, one.pk, one))
    if ask.loose:
        least = max((one.score for one in scored), default=0.0) * NEAR_ENOUGH
        return [one for one in scored if one.score >= least]
    return scored


def find_documents(ask: Ask) -> Answer:
    """The answer to `ask`."""
    found = standings(matches(ask.phrases, ask.day, loose=ask.loose), ask)
    facets = counted(((one.match.kind, one.match.township, one.match.year) for one in found), ask.narrow)
    wanted = [one for one in found if all(getattr(one.match, name) == value for name, value in ask.narrow.items())]
    start = page_start(ask.start, ask.size, len(wanted))
    keys = [one.pk for one in heapq.nlargest(start + ask.size, wanted)[start:]]
    rows = SearchDocument.objects.in_bulk(keys)
    return Answer([Row(rows[pk].as_dict()) for pk in keys if pk in rows], len(wanted), start, facets, len(found))


def titles_beginning(words: Tokens, day: date, size: int) -> list[str]:
    """Titles that hold `words`, the last of them being a beginning; lists, which are all alike, aside."""
    found = [one for one in matches([[words]], day, column="autocomplete", prefix=True) if lasting(one)]
    found.sort(key=lambda one: (-WEIGHTS.get(one.kind, 1.0), -one.score, one.pk))
    return titles_of(found, size)


def titles_like(parts: list[Tokens], day: date) -> list[str]:
    """Titles that hold some of `parts`, the nearest first."""
    found = matches([[part] for part in parts], day, column="title", loose=True)
    found.sort(key=lambda one: (-one.score, one.pk))
    return titles_of([one for one in found if lasting(one)], MOST_TITLES)


def lasting(match: Match) -> bool:
    """Whether the thing is not a list or a notice of a few days."""
    return match.kind not in ("lists", "reviews")


def titles_of(found: list[Match], size: int) -> list[str]:
    """The distinct titles of the first of `found`."""
    keys = [one.pk for one in found[: size * 2]]
    titles = dict(SearchDocument.objects.filter(pk__in=keys).values_list("pk", "title"))
    return list(dict.fromkeys(titles[pk] for pk in keys if pk in titles))[:size]
