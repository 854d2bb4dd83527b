"""A list's rows, fast: the template of a row is rendered once and filled for each entry.

Rendering it anew for each of 50 rows took two thirds of the page's time, most of it looking up the same words.
"""

from functools import cache
from html import escape
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from county.templatetags.portal import yuan
from publicity.columns import Column, columns
from publicity.domain.disclosure import Channel, Field
from publicity.models.publications import Publication, PublicationEntry

ROW = "publicity/parts/row.html"
_CODED = ("residence", "income_band", "cause", "outcome")
_UNKNOWN = "—"


def web_columns(publication: Publication) -> list[Column]:
    """The page's columns: the village is in its heading already, and residence stands with the category."""
    return columns(publication.programme, _own_columns(_web_fields(publication)))


def rows_html(request: HttpRequest, publication: Publication, entries: QuerySet[PublicationEntry]) -> SafeString:
    """The table's rows; every value is escaped."""
    language, large = get_language() or "", request.GET.get("view") == "large"
    shown = _web_fields(publication)
    row = _row(language, large, publication.programme, shown)
    words = {name: _words(language, name) for name in _CODED}
    # A field that the list does not show is not even read.
    names = ("pk", "publication_id", "number", "name_masked", "outcome", *(item for item in shown if item != "name"))
    return SafeString("".join(row.format_map(_values(entry, words)) for entry in entries.values(*names)))


def _web_fields(publication: Publication) -> tuple[Field, ...]:
    return tuple(item for item in publication.fields_of(Channel.WEB) if item is not Field.VILLAGE)


def _own_columns(shown: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(item for item in shown if item is not Field.RESIDENCE or Field.CATEGORY not in shown)


@cache
def _row(language: str, large: bool, programme: str, shown: tuple[Field, ...]) -> str:
    """The row of a language, view and profile: nothing in it depends on a list or a reader."""
    own = _own_columns(shown)
    context = {"large": large, "columns": columns(programme, own), "with_residence": own != shown}
    return render_to_string(ROW, context)


@cache
def _words(language: str, field: str) -> dict[str, str]:
    """A field's choices in a language."""
    return {value: str(label) for value, label in PublicationEntry._meta.get_field(field).flatchoices}


def _values(entry: dict[str, Any], words: dict[str, dict[str, str]]) -> dict[str, str]:
    outcome = words["outcome"].get(entry["outcome"], "")
    shown = dict(entry)
    for name in _CODED:
        if name in shown:
            shown[name] = words[name].get(shown[name], _UNKNOWN)
    if "amount" in shown:
        shown["amount"] = yuan(shown["amount"])
    escaped = {name: escape(str(value)) for name, value in shown.items()}
    return escaped | {"outcome": f' <span class="pill">{escape(outcome)}</span>' if outcome else ""}
