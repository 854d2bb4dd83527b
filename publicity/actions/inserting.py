"""Writing many rows of a model at once, without an object for each: a month of a county is 60,000 rows."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_many(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Inserts rows of values for `columns` (attribute names such as "entry_id"); other fields take their defaults.

    As fast as the database takes them, which bulk_create is not: it compiles one long statement for every few rows.
    Validation, signals and `auto_now` are left out, so it is for what was checked before.
    """
    given = {name: place for place, name in enumerate(columns)}
    fields = [field for field in model._meta.concrete_fields if field.attname in given or _has_value(field)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(statement, zip(*_columns(fields, given, list(rows)), strict=True))


def _has_value(field: models.Field[Any, Any]) -> bool:
    return not isinstance(field, models.AutoField)


def _columns(
    fields: Sequence[models.Field[Any, Any]], given: dict[str, int], rows: list[Sequence[Any]]
) -> list[list[Any]]:
    """The values column by column, each as the database takes it."""
    made = []
    for field in fields:
        place = given.get(field.attname)
        if place is None:
            made.append([field.get_db_prep_save(field.get_default(), connection)] * len(rows))
        elif type(field) in _PLAIN:
            made.append([row[place] for row in rows])
        else:
            made.append([field.get_db_prep_save(row[place], connection) for row in rows])
    return made


#: What every database takes as Python has it.
_PLAIN = frozenset(
    {
        models.CharField,
        models.PositiveIntegerField,
        models.PositiveSmallIntegerField,
        models.ForeignKey,
        models.OneToOneField,
    }
)
