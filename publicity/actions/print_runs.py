"""All notices of an area as one file: ordered, made one by one by the worker, fetched once or more within an hour."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

import typst
from django.db import transaction
from django.db.models import F

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.areas import Area
from county.models.staff import User
from publicity import sealed_prints
from publicity.actions.errors import NotAllowed
from publicity.actions.printing import NotOpen, RosterChanged, print_notice
from publicity.models.papers import PrintRun
from publicity.models.publications import Publication, PublicationQuerySet

KEPT = timedelta(hours=1)


class NothingToPrint(Exception):
    """No list of this area, stage and month is open."""


def order_prints(
    *, area: Area, stage: str, period: str, size: str, names: str, by: User, today: date, now: datetime
) -> tuple[PrintRun, bytes]:
    """The order, and the private key that its files are sealed for; the caller keeps it in the session alone.

    Raises NotAllowed, NothingToPrint.
    """
    if not allowed(by, Action.PRINT_NOTICE, area):
        raise NotAllowed
    total = lists_to_print(area=area, stage=stage, period=period, today=today).count()
    if not total:
        raise NothingToPrint
    private_key, public_key = sealed_prints.new_keys()
    run = PrintRun.objects.create(
        requested_by=by,
        area=area,
        stage=stage,
        period=period,
        size=size,
        names=names,
        public_key=public_key,
        total=total,
        expires_at=now + KEPT,
    )
    return run, private_key


def lists_to_print(*, area: Area, stage: str, period: str, today: date) -> PublicationQuerySet:
    """The open lists of an area's villages, in the order of the villages."""
    lists = Publication.objects.open_on(today).filter(stage=stage, period=period)
    return lists.filter(village__in=Area.objects.within(area)).with_places().order_by("village", "programme", "batch")


def make_prints(*, run_id: UUID, today: date) -> None:
    """Makes the notices of an order one by one; what can't be printed is noted by village and reason.

    Every print is on record like one by hand. Safe to call twice: the second call finds the order taken.
    """
    taken = PrintRun.objects.filter(pk=run_id, state=PrintRun.State.WAITING).update(state=PrintRun.State.RUNNING)
    run = PrintRun.objects.select_related("requested_by__office__area", "area").filter(pk=run_id).first()
    if not taken or run is None:
        return
    state = PrintRun.State.FAILED
    try:
        for publication in lists_to_print(area=run.area, stage=run.stage, period=run.period, today=today):
            _make(run, publication, today)
        state = PrintRun.State.DONE
    finally:
        PrintRun.objects.filter(pk=run.pk).update(state=state)


def _make(run: PrintRun, publication: Publication, today: date) -> None:
    try:
        pdf = print_notice(publication=publication, by=run.requested_by, today=today, size=run.size, names=run.names)
    except (NotAllowed, NotOpen, RosterChanged, typst.TypstError) as error:
        # Never the error's own words: those of the typesetter quote what it could not set.
        run.refused.append({"village": publication.village.long_name, "why": type(error).__name__})
        run.save(update_fields=["refused"])
        return
    sealed_prints.store(str(run.pk), publication.pk, pdf, bytes(run.public_key))
    PrintRun.objects.filter(pk=run.pk).update(done=F("done") + 1)


def zip_of(*, run: PrintRun, private_key: bytes, by: User) -> Iterator[bytes]:
    """The file, piece by piece, so that no more than one notice is in memory. Raises NotAllowed, PrintsLost."""
    if run.requested_by_id != by.pk or not allowed(by, Action.PRINT_NOTICE, run.area):
        raise NotAllowed
    ids = sealed_prints.made(str(run.pk))
    for publication_id in ids[:1]:
        sealed_prints.load(str(run.pk), publication_id, private_key)
    record(actor=by, verb="notice.fetch", subject=f"prints:{run.pk}", area=run.area, detail={"notices": len(ids)})
    return _pieces(run, private_key, Publication.objects.with_places().filter(pk__in=ids).order_by("village", "pk"))


def _pieces(run: PrintRun, private_key: bytes, lists: PublicationQuerySet) -> Iterator[bytes]:
    out = _Stream()
    # Stored as they are: PDFs are compressed already.
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for publication in lists:
            pdf = sealed_prints.load(str(run.pk), publication.pk, private_key)
            entry = zipfile.ZipInfo(f"{publication.title}-{run.size}-{publication.pk}.pdf")
            archive.writestr(entry, pdf)
            yield out.take()
    yield out.take()


class _Stream(io.RawIOBase):
    """What the archive writes, to be taken away piece by piece; it can't be sought in, so zipfile goes forward only."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: "bytes") -> int:  # type: ignore[override]
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def expire_prints(*, now: datetime) -> int:
    """Deletes orders whose hour is over, their files first; answers how many."""
    with transaction.atomic():
        expired = list(PrintRun.objects.expired(now))
        for run in expired:
            sealed_prints.remove(str(run.pk))
            run.delete()
    return len(expired)
