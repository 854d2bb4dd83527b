"""A list's columns in a channel: how each is headed and read. Page, table, data and paper all take them from here.

They follow what was settled when the list went out, never today's setting.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.templatetags.portal import yuan
from publicity.domain.disclosure import Channel, Field
from publicity.domain.stages import Programme
from publicity.models.publications import Publication, PublicationEntry

# A table for people in the county: its headings and words are data in their language, like the rows.
_HEADINGS: dict[Field, str] = {
    Field.NAME: "户主",
    Field.VILLAGE: "村（社区）",
    Field.HOUSEHOLD_SIZE: "家庭人口",
    Field.COVERED_PERSONS: "保障人口",
    Field.RESIDENCE: "城乡",
    Field.CATEGORY: "保障类别",
    Field.AMOUNT: "月保障金额（元）",
    Field.INCOME_BAND: "家庭人均收入",
    Field.CAUSE: "救助原因",
}
_LABELS: dict[Field, str | Promise] = {
    Field.NAME: gettext_lazy("Head of household"),
    Field.VILLAGE: gettext_lazy("Village (community)"),
    Field.HOUSEHOLD_SIZE: gettext_lazy("Household size"),
    Field.COVERED_PERSONS: gettext_lazy("Persons covered"),
    Field.RESIDENCE: gettext_lazy("Rural or urban"),
    Field.CATEGORY: gettext_lazy("Category"),
    Field.AMOUNT: gettext_lazy("Amount a month (yuan)"),
    Field.INCOME_BAND: gettext_lazy("Income a head"),
    Field.CAUSE: gettext_lazy("Cause of the assistance"),
}
_HEADINGS_OF: dict[tuple[str, Field], str] = {
    (Programme.DIBAO, Field.RESIDENCE): "低保类别",
    (Programme.STEP_DOWN, Field.RESIDENCE): "低保类别",
    (Programme.LOW_INCOME_EDGE, Field.COVERED_PERSONS): "认定人数",
    (Programme.TEKUN, Field.COVERED_PERSONS): "供养人数",
    (Programme.TEKUN, Field.AMOUNT): "月供养金额（元）",
    (Programme.TEMPORARY, Field.COVERED_PERSONS): "救助人数",
    (Programme.TEMPORARY, Field.AMOUNT): "救助金额（元）",
}
_LABELS_OF: dict[tuple[str, Field], str | Promise] = {
    (Programme.LOW_INCOME_EDGE, Field.COVERED_PERSONS): gettext_lazy("Persons recognised"),
    (Programme.TEKUN, Field.COVERED_PERSONS): gettext_lazy("Persons supported"),
    (Programme.TEKUN, Field.AMOUNT): gettext_lazy("Support a month (yuan)"),
    (Programme.TEMPORARY, Field.COVERED_PERSONS): gettext_lazy("Persons assisted"),
    (Programme.TEMPORARY, Field.AMOUNT): gettext_lazy("Assistance, once (yuan)"),
}
_ALLOWANCE = frozenset({Programme.DIBAO, Programme.STEP_DOWN})
_UNKNOWN = "—"


@dataclass(frozen=True)
class Column:
    """One column: `heading` for files, `label` for pages and paper.

    `read(publication, row)` is the plain value for a file, `words(row)` the text for paper and pages. A row is
    anything with the fields as attributes; its name is its `name_masked`.
    """

    field: Field
    heading: str
    label: str | Promise
    read: Callable[[Publication, Any], object]
    words: Callable[[Any], str]

    @property
    def is_number(self) -> bool:
        """Whether the column is set flush right."""
        return self.field is Field.AMOUNT


def columns_of(publication: Publication, channel: Channel | str) -> list[Column]:
    """The columns that a channel shows of a list, in their order."""
    return columns(publication.programme, publication.fields_of(Channel(channel)))


def columns(programme: str, fields: tuple[Field, ...]) -> list[Column]:
    """The columns of some fields, headed as the programme calls them."""
    return [
        Column(
            item,
            _HEADINGS_OF.get((programme, item), _HEADINGS[item]),
            _LABELS_OF.get((programme, item), _LABELS[item]),
            _READERS.get(item, _plain(item)),
            _WORDS.get(item, _counted(item)),
        )
        for item in fields
    ]


def page_columns(programme: str, fields: tuple[Field, ...]) -> list[Column]:
    """The columns where the village stands in the heading already."""
    return columns(programme, tuple(item for item in fields if item is not Field.VILLAGE))


def choice(field: Field, value: str | None) -> str:
    """A coded value in words; what a roster did not tell is a dash."""
    return str(dict(PublicationEntry._meta.get_field(field).flatchoices).get(value, _UNKNOWN))


def _plain(item: Field) -> Callable[[Publication, Any], object]:
    return lambda publication, row: getattr(row, item)


def _counted(item: Field) -> Callable[[Any], str]:
    return lambda row: _("%(n)s persons") % {"n": getattr(row, item)}


def _residence(publication: Publication, row: Any) -> str:
    words = {"rural": "农村", "urban": "城市"}.get(row.residence, "")
    return f"{words}低保" if words and publication.programme in _ALLOWANCE else words


_READERS: dict[Field, Callable[[Publication, Any], object]] = {
    Field.NAME: lambda publication, row: row.name_masked,
    Field.VILLAGE: lambda publication, row: publication.village.long_name,
    Field.RESIDENCE: _residence,
    Field.CATEGORY: lambda publication, row: f"{row.category}类",
    Field.AMOUNT: lambda publication, row: f"{row.amount:.2f}",
    Field.INCOME_BAND: lambda publication, row: choice(Field.INCOME_BAND, row.income_band),
    Field.CAUSE: lambda publication, row: choice(Field.CAUSE, row.cause),
}
_WORDS: dict[Field, Callable[[Any], str]] = {
    Field.NAME: lambda row: row.name_masked,
    Field.VILLAGE: lambda row: "",
    Field.RESIDENCE: lambda row: choice(Field.RESIDENCE, row.residence),
    Field.CATEGORY: lambda row: _("category %(letter)s") % {"letter": row.category},
    Field.AMOUNT: lambda row: yuan(row.amount),
    Field.INCOME_BAND: lambda row: choice(Field.INCOME_BAND, row.income_band),
    Field.CAUSE: lambda row: choice(Field.CAUSE, row.cause),
}
