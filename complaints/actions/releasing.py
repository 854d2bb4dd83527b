"""Public figures: each ended month once, with an entry in the ledger, and never again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, QuerySet

from complaints.domain.figures import Count, Days, Month, figures
from complaints.domain.kinds import Kind
from complaints.domain.lifecycle import UNANSWERED, Event
from complaints.models.cases import Case, CaseEvent
from complaints.models.counts import ClosedCount, ClosedDays, StatisticsRelease
from county.models.offices import Office
from publicity.actions.ledger import append_entry, publish_checkpoint
from publicity.domain.periods import ended, first_day, last_day, period_of


@transaction.atomic
def release_statistics(*, today: date) -> list[str]:
    """Releases every ended month that was not, from the first case on; answers the months. Safe to repeat."""
    # A first release that a tip alone brings about would tell civil affairs that there is one.
    first = Case.objects.exclude(handling_office__kind=Office.Kind.DISCIPLINE).aggregate(first=Min("filed_on"))["first"]
    counted = ClosedCount.objects.exclude(kind=Kind.TIP_OFFICIAL).aggregate(first=Min("month"))["first"]
    known = set(StatisticsRelease.objects.values_list("month", flat=True))
    starts = [month for month in (period_of(first) if first else None, counted, *known) if month]
    months = [month for month in ended(min(starts), today) if month not in known] if starts else []
    for month in months:
        _release(month, today)
    if months:
        transaction.on_commit(publish_checkpoint, robust=True)
    return months


def _release(month: str, today: date) -> None:
    told = asdict(figures(_counted(month)))
    body = {"type": "statistics", "month": month, "day": today.isoformat(), "figures": told}
    StatisticsRelease.objects.create(
        month=month, figures=told, released_on=today, ledger_index=append_entry(body=body, day=today)
    )


def _counted(month: str) -> Month:
    """Everything that the counters and the clear part of the cases say of a month."""
    sorts = ClosedCount.objects.filter(month=month).values_list("kind", "outcome", "on_time", "count", "township")
    lengths = ClosedDays.objects.filter(month=month).values_list("kind", "days", "count", "township")
    filed = Case.objects.filter(filed_on__range=(first_day(month), last_day(month)))
    return Month(
        month,
        tuple(Count(Kind(kind), *sort, township or "") for kind, *sort, township in sorts),
        tuple(Days(Kind(kind), *length, township or "") for kind, *length, township in lengths),
        received=_by_township(_about_households(filed)),
        overdue=_by_township(_overdue(last_day(month))),
        officials=filed.count() - _about_households(filed).count(),
    )


def _about_households(cases: QuerySet[Case]) -> QuerySet[Case]:
    """What came to civil affairs: tips about officials go to discipline inspection from the start."""
    handed_over = CaseEvent.objects.filter(case=OuterRef("pk"), event=Event.TRANSFER.value)
    return cases.exclude(~Exists(handed_over), handling_office__kind=Office.Kind.DISCIPLINE)


def _overdue(day: date) -> Iterable[Case]:
    """Cases of civil affairs that had no answer when `day` ended though their due day had come."""
    waiting = Case.objects.filter(filed_on__lte=day, due_on__lte=day)
    for case in waiting.exclude(handling_office__kind=Office.Kind.DISCIPLINE).select_related("handling_office"):
        state = case.events.filter(day__lte=day).values_list("to_state", flat=True).last()
        if state in UNANSWERED:
            yield case


def _by_township(cases: Iterable[Case] | QuerySet[Case]) -> dict[str, int]:
    """By the township whose office handles it, "" for the county and for what was handed over."""
    if isinstance(cases, QuerySet):
        cases = cases.select_related("handling_office")
    offices = (case.handling_office for case in cases)
    return dict(Counter(office.area_id if office.kind == Office.Kind.TOWNSHIP else "" for office in offices))
