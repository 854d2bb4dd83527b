"""What search finds of cases: the released figures of a month, nothing of any case."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from complaints.models.counts import StatisticsRelease
from county.findable import Findable, chosen, findable
from county.templatetags.portal import cn_month


@findable("statistics", StatisticsRelease)
def statistics(keys: Collection[str] | None) -> Iterator[Findable]:
    """One for each month whose figures are out."""
    for release in chosen(StatisticsRelease.objects.all(), keys):
        yield Findable(
            key=f"statistics:{release.month}",
            kind="statistics",
            title=f"{cn_month(release.month)}举报、异议和复核办理情况统计",
            body=f"{release.month} 收到 办结 按时 超期 举报 投诉 异议 申诉 统计数据",
            url=reverse("complaints:statistics"),
            year=int(release.month[:4]),
            day=release.released_on,
        )
