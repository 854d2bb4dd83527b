"""Public figures: each closed month once, with an entry in the ledger, and never again."""

from dataclasses import asdict
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Min, QuerySet, Sum

from complaints.domain.figures import Count, Days, MonthFigures, figures, months_to_release
from complaints.domain.kinds import Kind
from complaints.models.cases import Case
from complaints.models.counts import ClosedCount, ClosedDays, StatisticsRelease
from county.models.offices import Office
from publicity.actions.ledger import append_entry, publish_checkpoint


@transaction.atomic
def release_statistics(*, today: date) -> list[str]:
    """Releases every closed month that was not, from the first case on; answers the months. Safe to repeat."""
    first = _civil().aggregate(first=Min("filed_on"))["first"]
    counted = ClosedCount.objects.exclude(kind=Kind.TIP_OFFICIAL).aggregate(first=Min("month"))["first"]
    starts = [month for month in (f"{first:%Y-%m}" if first else None, counted) if month]
    if not starts:
        return []
    known = StatisticsRelease.objects.values_list("month", flat=True)
    months = months_to_release(min(starts), released=known, today=today)
    for month in months:
        _release(month, today)
    if months:
        transaction.on_commit(partial(publish_checkpoint), robust=True)
    return months


def _release(month: str, today: date) -> None:
    told = asdict(_figures(month))
    body = {"type": "statistics", "month": month, "day": today.isoformat(), "figures": told}
    StatisticsRelease.objects.create(
        month=month, figures=told, released_on=today, ledger_index=append_entry(body=body, day=today)
    )


def _civil() -> QuerySet[Case]:
    """Cases that civil affairs knows of: counting others would tell it that there are others."""
    return Case.objects.exclude(handling_office__kind=Office.Kind.DISCIPLINE)


def _figures(month: str) -> MonthFigures:
    rows = ClosedCount.objects.filter(month=month)
    sorts = rows.values_list("kind", "outcome", "on_time", "township").annotate(number=Sum("count"))
    counts = [
        Count(month, Kind(kind), outcome, on_time, number, township or "")
        for kind, outcome, on_time, township, number in sorts.order_by()
    ]
    took = ClosedDays.objects.filter(month=month).values_list("kind", "days", "count")
    days = [Days(month, Kind(kind), length, number) for kind, length, number in took]
    year, number = (int(part) for part in month.split("-"))
    received = _civil().filter(filed_on__year=year, filed_on__month=number).count()
    return figures(counts, month=month, days=days, received=received)
