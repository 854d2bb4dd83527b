"""Sealing cases away: records and keys of cases that ended years ago are destroyed, and a trace stays.

Without the wraps of its key nobody opens a record any more, not from an older copy of the records either
(docs/decisions/0034-clock-figures-retention.md). No key is needed to do it.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from complaints.actions.handling import NotAllowed
from complaints.actions.steps import each_locked, locked
from complaints.domain.retention import WARN_DAYS, checked_hold
from complaints.domain.routing import OfficeKind
from complaints.finished import finished_by, may_hold
from complaints.models.cases import Case
from complaints.models.retention import CaseHold, SealedAway, SealingWarning
from county.actions import record
from county.models.staff import User


class NotEnded(Exception):
    """The case has not ended, or not so long ago that anything would seal it away before the hold ends."""


def announce_sealing(*, today: date) -> int:
    """Puts the cases that are sealed away within WARN_DAYS on their offices' list; answers how many are new there.

    Those that no longer belong there, because they were reopened or the county keeps cases longer now, leave it.
    """
    soon = finished_by(today + timedelta(days=WARN_DAYS))
    SealingWarning.objects.exclude(case__in=soon.values("pk")).delete()
    new = [SealingWarning(case=case, since=today) for case in soon.filter(sealing_warning=None)]
    return len(SealingWarning.objects.bulk_create(new))


def seal_away(*, today: date) -> int:
    """Seals away what is due, was announced WARN_DAYS before, and is not held; answers how many cases. Repeatable."""
    due = finished_by(today).filter(sealing_warning__since__lte=today - timedelta(days=WARN_DAYS))
    done = 0
    for case in each_locked(due.exclude(hold__until__gte=today)):
        _seal(case, today)
        done += 1
    return done


def _seal(case: Any, today: date) -> None:
    """The trace first, then everything that hangs on the case, which comes from `finished_by`."""
    sender = getattr(case, "sender", None)
    trace = SealedAway.objects.create(
        number=case.number,
        way=case.way,
        office=case.handling_office,
        filed_on=case.filed_on,
        ended_on=case.ended_on,
        sealed_on=today,
        records=case.records.count(),
        lookup=sender.lookup if sender else "",
    )
    trace.offices.set(case.wraps.values_list("office", flat=True))
    _noted("case.seal-away", case, None, {"records": trace.records})
    case.events.update(reason=None)
    case.delete()


@transaction.atomic
def hold_case(*, case: Case, by: User, reason: CaseHold.Reason | str, until: date, today: date) -> CaseHold:
    """Keeps a finished case until a day, for a reason of the closed set. Raises NotAllowed, NotEnded and BadHold."""
    now = locked(case)
    if not may_hold(now, by):
        raise NotAllowed
    values = {"reason": CaseHold.Reason(reason), "until": checked_hold(until, today), "by": by}
    if not finished_by(until).filter(pk=now.pk).exists():
        raise NotEnded
    hold, _new = CaseHold.objects.update_or_create(case=now, defaults=values)
    _noted("case.hold", now, by, {"reason": hold.reason, "until": until.isoformat()})
    return hold


@transaction.atomic
def release_hold(*, case: Case, by: User) -> None:
    """Lets a held case go its way. Raises NotAllowed; a case that is not held stays as it is."""
    now = locked(case)
    if not may_hold(now, by):
        raise NotAllowed
    if CaseHold.objects.filter(case=now).delete()[0]:
        _noted("case.release-hold", now, by, {})


def _noted(verb: str, case: Case, by: User | None, detail: dict[str, Any]) -> None:
    """The county's trail carries it unless discipline inspection acts (docs/decisions/0011)."""
    if case.handling_office.kind != OfficeKind.DISCIPLINE:
        record(actor=by, verb=verb, subject=f"case:{case.number}", detail=detail)
