"""Printing a notice with full names: for the village's board, by staff only, each print on record."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.staff import User
from publicity.actions.errors import NotAllowed
from publicity.domain.masking import mask_name
from publicity.models.publications import Publication, PublicationEntry
from publicity.models.rosters import RosterRow
from publicity.notices import notice_pdf


class NotOpen(Exception):
    """The list's time has ended or a newer version is out: its names are printed no more."""


class RosterChanged(Exception):
    """The roster no longer says what was published: a new version has to be published before printing."""


@dataclass(frozen=True, repr=False)
class FullRow:
    """A published row with the name in full. It is for paper only, so it does not show itself in a traceback."""

    number: int
    name: str
    household_size: int
    covered_persons: int
    residence: str
    category: str
    amount: Decimal


def print_notice(*, publication: Publication, by: User, today: date, size: str = "A4") -> bytes:
    """The notice with names in full, as PDF. Raises NotAllowed, NotOpen, RosterChanged, UnknownSize."""
    if not allowed(by, Action.PRINT_NOTICE, publication.village):
        raise NotAllowed
    if not publication.is_open(today):
        raise NotOpen
    pdf = notice_pdf(publication=publication, rows=full_rows(publication), size=size, names="full")
    record(
        actor=by,
        verb="notice.print",
        subject=f"list:{publication.pk}",
        area=publication.village,
        detail={"size": size, "version": publication.version},
    )
    return pdf


def full_rows(publication: Publication) -> list[FullRow]:
    """The published rows with the names of the roster they were made from. Raises RosterChanged unless all agree."""
    entries = list(publication.entries.order_by("number"))
    rows = _shown_rows(publication)
    if len(rows) != len(entries) or not all(map(_agree, entries, rows)):
        raise RosterChanged
    return [
        FullRow(
            entry.number,
            row.head_name,
            entry.household_size,
            entry.covered_persons,
            entry.residence,
            entry.category,
            entry.amount,
        )
        for entry, row in zip(entries, rows, strict=True)
    ]


def _shown_rows(publication: Publication) -> list[RosterRow]:
    """The roster's rows in the order in which publishing numbered them, without those who are protected by now."""
    if not publication.roster_ref:
        return []
    rows = RosterRow.objects.shown().filter(roster_id=publication.roster_ref)
    return list(rows.order_by("pk"))


def _agree(entry: PublicationEntry, row: RosterRow) -> bool:
    """Whether an entry is this row, masked."""
    published = (entry.name_masked, entry.household_size, entry.covered_persons, entry.amount)
    return published == (mask_name(row.head_name), row.household_size, row.covered_persons, row.amount)
