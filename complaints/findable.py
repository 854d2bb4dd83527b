"""What search finds of cases: the released figures of a month, nothing of any case."""

from collections.abc import Collection, Iterator

from django.urls import reverse

from complaints.models.counts import StatisticsRelease
from county.findable import Findable, findable


@findable("statistics", StatisticsRelease)
def statistics(keys: Collection[str] | None) -> Iterator[Findable]:
    """One for each month whose figures are out."""
    releases = StatisticsRelease.objects.all()
    for release in releases if keys is None else releases.filter(pk__in=list(keys)):
        year, _dash, month = release.month.partition("-")
        yield Findable(
            key=f"statistics:{release.month}",
            kind="statistics",
            title=f"{year}年{int(month)}月举报、异议和复核办理情况统计",
            body=f"{release.month} 收到 办结 按时 超期 举报 投诉 异议 申诉 统计数据",
            url=reverse("complaints:statistics"),
            year=int(year),
            day=release.released_on,
        )
