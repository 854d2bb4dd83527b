"""Publicity columns that are older than the rules allow, for the editors' report on what the public reads."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from county.health import Finding, Kind, register_check
from county.models.settings import CountySettings
from county.templatetags.portal import cn_month
from publicity import coverage_queries
from publicity.domain.coverage import Coverage, months_to
from publicity.domain.periods import period_of
from publicity.domain.stages import Stage
from publicity.programmes import NAMES, programmes_on

#: This month and the one before: what is older still is told by the coverage page.
MONTHS = 2


@register_check
def late_columns(day: date) -> Iterator[Finding]:
    """Townships whose villages owe a list whose last day has passed, by programme and month."""
    settings = CountySettings.load()
    periods = months_to(period_of(day), MONTHS)
    for programme in programmes_on(settings):
        found = coverage_queries.overview(
            periods=periods, publish_day=settings.publish_day, today=day, stage=Stage.LONG_TERM, programme=programme
        )
        for block in found.blocks:
            for month, (period, tally) in enumerate(zip(periods, block.tallies, strict=True)):
                if not tally.missing:
                    continue
                names = [row.village.name for row in block.rows if row.cells[month].state is Coverage.MISSING]
                detail = _("%(month)s: no list from %(n)s villages (%(names)s)") % {
                    "month": cn_month(period),
                    "n": tally.missing,
                    "names": "、".join(names[:5]) + ("…" if len(names) > 5 else ""),
                }
                title = f"{block.township.name}　{NAMES[programme]}"
                yield Finding(Kind.LATE_COLUMN, title, detail, reverse("publicity:coverage"))
