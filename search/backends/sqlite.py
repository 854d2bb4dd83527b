"""Search on SQLite's FTS5.

The stock compiler joins the index to the model's table and asks the full-text table once a row: seconds at 5,000
pages. Here the full-text table comes first (CROSS JOIN keeps that order) and answers ids with their rank in one go.
"""

import json
from typing import Any

from django.db import connections, router
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import cached_property
from modelsearch.backends.database.sqlite.query import AndNot, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
    SQLiteSearchResults,
)
from modelsearch.query import And, Boost, MatchAll, Not, Or, Phrase, PlainText, SearchQuery
from modelsearch.utils import get_descendants_content_types_pks

from search.backends.common import ChineseIndexMixin, IndexEntry, asked_phrases
from search.domain.text import Tokens

# Columns of the full-text table as modelsearch creates it: autocomplete, body, title.
TITLE_WEIGHT = 12.0


def quoted(phrase: Tokens, *, prefix: bool = False) -> str:
    """An FTS5 phrase; tokens are letters and digits only, so nothing needs escaping."""
    return f'"{" ".join(phrase)}"' + ("*" if prefix else "")


class ChineseSQLiteCompiler(SQLiteSearchQueryCompiler):
    """Compiles queries to FTS5 phrases."""

    def match(self, query: SearchQuery) -> str:
        """The FTS5 expression, or an empty string when `query` asks for nothing that can be found."""
        if isinstance(query, PlainText | Phrase):
            operator = " OR " if isinstance(query, PlainText) and query.operator == "or" else " AND "
            return operator.join(
                f"({' OR '.join(quoted(one, prefix=self.LAST_TERM_IS_PREFIX) for one in same)})"
                for same in asked_phrases(query)
            )
        if isinstance(query, Boost):
            return self.match(query.subquery)
        if isinstance(query, AndNot):
            wanted, unwanted = self.match(query.subquery_a), self.match(query.subquery_b)
            return f"({wanted}) NOT ({unwanted})" if wanted and unwanted else wanted
        if isinstance(query, And | Or):
            parts = [self.match(part) for part in query.subqueries]
            if isinstance(query, And):
                return " AND ".join(f"({part})" for part in parts) if all(parts) else ""
            return " OR ".join(f"({part})" for part in parts if part)
        raise NotImplementedError(f"{type(query).__name__} is not supported by this search backend.")

    def columns(self) -> str:
        """The full-text columns that the asked fields live in."""
        if self.fields is None or self.FTS_TABLE_FIELDS == ["autocomplete"]:
            return " ".join(self.FTS_TABLE_FIELDS)
        return " ".join(sorted({"title" if name == "title" else "body" for name in self.fields}))

    def read(self, query: SearchQuery) -> dict[str, float]:
        """Key (as text) → rank of everything that matches, best first; a lower rank is better."""
        match = self.match(query)
        if not match:
            return {}
        types = get_descendants_content_types_pks(self.queryset.model)
        entries = IndexEntry._meta.db_table
        holes = ", ".join(["%s"] * len(types))
        # Made of table names; what was typed is a parameter.
        statement = (
            f"SELECT {entries}.object_id, bm25({entries}_fts, 1.0, 1.0, {TITLE_WEIGHT}) AS rank"  # noqa: S608
            f" FROM {entries}_fts CROSS JOIN {entries} ON {entries}.id = {entries}_fts.rowid"
            f" WHERE {entries}_fts MATCH %s AND {entries}.content_type_id IN ({holes}) ORDER BY rank"
        )
        with connections[router.db_for_read(IndexEntry)].cursor() as cursor:
            cursor.execute(statement, [f"{{{self.columns()}}} : ({match})", *types])
            return dict(cursor.fetchall())

    @cached_property
    def ranks(self) -> dict[str, float]:
        """What matches, asked once for results, counts and facets; empty for queries without a rank of their own."""
        query = normalize(self.query)
        return {} if isinstance(query, MatchAll | Not) else self.read(query)

    def keys(self, ranks: dict[str, float]) -> RawSQL:
        """The keys as a subquery with one parameter, however many they are, in the type of the model's own key."""
        kind = self.queryset.model._meta.pk.rel_db_type(connections[self.queryset.db]) or ""
        value = "CAST(value AS INTEGER)" if "int" in kind.lower() else "value"
        return RawSQL(f"SELECT {value} FROM json_each(%s)", [json.dumps(list(ranks))])  # noqa: S608, S611

    def narrowed(self) -> QuerySet[Any]:
        """The query set that matches, in its own order."""
        query = normalize(self.query)
        if isinstance(query, MatchAll):
            return self.queryset
        if not isinstance(query, Not):
            return self.queryset.filter(pk__in=self.keys(self.ranks)) if self.ranks else self.queryset.none()
        if isinstance(query.subquery, MatchAll):
            return self.queryset.none()
        return self.queryset.exclude(pk__in=self.keys(self.read(query.subquery)))

    def search(self, config: Any, start: int, stop: int | None, score_field: str | None = None) -> QuerySet[Any]:
        """The query set that matches, in its own order; `ChineseResults` puts it in order of rank."""
        queryset = self.narrowed()
        if not queryset.query.order_by:
            queryset = queryset.order_by("-pk")
        return queryset[start:stop]


class ChineseSQLiteAutocompleteCompiler(ChineseSQLiteCompiler, SQLiteAutocompleteQueryCompiler):
    """The same over titles, the last word being a beginning."""

    LAST_TERM_IS_PREFIX = True
    FTS_TABLE_FIELDS = ["autocomplete"]


class ChineseResults(SQLiteSearchResults):
    """Results in order of rank: ids first, then the objects of the slice alone."""

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        ranks = compiler.ranks if compiler.order_by_relevance or self._score_field else {}
        if not ranks or not compiler.order_by_relevance:
            objects = list(self.get_queryset())
        else:
            allowed = {str(key): key for key in compiler.narrowed().order_by().values_list("pk", flat=True)}
            keys = [allowed[key] for key in ranks if key in allowed][self.start : self.stop]
            by_key = compiler.queryset.filter(pk__in=keys).in_bulk() if keys else {}
            objects = [by_key[key] for key in keys if key in by_key]
        if self._score_field:
            for found in objects:
                setattr(found, self._score_field, ranks.get(str(found.pk)))
        return objects


class ChineseSQLiteIndex(ChineseIndexMixin, SQLiteIndex):
    """Plain text columns; triggers of modelsearch copy them to the full-text table."""

    def entry_values(self, texts: dict[str, str]) -> dict[str, Any]:
        """The texts as they are."""
        return dict(texts)


class ChineseSQLiteBackend(SQLiteSearchBackend):
    """modelsearch's SQLite backend for Chinese."""

    index_class = ChineseSQLiteIndex
    query_compiler_class = ChineseSQLiteCompiler
    autocomplete_query_compiler_class = ChineseSQLiteAutocompleteCompiler
    results_class = ChineseResults
