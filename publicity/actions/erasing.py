"""Erasing a household: the one permitted deletion (design, "How data flows" 6). One asks, another confirms.

Both type the certificate's number, so nothing personal is stored in between: a request holds a keyed digest, and
loses it when it is settled.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.keys import secret
from county.models.areas import Area
from county.models.staff import User
from county.storage import cut_log
from publicity import erasure_list
from publicity.actions.importing import person_key
from publicity.actions.removing import remove_households
from publicity.domain.roster_text import clean_code
from publicity.householdkeys import household_digest
from publicity.models.households import EntryKey, ErasureReason, ErasureRequest
from publicity.models.publications import PublicationEntry
from publicity.models.rosters import RosterRow

#: A request that nobody confirms is given up: rosters have moved on, whoever asked asks again.
KEEP_ASKED = timedelta(days=14)


class ErasingRefused(Exception):
    """Nothing was erased."""

    code = "refused"


class MayNotErase(ErasingRefused):
    """The person's role or area does not cover this."""

    code = "not-allowed"


class NobodyFound(ErasingRefused):
    """No roster and no list has this household in this village."""

    code = "not-found"


class AlreadyAsked(ErasingRefused):
    """The household's erasure waits for its second person."""

    code = "already-asked"


class OtherCertificate(ErasingRefused):
    """What was typed is not the certificate's number that the request is about."""

    code = "other-certificate"


class OwnRequest(ErasingRefused):
    """Who asked would also confirm."""

    code = "same-hand"


class NotWaiting(ErasingRefused):
    """The request has been settled already."""

    code = "not-waiting"


@dataclass(frozen=True)
class Trace:
    """What there is of a household in one month and stage."""

    period: str
    stage: str
    rows: int = 0
    entries: int = 0


@dataclass(frozen=True, repr=False)
class Household:
    """A household by village and certificate, and where it stands. For the screen of the asker alone."""

    village: Area
    certificate: str
    traces: list[Trace] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Roster rows."""
        return sum(trace.rows for trace in self.traces)

    @property
    def entries(self) -> int:
        """Published rows, open and closed."""
        return sum(trace.entries for trace in self.traces)


def find_households(*, typed: str, by: User) -> list[Household]:
    """The households of the person's area that bear a certificate's number, or whose head has an ID number.

    Looking is an act of staff and stands in the audit trail, without what was typed. Raises MayNotErase.
    """
    if not allowed(by, Action.ERASE_HOUSEHOLD) or by.area is None:
        raise MayNotErase
    text = clean_code(typed)
    rows = RosterRow.objects.filter(roster__village__in=Area.objects.within(by.area))
    by_person = rows.filter(person_key=person_key(text, secret("person-key"))) if text else rows.none()
    by_number = rows.filter(certificate=text)
    pairs = {*by_person.values_list("roster__village", "certificate")}
    pairs |= {*by_number.values_list("roster__village", "certificate")}
    villages = Area.objects.select_related("parent__parent").in_bulk({village for village, _number in pairs})
    found = [household(village=villages[code], certificate=number) for code, number in sorted(pairs)]
    record(actor=by, verb="household.find", subject="households", detail={"found": len(found)})
    return found


def household(*, village: Area, certificate: str) -> Household:
    """What there is of a household, newest month first."""
    number = clean_code(certificate)
    digest = household_digest(village_code=village.pk, certificate=number)
    rows = RosterRow.objects.filter(roster__village=village, certificate=number)
    return Household(village, number, _traces(rows, digest))


def traces_of(request: ErasureRequest) -> list[Trace]:
    """What a waiting request would erase of published rows: all that can be told without the certificate."""
    return _traces(RosterRow.objects.none(), request.household)


@transaction.atomic
def ask_erasure(*, village: Area, certificate: str, reason: str, by: User) -> ErasureRequest:
    """Asks for a household's erasure; another person has to confirm it.

    Raises MayNotErase, NobodyFound, AlreadyAsked, and ValueError for a reason outside the closed set.
    """
    reason = ErasureReason(reason)
    if not allowed(by, Action.ERASE_HOUSEHOLD, village):
        raise MayNotErase
    found = household(village=village, certificate=certificate)
    if not found.traces:
        raise NobodyFound
    digest = household_digest(village_code=village.pk, certificate=found.certificate)
    if ErasureRequest.objects.waiting().select_for_update().filter(household=digest).exists():
        raise AlreadyAsked
    counts = {"rows": found.rows, "entries": found.entries}
    asked = ErasureRequest.objects.create(household=digest, village=village, reason=reason, asked_by=by, counts=counts)
    record(
        actor=by,
        verb="household.ask-erasure",
        subject=f"erasure:{asked.pk}",
        area=village,
        detail=counts,
        household=digest,
        sealed={"certificate": found.certificate, "reason": reason.value},
    )
    return asked


def erase_household(
    *, request: ErasureRequest, certificate: str, by: User, today: date, now: datetime
) -> ErasureRequest:
    """Erases the household of a request that another person made, everywhere; there is no way back.

    Rows of all months, stages and programmes, published rows with salts, name keys and the key of its audit values go
    in one transaction; leaf hashes and counts stay. Its digest is on the list of erasures before that commits.
    Raises MayNotErase, NotWaiting, OwnRequest, OtherCertificate.
    """
    with transaction.atomic():
        held = _waiting(request, by)
        if held.asked_by_id == by.pk:
            raise OwnRequest
        number = clean_code(certificate)
        if household_digest(village_code=held.village_id, certificate=number) != held.household:
            raise OtherCertificate
        digest = held.household
        removed = remove_households(households=[digest], pairs=[(held.village_id, number)], day=today)
        held.counts = removed.counts()
        _settle(held, ErasureRequest.State.DONE, by, now)
        record(
            actor=by,
            verb="household.erase",
            subject=f"erasure:{held.pk}",
            area=held.village,
            detail={"reason": held.reason, "asked_by": held.asked_by_id, **held.counts},
        )
        # Last before the commit: all that could refuse has agreed.
        erasure_list.append([digest], at=now)
        transaction.on_commit(cut_log, robust=True)
    return held


@transaction.atomic
def withdraw_erasure(*, request: ErasureRequest, by: User, now: datetime) -> ErasureRequest:
    """Gives a waiting request up; either person may. Raises MayNotErase, NotWaiting."""
    held = _waiting(request, by)
    _settle(held, ErasureRequest.State.WITHDRAWN, by, now)
    record(actor=by, verb="household.keep", subject=f"erasure:{held.pk}", area=held.village)
    return held


def expire_requests(*, now: datetime) -> int:
    """Gives up what nobody confirmed for fourteen days; answers how many."""
    count = 0
    for held in ErasureRequest.objects.waiting().filter(asked_at__lte=now - KEEP_ASKED):
        with transaction.atomic():
            _settle(held, ErasureRequest.State.EXPIRED, None, now)
            record(actor=None, verb="household.keep", subject=f"erasure:{held.pk}", area=held.village)
        count += 1
    return count


def _waiting(request: ErasureRequest, by: User) -> ErasureRequest:
    """The request, locked. Raises MayNotErase, NotWaiting."""
    waiting = ErasureRequest.objects.waiting().select_related("village__parent__parent")
    held = waiting.select_for_update(of=("self",)).filter(pk=request.pk).first()
    if held is None:
        raise NotWaiting
    if not allowed(by, Action.ERASE_HOUSEHOLD, held.village):
        raise MayNotErase
    return held


def _settle(held: ErasureRequest, state: str, by: User | None, now: datetime) -> None:
    held.state, held.settled_by, held.settled_at, held.household = state, by, now, ""
    held.save(update_fields=["state", "settled_by", "settled_at", "household", "counts"])


def _traces(rows: Any, digest: str) -> list[Trace]:
    entries = PublicationEntry.everything.filter(pk__in=EntryKey.objects.filter(household=digest).values("pk"))
    in_rosters = _counted(rows, "roster__period", "roster__stage")
    on_lists = _counted(entries, "publication__period", "publication__stage")
    return [
        Trace(period, stage, in_rosters.get((period, stage), 0), on_lists.get((period, stage), 0))
        for period, stage in sorted(in_rosters.keys() | on_lists.keys(), reverse=True)
    ]


def _counted(rows: Any, period: str, stage: str) -> dict[tuple[str, str], int]:
    counted = rows.order_by().values_list(period, stage).annotate(Count("pk"))
    return {(month, name): count for month, name, count in counted}
