"""Attaching the original that bears the province's electronic seal: one hands it in, another looks and confirms."""

from datetime import date
from functools import partial
from hashlib import sha256

from django.db import transaction

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.settings import CountySettings
from county.models.staff import User
from publicity import private_files
from publicity.actions.errors import NotAllowed, SameHand
from publicity.actions.printing import NotOpen
from publicity.domain.rows_root import to_text
from publicity.models.papers import StampedNotice
from publicity.models.publications import Publication, new_id
from publicity.models.rosters import RosterRow
from publicity.stamped_check import look

FOLDER = "stamped"


class NotWaiting(Exception):
    """It has been confirmed or removed already."""


class StampedLost(Exception):
    """The file is gone or is not the one that was confirmed."""


@transaction.atomic
def hand_in(*, publication: Publication, data: bytes, by: User, today: date) -> StampedNotice:
    """Checks and keeps the file; it takes the place of one that waits. Raises NotAllowed, NotOpen, StampedRefused."""
    _check(by, publication, today)
    county = CountySettings.load()
    phones = [publication.supervision_phone, county.hotline, county.discipline_hotline]
    names = RosterRow.objects.filter(roster_id=publication.roster_ref).values_list("head_name", flat=True)
    looked = look(
        data, names=list(names) if publication.roster_ref else [], code=publication.short_hash, allowed=phones
    )
    for waiting in publication.stamped_notices.filter(state=StampedNotice.State.WAITING):
        _remove(waiting, by)
    made = StampedNotice.objects.create(
        id=new_id(),
        publication=publication,
        size=len(data),
        pages=looked.pages,
        signatures=looked.signatures,
        has_text=looked.has_text,
        digest=to_text(sha256(data).digest()),
        uploaded_by=by,
        uploaded_on=today,
    )
    private_files.write(data, FOLDER, f"{made.pk}.pdf")
    _record(by, "stamped.hand-in", made)
    return made


@transaction.atomic
def confirm(*, stamped: StampedNotice, by: User, today: date) -> None:
    """A second person has looked at every page. Raises NotAllowed, NotOpen, SameHand, NotWaiting, StampedLost."""
    _check(by, stamped.publication, today)
    locked = StampedNotice.objects.select_for_update().get(pk=stamped.pk)
    if locked.state != StampedNotice.State.WAITING:
        raise NotWaiting
    if locked.uploaded_by_id == by.pk:
        raise SameHand
    contents(locked)
    for offered in StampedNotice.objects.offered().filter(publication=stamped.publication_id):
        _remove(offered, by)
    locked.state, locked.confirmed_by, locked.confirmed_on = StampedNotice.State.CONFIRMED, by, today
    locked.save(update_fields=["state", "confirmed_by", "confirmed_on"])
    _record(by, "stamped.confirm", locked)


@transaction.atomic
def remove(*, stamped: StampedNotice, by: User) -> None:
    """Takes it back, waiting or offered; one person may, at once. Raises NotAllowed, NotWaiting."""
    if not allowed(by, Action.ATTACH_STAMPED, stamped.publication.village):
        raise NotAllowed
    if stamped.state == StampedNotice.State.REMOVED:
        raise NotWaiting
    _remove(stamped, by)


def remove_of(*, publication_ids: list[str]) -> None:
    """Takes back every original of these lists: a row on them was erased."""
    for stamped in StampedNotice.objects.filter(publication__in=publication_ids).exclude(
        state=StampedNotice.State.REMOVED
    ):
        _remove(stamped, None)


def remove_closed(*, today: date) -> int:
    """Deletes originals of lists whose rows are not public any more; answers how many."""
    kept = StampedNotice.objects.exclude(state=StampedNotice.State.REMOVED).select_related("publication__village")
    gone = [item for item in kept if item.publication.closed_on or item.publication.withdrawn_on]
    with transaction.atomic():
        for stamped in gone:
            _remove(stamped, None)
    return len(gone)


def contents(stamped: StampedNotice) -> bytes:
    """The file, byte for byte as it was handed in. Raises StampedLost."""
    try:
        data = private_files.read(FOLDER, f"{stamped.pk}.pdf")
    except OSError as error:
        raise StampedLost from error
    if to_text(sha256(data).digest()) != stamped.digest:
        raise StampedLost
    return data


def _check(by: User, publication: Publication, today: date) -> None:
    if not allowed(by, Action.ATTACH_STAMPED, publication.village):
        raise NotAllowed
    if not publication.is_open(today):
        raise NotOpen(publication.state(today))


def _remove(stamped: StampedNotice, by: User | None) -> None:
    stamped.state = StampedNotice.State.REMOVED
    stamped.save(update_fields=["state"])
    _record(by, "stamped.remove", stamped)
    transaction.on_commit(partial(private_files.remove, FOLDER, f"{stamped.pk}.pdf"), robust=True)


def _record(by: User | None, verb: str, stamped: StampedNotice) -> None:
    publication = stamped.publication
    record(
        actor=by,
        verb=verb,
        subject=f"list:{publication.pk}",
        area=publication.village,
        detail={"stamped": stamped.pk, "pages": stamped.pages, "seals": stamped.signatures},
    )
