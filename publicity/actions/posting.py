"""Putting on record that a notice hung on the board, from when to when, with photos; and letting photos go in time."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from django.db import IntegrityError, transaction

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.settings import CountySettings
from county.models.staff import User
from publicity import photos
from publicity.actions.errors import NotAllowed
from publicity.domain.postings import months_before
from publicity.models.postings import Posting, PostingPhoto
from publicity.models.publications import Publication, new_id

MOST_PHOTOS = 6


class PostingRefused(Exception):
    """Nothing was put on record."""


class DayInFuture(PostingRefused):
    """A day that has not come."""


class BeforePublished(PostingRefused):
    """A day before the list was published: that paper was another one."""


class DownBeforeUp(PostingRefused):
    """Taken down before it was posted."""


class AlreadyHanging(PostingRefused):
    """This board's posting of the list is on record and not taken down."""


class TooManyPhotos(PostingRefused):
    """More photos than one posting keeps."""


def record_posting(
    *,
    publication: Publication,
    board: str,
    up_on: date,
    posted_by: str,
    pictures: Sequence[bytes] = (),
    by: User,
    today: date,
) -> Posting:
    """One notice on one board; `pictures` as the phone sends them.

    Raises NotAllowed, a PostingRefused, photos.NotAPhoto, photos.PhotoTooLarge.
    """
    _check(by, publication)
    if up_on > today:
        raise DayInFuture
    if up_on < publication.published_on:
        raise BeforePublished
    clean = _clean(pictures, MOST_PHOTOS)
    with transaction.atomic():
        try:
            with transaction.atomic():
                posting = Posting.objects.create(
                    publication=publication,
                    board=board,
                    up_on=up_on,
                    posted_by=posted_by,
                    recorded_by=by,
                    recorded_on=today,
                )
        except IntegrityError as error:
            raise AlreadyHanging from error
        _keep(posting, clean, by)
        detail = {"up_on": up_on.isoformat(), "photos": len(clean)}
        _record(by, "posting.record", posting, detail)
    return posting


@transaction.atomic
def add_photos(*, posting: Posting, pictures: Sequence[bytes], by: User) -> None:
    """Further photos of a posting. Raises NotAllowed, TooManyPhotos, photos.NotAPhoto, photos.PhotoTooLarge."""
    _check(by, posting.publication)
    clean = _clean(pictures, MOST_PHOTOS - posting.photos.count())
    _keep(posting, clean, by)
    _record(by, "posting.photos", posting, {"photos": len(clean)})


@transaction.atomic
def take_down(*, posting: Posting, down_on: date, taken_down_by: str, by: User, today: date) -> None:
    """That the notice is off the board. Raises NotAllowed, DayInFuture, DownBeforeUp."""
    _check(by, posting.publication)
    if down_on > today:
        raise DayInFuture
    if down_on < posting.up_on:
        raise DownBeforeUp
    posting.down_on, posting.taken_down_by = down_on, taken_down_by
    posting.save(update_fields=["down_on", "taken_down_by"])
    _record(by, "posting.down", posting, {"down_on": down_on.isoformat()})


@transaction.atomic
def remove_photo(*, photo: PostingPhoto, by: User) -> None:
    """Takes one photo away, such as a wrong one. Raises NotAllowed."""
    _check(by, photo.posting.publication)
    _record(by, "posting.photo-remove", photo.posting, {})
    _drop([photo])


def see_photo(*, photo: PostingPhoto, by: User) -> bytes:
    """The photo's JPEG; that it was looked at is on record. Raises NotAllowed, photos.PhotoLost."""
    _check(by, photo.posting.publication)
    data = photos.load(photo.pk, bytes(photo.key))
    _record(by, "posting.photo-see", photo.posting, {"photo": photo.pk})
    return data


def drop_old_photos(*, today: date) -> int:
    """Deletes photos of lists that ended longer ago than the county keeps them; answers how many."""
    last = months_before(today, CountySettings.load().posting_photo_months)
    return _drop(PostingPhoto.objects.of_lists_closed_before(last))


def drop_photos_of(*, publication_ids: Iterable[str]) -> int:
    """Deletes every photo of these lists: a household on them is erased, and its name can be read on the photo."""
    return _drop(PostingPhoto.objects.filter(posting__publication__in=list(publication_ids)))


def _check(by: User, publication: Publication) -> None:
    if not allowed(by, Action.RECORD_POSTING, publication.village):
        raise NotAllowed


def _clean(pictures: Sequence[bytes], room: int) -> list[bytes]:
    if len(pictures) > room:
        raise TooManyPhotos
    return [photos.clean_photo(data) for data in pictures]


def _keep(posting: Posting, clean: list[bytes], by: User) -> None:
    for data in clean:
        photo_id = new_id()
        key = photos.store(photo_id, data)
        PostingPhoto.objects.create(id=photo_id, posting=posting, key=key, size=len(data), added_by=by)


def _drop(found: Iterable[PostingPhoto]) -> int:
    """The rows first: without its key a file that lingers shows nothing."""
    ids = [photo.pk for photo in found]
    with transaction.atomic():
        PostingPhoto.objects.filter(pk__in=ids).delete()
        for photo_id in ids:
            transaction.on_commit(partial(photos.remove, photo_id), robust=True)
    return len(ids)


def _record(by: User, verb: str, posting: Posting, detail: dict[str, object]) -> None:
    """Days and numbers alone: who posted it is a person's name and stays in its row."""
    publication = posting.publication
    record(
        actor=by,
        verb=verb,
        subject=f"list:{publication.pk}",
        area=publication.village,
        detail={"posting": posting.pk, **detail},
    )
