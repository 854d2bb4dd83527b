"""Rosters come in: held while somebody looks, then confirmed, cancelled or expired."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from county.actions import record
from county.keys import secret
from county.models.staff import User
from publicity import pending
from publicity.actions.checking import Checked, ImportNotAllowed, VillageChange, may_import
from publicity.actions.person_keys import person_key
from publicity.domain.causes import cause_of
from publicity.domain.roster_rows import Line
from publicity.domain.stages import Programme
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster

KEEP_WAITING = timedelta(hours=24)
_CHUNK = 1_000

__all__ = [
    "ImportRefused",
    "NotWaiting",
    "cancel_import",
    "confirm_import",
    "expire_imports",
    "hold_import",
    "person_key",
]


class ImportRefused(Exception):
    """The file has problems; `checked` names them. Nothing is stored."""

    def __init__(self, checked: Checked) -> None:
        super().__init__("refused")
        self.checked = checked


class NotWaiting(Exception):
    """The import has been confirmed, cancelled or has expired already."""


@transaction.atomic
def hold_import(*, checked: Checked, data: bytes, file_name: str, by: User) -> tuple[RosterImport, bytes]:
    """Seals the file away until its uploader decides; answers the import and the key for the uploader's session.

    A file with problems is held only when correcting the meaning of a column may help. Raises ImportRefused.
    """
    if checked.refused and not checked.correctable:
        raise ImportRefused(checked)
    held = _new_import(checked, file_name, by, RosterImport.Status.WAITING)
    record(actor=by, verb="roster.upload", subject=_subject(held), detail=_detail(checked))
    return held, pending.store(held.pk, data)


@transaction.atomic
def confirm_import(
    *, checked: Checked, by: User, file_name: str = "", held: RosterImport | None = None
) -> RosterImport:
    """Stores a checked file: for each of its villages a new version of the roster, in force from now.

    What has been published stays as it is until somebody publishes anew. Raises ImportRefused, ImportNotAllowed,
    NotWaiting.
    """
    if checked.refused:
        raise ImportRefused(checked)
    if not may_import(by):
        raise ImportNotAllowed
    if held is None:
        held = _new_import(checked, file_name, by, RosterImport.Status.CONFIRMED)
    else:
        _settle(held, RosterImport.Status.CONFIRMED, by)
    rows = _rows(_new_rosters(checked, held, by), checked)
    while chunk := list(islice(rows, _CHUNK)):  # bulk_create alone would hold every row in memory
        RosterRow.objects.bulk_create(chunk)
    record(actor=by, verb="roster.confirm", subject=_subject(held), detail=_detail(checked))
    return held


@transaction.atomic
def cancel_import(*, held: RosterImport, by: User) -> None:
    """Gives up a waiting import; its file is deleted. Raises NotWaiting, ImportNotAllowed."""
    _settle(held, RosterImport.Status.CANCELLED, by)
    record(actor=by, verb="roster.cancel", subject=_subject(held))


def expire_imports(*, now: datetime) -> int:
    """Gives up what has waited for 24 hours; answers how many."""
    late = RosterImport.objects.waiting().filter(uploaded_at__lte=now - KEEP_WAITING)
    count = 0
    for held in late:
        with transaction.atomic():
            _settle(held, RosterImport.Status.EXPIRED, held.uploaded_by)
            record(actor=None, verb="roster.expire", subject=_subject(held))
        count += 1
    return count


def _new_import(checked: Checked, file_name: str, by: User, status: str) -> RosterImport:
    return RosterImport.objects.create(
        **checked.target.lookup(),
        status=status,
        file_name=file_name[-200:],
        counts=_detail(checked),
        uploaded_by=by,
        settled_at=None if status == RosterImport.Status.WAITING else timezone.now(),
    )


def _settle(held: RosterImport, status: str, by: User) -> None:
    """Ends the wait of one's own import, once."""
    if held.uploaded_by_id != by.pk:
        raise ImportNotAllowed
    changed = RosterImport.objects.waiting().filter(pk=held.pk).update(status=status, settled_at=timezone.now())
    if not changed:
        raise NotWaiting
    held.status = status
    transaction.on_commit(lambda: pending.remove(held.pk))


def _new_rosters(checked: Checked, held: RosterImport, by: User) -> dict[str, VillageRoster]:
    """A new version for each village that has rows; the one before is no longer in force."""
    with_rows = [change for change in checked.villages if change.lines]
    same = VillageRoster.objects.filter(
        **checked.target.lookup(), village__in=[change.village.pk for change in with_rows]
    )
    versions = dict(same.order_by().values_list("village_id").annotate(Max("version")))
    same.filter(is_current=True).update(is_current=False)
    made = [_roster(change, checked, held, by, versions.get(change.village.pk, 0) + 1) for change in with_rows]
    return {roster.village_id: roster for roster in VillageRoster.objects.bulk_create(made)}


def _roster(change: VillageChange, checked: Checked, held: RosterImport, by: User, version: int) -> VillageRoster:
    return VillageRoster(
        **checked.target.lookup(),
        roster_import=held,
        village=change.village,
        version=version,
        imported_by=by,
        households=len(change.lines),
        persons=sum(line.covered_persons for line in change.lines),
        amount=sum(line.amount for line in change.lines),
        suppressed_households=sum(line.suppressed for line in change.lines),
    )


def _rows(rosters: dict[str, VillageRoster], checked: Checked) -> Iterator[RosterRow]:
    key = secret("person-key")
    for change in checked.villages:
        for line in change.lines:
            yield _row(line, rosters[line.village], key)


def _row(line: Line, roster: VillageRoster, key: bytes) -> RosterRow:
    return RosterRow(
        roster=roster,
        certificate=line.certificate,
        head_name=line.head_name,
        household_size=line.household_size,
        covered_persons=line.covered_persons,
        residence=line.residence,
        category=line.category,
        per_capita=line.per_capita,
        amount=line.amount,
        since=line.since,
        confidential=line.confidential,
        minor=line.minor,
        person_key=person_key(line.identity, key),
        # The reason for temporary assistance is often an illness: one of three words is kept, never the reason itself.
        cause=cause_of(line.note) if roster.programme == Programme.TEMPORARY else "",
        note="" if roster.programme == Programme.TEMPORARY else line.note,
    )


def _subject(held: RosterImport) -> str:
    return f"import:{held.pk}"


def _detail(checked: Checked) -> dict[str, Any]:
    """Counts and codes for the audit trail and the history; nothing personal."""
    return {
        **checked.target.lookup(),
        "households": len(checked.reading.lines),
        "persons": checked.reading.persons,
        "amount": str(checked.reading.amount),
        "suppressed": checked.reading.suppressed,
        "villages": sum(bool(change.lines) for change in checked.villages),
        "warnings": len(checked.reading.warnings),
    }
