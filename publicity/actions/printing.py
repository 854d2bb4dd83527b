"""Printing a notice with full names: for the village's board, by staff only, each print on record."""

from datetime import date
from io import BytesIO
from typing import Any

import pikepdf

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.staff import User
from publicity.actions.errors import NotAllowed
from publicity.domain.disclosure import NameForm
from publicity.domain.masking import mask_name
from publicity.domain.windows import State
from publicity.householdkeys import household_digests
from publicity.models.households import EntryKey
from publicity.models.publications import Publication, PublicationEntry
from publicity.models.rosters import RosterRow
from publicity.notices import notice_pdf

#: A list that opens later is printed beforehand, so that the paper hangs on its first day.
PRINTABLE = frozenset({State.OPEN, State.SCHEDULED})
MOST_COPIES = 99
_AGREEING = ("household_size", "covered_persons", "residence", "category", "amount")


class NotOpen(Exception):
    """The list's rows are not to be printed now; `state` says why."""

    def __init__(self, state: State) -> None:
        super().__init__(state.value)
        self.state = state


class RosterChanged(Exception):
    """The roster no longer says what was published: a new version has to be published before printing."""


class FullRow:
    """A published row with the name in full. It is for paper only, so it does not show itself in a traceback."""

    def __init__(self, entry: PublicationEntry, name: str) -> None:
        self._entry = entry
        self.name = name

    def __getattr__(self, field: str) -> Any:
        return getattr(self._entry, field)

    def __repr__(self) -> str:
        return "FullRow"


def print_notice(
    *, publication: Publication, by: User, today: date, size: str = "A4", names: str = "full", copies: int = 1
) -> bytes:
    """The notice for the board as PDF, and the print on record with its pages and copies.

    `names` "full" gives them as the notice's profile says, in full unless the county chose otherwise.
    Raises NotAllowed, NotOpen, RosterChanged, UnknownSize, and ValueError for copies beyond 1 to MOST_COPIES.
    """
    if not allowed(by, Action.PRINT_NOTICE, publication.village):
        raise NotAllowed
    state = publication.state(today)
    if state not in PRINTABLE:
        raise NotOpen(state)
    if not 1 <= copies <= MOST_COPIES:
        raise ValueError(copies)
    full = names == "full" and publication.notice_name == NameForm.FULL
    rows = full_rows(publication) if full else publication.entries.order_by("number")
    pdf = notice_pdf(publication=publication, rows=rows, size=size, names="full" if full else "masked")
    record(
        actor=by,
        verb="notice.print",
        subject=f"list:{publication.pk}",
        area=publication.village,
        detail={
            "size": size,
            "version": publication.version,
            "names": "full" if full else "masked",
            "pages": _pages(pdf),
            "copies": copies,
        },
    )
    return pdf


def full_rows(publication: Publication) -> list[FullRow]:
    """The published rows with the names of the roster they were made from, without the hidden.

    Raises RosterChanged unless all agree.
    """
    entries = list(PublicationEntry.everything.filter(publication=publication).order_by("number"))
    rows = _shown_rows(publication)
    keys = dict(EntryKey.objects.filter(entry__publication=publication).values_list("entry", "household"))
    paired = [(entry, rows.get(keys.get(entry.pk, ""))) for entry in entries]
    # A row more than the list shows is one whose entry was erased while the household stays on the roster.
    more = len(rows) - len(entries)
    if not 0 <= more <= publication.erased_rows.count() or not all(row and _agree(entry, row) for entry, row in paired):
        raise RosterChanged
    return [FullRow(entry, row.head_name) for entry, row in paired if entry.hidden_on is None]


def _shown_rows(publication: Publication) -> dict[str, RosterRow]:
    """The roster's rows by the household's digest, without those who are protected by now."""
    if not publication.roster_ref:
        return {}
    rows = RosterRow.objects.shown().filter(roster_id=publication.roster_ref)
    by_pair = {(publication.village_id, row.certificate): row for row in rows}
    return {digest: by_pair[pair] for digest, pair in household_digests(by_pair).items()}


def _agree(entry: PublicationEntry, row: RosterRow) -> bool:
    """Whether an entry is this row, masked; what the list does not show is not compared."""
    if entry.name_masked != mask_name(row.head_name):
        return False
    shown = [(getattr(entry, field), getattr(row, field)) for field in _AGREEING]
    return all(published is None or published == kept for published, kept in shown)


def _pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)
