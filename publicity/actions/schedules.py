"""Writing down beforehand what has to be published: selective publicity (选择性公示, 东安县 2018) becomes provable."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.areas import Area
from county.models.settings import CountySettings
from county.models.staff import User
from publicity.actions.errors import NotAllowed
from publicity.actions.ledger import append_entry, publish_checkpoint
from publicity.domain.coverage import due_day, month_after
from publicity.domain.periods import first_day, period_of
from publicity.domain.stages import Programme, Stage
from publicity.models.rosters import VillageRoster
from publicity.models.schedules import Expectation, VillageClosing


class ClosingRefused(Exception):
    """The village goes on owing its lists."""


class AlreadyClosed(ClosingRefused):
    """The village is on record as having no lists any more."""


class Backdated(ClosingRefused):
    """The month has begun: a list that is owed can't be made one that was never owed."""


def log_due_schedules(*, today: date) -> int:
    """This month's and next month's schedules as far as they are not written down; answers how many entries it took.

    Runs daily, so that a village that was added is written down before its first list is due.
    """
    this_month = period_of(today)
    months = (this_month, month_after(this_month))
    logged = [index for period in months for index in log_schedule(period=period, today=today)]
    return len(logged) + len(log_batches(period=this_month, today=today))


@transaction.atomic
def log_schedule(*, period: str, today: date, by: User | None = None, programme: str = Programme.DIBAO) -> list[int]:
    """Writes down who owes a long-term list of `period`, one ledger entry a township; answers the entries' indexes.

    Calling again adds nothing but villages that have come since. After the day that lists are due nothing is written:
    what is written down later proves nothing. Raises BadPeriod.
    """
    first_day(period)
    closed = VillageClosing.objects.filter(from_period__lte=period).values("village")
    villages = Area.objects.villages().exclude(pk__in=closed)
    return _log(villages, stage=Stage.LONG_TERM, period=period, today=today, by=by, programme=programme)


@transaction.atomic
def log_batches(*, period: str, today: date, by: User | None = None, programme: str = Programme.DIBAO) -> list[int]:
    """The same for the other stages, which have no monthly duty: a village owes a list once its roster is confirmed.

    A roster whose households are all protected is left out: that a list was owed would tell of them.
    """
    rosters = VillageRoster.objects.filter(
        programme=programme, period=period, is_current=True, suppressed_households__lt=F("households")
    )
    logged = []
    for stage in Stage:
        if stage is not Stage.LONG_TERM:
            villages = Area.objects.villages().filter(pk__in=rosters.filter(stage=stage).values("village"))
            logged += _log(villages, stage=stage, period=period, today=today, by=by, programme=programme)
    return logged


@transaction.atomic
def close_village(*, village: Area, from_period: str, reason: str, by: User, today: date) -> VillageClosing:
    """Puts on record that a village owes no list from a month on, which must be a later one.

    Raises NotAllowed, AlreadyClosed, Backdated, BadPeriod.
    """
    if first_day(from_period) <= today:
        raise Backdated
    if not allowed(by, Action.KEEP_SCHEDULE, village):
        raise NotAllowed
    if VillageClosing.objects.filter(village=village).exists():
        raise AlreadyClosed
    body = {
        "type": "schedule-end",
        "village": village.pk,
        "from_period": from_period,
        "reason": VillageClosing.Reason(reason).value,
        "day": today.isoformat(),
    }
    index = append_entry(body=body)
    closing = VillageClosing.objects.create(village=village, from_period=from_period, reason=reason, ledger_index=index)
    record(actor=by, verb="schedule.close", subject=f"area:{village.pk}", area=village, detail={"from": from_period})
    transaction.on_commit(publish_checkpoint, robust=True)
    return closing


def _log(
    villages: Iterable[Area], *, stage: str, period: str, today: date, by: User | None, programme: str
) -> list[int]:
    """One entry for each township that has villages not yet written down."""
    logged = Expectation.objects.filter(programme=programme, stage=stage, period=period)
    # A changed publish_day holds for the months not yet written down.
    due = logged.order_by("pk").values_list("due_on", flat=True).first()
    due = due or due_day(period, CountySettings.load().publish_day)
    if today > due:
        return []
    new = villages.exclude(pk__in=logged.values("village")).order_by("parent", "pk")
    townships: dict[str, list[str]] = defaultdict(list)
    for code, township in new.values_list("pk", "parent"):
        townships[township].append(code)
    key = {"programme": programme, "stage": stage, "period": period}
    indexes = [_log_township(key, code, codes, due=due, today=today) for code, codes in townships.items()]
    if indexes:
        record(actor=by, verb="schedule.log", subject=f"{stage}:{period}", detail={"entries": len(indexes)})
        transaction.on_commit(publish_checkpoint, robust=True)
    return indexes


def _log_township(key: dict[str, Any], township: str, codes: list[str], *, due: date, today: date) -> int:
    body = {
        "type": "schedule",
        **{name: str(value) for name, value in key.items()},
        "township": township,
        "villages": codes,
        "due_on": due.isoformat(),
        "day": today.isoformat(),
    }
    index = append_entry(body=body)
    Expectation.objects.bulk_create(
        Expectation(**key, village_id=code, due_on=due, logged_on=today, ledger_index=index) for code in codes
    )
    return index
