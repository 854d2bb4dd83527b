"""What is said of a roster's columns is remembered for the office that said it, until it forgets."""

import re
from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.staff import User
from publicity.domain.roster_layout import Layout
from publicity.domain.roster_terms import Column
from publicity.models.layouts import RememberedColumns

#: A heading that looks like somebody's number is none, and is not kept.
_NUMBER = re.compile(r"\d{6,}")
#: Several columns may say what changed; of everything else there is one.
_MANY = frozenset({Column.CHANGE})


class ColumnTwice(Exception):
    """Two columns were given one meaning; `column` says which."""

    def __init__(self, column: Column) -> None:
        super().__init__(column.value)
        self.column = column


class LayoutNotYours(Exception):
    """The person may not import, or has no office to remember for."""


@transaction.atomic
def remember_columns(*, layout: Layout, choices: Mapping[int, Column | None], by: User) -> RememberedColumns | None:
    """Keeps what the columns of `layout` were said to be, by index, for the person's office; None where all is known.

    Raises ColumnTwice, LayoutNotYours.
    """
    if by.office is None or not allowed(by, Action.IMPORT_ROSTER):
        raise LayoutNotYours
    counts = Counter(column for column in choices.values() if column is not None and column not in _MANY)
    twice = next((column for column, count in counts.items() if count > 1), None)
    if twice is not None:
        raise ColumnTwice(twice)
    views = [view for view in layout.views if view.index in choices]
    kept = [view for view in views if view.uncertain or choices[view.index] != view.column]
    if not kept:
        return None
    values = {str(view.index): choices[view.index] or "" for view in kept}
    headings = {view.letters: "" if _NUMBER.search(view.heading) else view.heading for view in kept}
    remembered, _created = RememberedColumns.objects.update_or_create(
        office=by.office,
        signature=layout.signature,
        defaults={"columns": values, "headings": headings, "chosen_by": by},
    )
    record(
        actor=by,
        verb="roster.columns",
        subject=f"columns:{layout.signature[:16]}",
        detail={view.letters: values[str(view.index)] for view in kept},
    )
    return remembered


@transaction.atomic
def forget_columns(*, remembered: RememberedColumns, by: User) -> None:
    """The next file with these headings is read as if nothing had been said of it. Raises LayoutNotYours."""
    if by.office_id != remembered.office_id or not allowed(by, Action.IMPORT_ROSTER):
        raise LayoutNotYours
    record(actor=by, verb="roster.columns-forget", subject=f"columns:{remembered.signature[:16]}")
    remembered.delete()
