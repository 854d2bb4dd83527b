"""What both databases share: reading objects into the index and queries into phrases."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Manager, Model
from django.utils.encoding import force_str
from django.utils.html import strip_tags
from modelsearch.conf import get_app_config
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_content_type_pk

from search.domain.text import Tokens, phrases, spaced, tokens, variants
from search.models.synonyms import synonym_groups

IndexEntry = get_app_config().get_model("IndexEntry", require_ready=False)


def as_text(value: Any) -> str:
    """A field's value as plain text."""
    if isinstance(value, dict):
        return as_text(list(value.values()))
    if isinstance(value, list | tuple):
        return "\n".join(as_text(item) for item in value)
    return strip_tags(force_str(value)) if value is not None else ""


def values_of(obj: Model, fields: Iterable[Any]) -> Iterable[tuple[Any, str]]:
    """Each search field of `obj` with its text, related objects included."""
    for field in fields:
        value = field.get_value(obj)
        if not isinstance(field, RelatedFields):
            yield field, as_text(value)
        elif value is not None:
            for other in value.all() if isinstance(value, Manager) else [value]:
                yield from values_of(other, field.fields)


def entry_texts(obj: Any) -> dict[str, str]:
    """Title, body and autocomplete text of `obj` as the index stores them."""
    texts: dict[str, list[str]] = {"title": [], "body": [], "autocomplete": []}
    for field, value in values_of(obj, obj.get_search_fields()):
        if isinstance(field, AutocompleteField):
            texts["autocomplete"].append(value)
        elif isinstance(field, SearchField):
            texts["title" if field.field_name == "title" else "body"].append(value)
    return {name: spaced("\n".join(parts)) for name, parts in texts.items()}


def asked_phrases(query: PlainText | Phrase) -> list[list[Tokens]]:
    """What a query asks for: a list of phrases, each with its synonyms, of which one must occur."""
    if isinstance(query, Phrase):
        exact = tokens(query.query_string)
        return [[exact]] if exact else []
    asked = phrases(query.query_string)
    groups = synonym_groups() if asked else []
    return [variants(phrase, groups) for phrase in asked]


class ChineseIndexMixin:
    """Writes entries with spaced characters; one statement for any number of objects."""

    def entry_values(self, texts: dict[str, str]) -> dict[str, Any]:
        """The columns of an entry."""
        raise NotImplementedError

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        """Adds or replaces the entries of `objs`."""
        content_type = get_content_type_pk(model)
        rows = [
            IndexEntry(content_type_id=content_type, object_id=force_str(obj.pk), **self.entry_values(entry_texts(obj)))
            for obj in objs
        ]
        if not rows or not model.get_search_fields():
            return
        columns = list(self.entry_values({"title": "", "body": "", "autocomplete": ""}))
        IndexEntry._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["content_type", "object_id"], update_fields=columns
        )

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Titles weigh more by a fixed factor; the stock norms rewrite the table at each save."""
