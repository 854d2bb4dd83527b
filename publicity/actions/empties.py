"""Villages without any recipient: published as such, explained to the county, and looked into (东安县 2018)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from county.models.areas import Area
from county.models.staff import User
from publicity.actions.drafts import Ground, Key
from publicity.actions.errors import ForbiddenPattern, PublishingRefused, UnknownReason
from publicity.actions.publishing import Wanted, publish_batch
from publicity.domain.gate import scan_all
from publicity.domain.periods import before
from publicity.domain.reasons import Reason
from publicity.domain.stages import Stage
from publicity.models.publications import Publication
from publicity.models.rosters import VillageRoster
from publicity.models.runs import NoRecipients


@dataclass(frozen=True)
class Streak:
    """A village without recipients: why, as was said last, and for how many months in a row."""

    village: Area
    period: str
    months: int
    why: str
    note: str


def villages_without_list(*, area: Area, period: str) -> list[Area]:
    """Villages of an area with neither a roster in force nor a long-term list of the month."""
    within = Area.objects.within(area).villages().select_related("parent__parent")
    month = {"stage": Stage.LONG_TERM, "period": period}
    listed = Publication.objects.current().filter(**month).values("village")
    imported = VillageRoster.objects.filter(**month, is_current=True).values("village")
    return list(within.exclude(pk__in=listed).exclude(pk__in=imported).order_by("code"))


@transaction.atomic
def publish_none(
    *, villages: Sequence[Area], period: str, why: str, note: str, by: User, today: date
) -> list[tuple[Area, Publication | PublishingRefused]]:
    """Publishes "nobody this month" for villages; `why` and `note` are for the county alone.

    The public reads the same where nobody receives and where nobody may be shown. Raises UnknownReason and
    ForbiddenPattern; what speaks against one village is answered with it.
    """
    if why not in NoRecipients.Why.values:
        raise UnknownReason(why)
    findings = scan_all({"note": note})
    if findings:
        raise ForbiddenPattern(findings)
    wanted = [Wanted(Key(Stage.LONG_TERM, period, village), Reason.NONE_TO_SHOW) for village in villages]
    results = publish_batch(wanted=wanted, by=by, today=today, ground=Ground.read(today))
    NoRecipients.objects.bulk_create(
        NoRecipients(publication=item, why=why, note=note.strip(), by=by)
        for item in results
        if isinstance(item, Publication)
    )
    return list(zip(villages, results, strict=True))


def streaks(*, area: Area) -> list[Streak]:
    """Villages whose newest list says that there is nobody, the longest first."""
    rows = NoRecipients.objects.filter(publication__village__in=Area.objects.within(area), publication__is_current=True)
    by_village: dict[str, dict[str, NoRecipients]] = {}
    for row in rows.select_related("publication__village__parent").order_by("publication__period"):
        by_village.setdefault(row.publication.village_id, {})[row.publication.period] = row
    newest = {village: max(periods) for village, periods in _periods_by_village(by_village).items()}
    found = [_streak(months) for village, months in by_village.items() if newest[village] in months]
    return sorted(found, key=lambda item: (-item.months, item.village.pk))


def _periods_by_village(villages: dict[str, dict[str, NoRecipients]]) -> dict[str, set[str]]:
    lists = Publication.objects.current().filter(stage=Stage.LONG_TERM, village__in=villages)
    found: dict[str, set[str]] = {}
    for village, period in lists.order_by().values_list("village", "period"):
        found.setdefault(village, set()).add(period)
    return found


def _streak(months: dict[str, NoRecipients]) -> Streak:
    last = max(months)
    period, count = last, 0
    while period in months:
        count, period = count + 1, before(period)
    row = months[last]
    return Streak(row.publication.village, last, count, row.get_why_display(), row.note)
