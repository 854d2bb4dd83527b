"""Search on PostgreSQL's text search, over the same single characters."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import F, TextField, Value
from modelsearch.backends.database.postgres.postgres import (
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import Phrase, PlainText

from search.backends.common import ChineseIndexMixin, asked_phrases
from search.domain.text import Tokens

# No stemming, no stop words: characters are words here.
CONFIG = "simple"


def phrase_query(phrase: Tokens, *, prefix: bool = False) -> SearchQuery:
    """A tsquery of tokens in a row; tokens are letters and digits only, so nothing needs escaping."""
    parts = [f"'{token}'" for token in phrase]
    if prefix:
        parts[-1] += ":*"
    return SearchQuery(" <-> ".join(parts), config=CONFIG, search_type="raw")


class ChinesePostgresMixin:
    """Compiles plain text and phrases to phrases of characters; the rest is modelsearch's."""

    LAST_TERM_IS_PREFIX: bool

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> SearchQuery:
        """A tsquery; an empty one, which matches nothing, when there is nothing to search for."""
        if not isinstance(query, PlainText | Phrase):
            return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]
        asked = asked_phrases(query)
        if not asked:
            return SearchQuery("", config=CONFIG, search_type="plain")
        parts = [reduce(or_, [phrase_query(one, prefix=self.LAST_TERM_IS_PREFIX) for one in same]) for same in asked]
        join = or_ if isinstance(query, PlainText) and query.operator == "or" else and_
        found = reduce(join, parts)
        return ~found if invert else found


class ChinesePostgresCompiler(ChinesePostgresMixin, PostgresSearchQueryCompiler):
    """Search."""

    def get_fields_vectors(self, search_query: SearchQuery) -> list[tuple[F, float]]:
        """The index's columns that the asked fields live in; the model's own columns hold unspaced text."""
        columns = sorted({"title" if name == "title" else "body" for name in self.fields})
        return [(F(f"index_entries__{column}"), 1.0) for column in columns]


class ChinesePostgresAutocompleteCompiler(ChinesePostgresMixin, PostgresAutocompleteQueryCompiler):
    """Search over titles, the last word being a beginning."""

    def get_fields_vectors(self, search_query: SearchQuery) -> list[tuple[F, float]]:
        """Beginnings are kept in one column, whatever fields are asked."""
        return self.get_index_vectors(search_query)


class ChinesePostgresIndex(ChineseIndexMixin, PostgresIndex):
    """Vectors of single characters."""

    def entry_values(self, texts: dict[str, str]) -> dict[str, Any]:
        """The texts as vectors, the title weighing most."""
        weights = {"title": "A", "body": "D", "autocomplete": "D"}
        return {
            name: SearchVector(Value(text, output_field=TextField()), weight=weights[name], config=CONFIG)
            for name, text in texts.items()
        }


class ChinesePostgresBackend(PostgresSearchBackend):
    """modelsearch's PostgreSQL backend for Chinese."""

    index_class = ChinesePostgresIndex
    query_compiler_class = ChinesePostgresCompiler
    autocomplete_query_compiler_class = ChinesePostgresAutocompleteCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.config = self.autocomplete_config = CONFIG
