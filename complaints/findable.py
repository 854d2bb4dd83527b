"""What search finds of cases: where to send them, the figures of a month, what came of media reports; no case."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complaints.models.counts import StatisticsRelease
from complaints.models.outcomes import MediaOutcome
from county.findable import Findable, chosen, findable, findable_routes
from county.models.areas import Area
from county.templatetags.portal import cn_month

findable_routes(
    "door",
    {
        "complaints:objection": (
            _("Object or report"),
            [
                _("I doubt a list"),
                _("Anyone may; a name is not needed. Best from the entry in the list itself."),
                _("My own application was judged wrongly"),
            ],
        ),
        "complaints:tip": (
            _("Send a tip without a name"),
            [
                _("About favours, false papers, people left out, or officials"),
                _("Without a name; you get a code to read the answer with"),
            ],
        ),
        "complaints:receipt": (_("Check progress"), [_("Read the answer"), _("With the code on your receipt")]),
        "complaints:outcomes": (
            _("What came of media reports"),
            [
                _(
                    "Problems with the allowance that newspapers, television or the web reported, and what was found"
                    " and done about them. Two people check each text before it stands here."
                )
            ],
        ),
        "complaints:statistics": (
            _("How cases were handled"),
            [
                _(
                    "Objections, reviews and tips that came in here, by month. Figures of the present month follow when"
                    " it has ended, and are not changed afterwards."
                )
            ],
        ),
    },
)


@findable("statistics", StatisticsRelease)
def statistics(keys: Collection[str] | None) -> Iterator[Findable]:
    """One for each month whose figures are out."""
    for release in chosen(StatisticsRelease.objects.all(), keys):
        yield Findable(
            key=f"statistics:{release.month}",
            kind="statistics",
            title=f"{cn_month(release.month)}举报、异议和复核办理情况统计",
            body=f"{release.month} 收到 办结 按时 超期 举报 投诉 异议 申诉 统计数据",
            url=reverse("complaints:statistics_month", args=[release.month]),
            year=int(release.month[:4]),
            day=release.released_on,
        )


@findable("outcome", MediaOutcome)
def outcomes(keys: Collection[str] | None) -> Iterator[Findable]:
    """What came of media reports, as long as it stands: headline and office; the text is about people and stays out."""
    for item in chosen(MediaOutcome.objects.standing().select_related("office__area__parent"), keys):
        place, day = item.office.area, item.published_on
        yield Findable(
            key=f"outcome:{item.pk}",
            kind="outcomes",
            title=item.title,
            body=f"{item.office} {cn_month(f'{day:%Y-%m}')} 媒体反映问题的处理结果 媒体曝光 通报",
            url=reverse("complaints:outcome", args=[item.pk]),
            township="" if place.kind == Area.Kind.COUNTY else place.township.pk,
            year=day.year,
            day=day,
        )
