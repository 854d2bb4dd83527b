"""Counters of closed cases, written by the session that closes one: it has read what the counters say."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F

from complaints.contents import Header
from complaints.domain.figures import TRANSFERRED
from complaints.domain.kinds import Kind
from complaints.domain.lifecycle import Actor, Event
from complaints.domain.punctual import ENDING, TAKING_IN, kept_in_time
from complaints.models.cases import Case, CaseEvent
from complaints.models.counts import ClosedCount, ClosedDays
from county.calendars import workday_calendar
from county.domain.workdays import workdays_left
from county.models.areas import Area
from county.models.offices import Office
from publicity.domain.periods import period_of

LONGEST_COUNTED = 60
"""Working days: what took longer counts as this, so that no odd length marks a case."""


def count_closed(case: Case, header: Header, outcome: str, *, role: Actor, today: date) -> None:
    """Counts `case`, which `role` closes or hands over today; call it before its wraps change.

    A case that was handed to discipline inspection was counted as it left, and is not counted when it closes there.
    """
    events = list(case.events.all())
    if role is Actor.DISCIPLINE and any(event.event == Event.TRANSFER for event in events):
        return
    sort = {"month": period_of(today), "kind": header.kind.value, "township": _township(case, header)}
    kept_on = _kept_on(events, role, outcome, today)
    in_time = kept_in_time([Event(event.event) for event in events], due_on=case.due_on, kept_on=kept_on)
    appeal = any(event.event == Event.REOPEN for event in events)
    _add(ClosedCount, **sort, outcome=outcome, on_time=in_time, appeal=appeal)
    took = workdays_left(case.began, kept_on, workday_calendar())
    _add(ClosedDays, **sort, days=min(max(took, 0), LONGEST_COUNTED))


def _add(counter: type[ClosedCount] | type[ClosedDays], **sort: object) -> None:
    row, _new = counter.objects.get_or_create(**sort)
    counter.objects.filter(pk=row.pk).update(count=F("count") + 1)


def _township(case: Case, header: Header) -> Area | None:
    """The township of the case, if its office knows of it: a count must not tell an office of a case kept from it."""
    if header.kind is Kind.TIP_OFFICIAL or not header.place:
        return None
    place = Area.objects.select_related("parent").filter(pk=header.place).first()
    township = place.township if place else None
    knows = case.wraps.filter(office__kind=Office.Kind.TOWNSHIP, office__area=township)
    return township if township and knows.exists() else None


def _kept_on(events: Sequence[CaseEvent], role: Actor, outcome: str, today: date) -> date:
    """The day on which the promise was kept: taken in at the discipline office, answered or handed over elsewhere."""
    if outcome == TRANSFERRED:
        return today
    kept = TAKING_IN if role is Actor.DISCIPLINE else ENDING
    return max((event.day for event in events if event.event in kept), default=today)
