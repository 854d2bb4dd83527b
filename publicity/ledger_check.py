"""Does the ledger hold what it promises? All is computed again and compared with what is stored and served."""

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db.models import QuerySet

from county.models.areas import Area
from publicity.ledger_checks.lists import check_entries_have_lists, check_lists, check_references
from publicity.ledger_checks.log import check_logs
from publicity.ledger_checks.pages import Fetch, check_pages, in_process
from publicity.ledger_checks.report import Report
from publicity.models.publications import Publication


@dataclass(frozen=True)
class Extent:
    """Which lists to look at: those of an area, a random `sample` of them; the log is always checked whole."""

    area: Area | None = None
    sample: int | None = None
    seed: int = 0

    def lists(self) -> QuerySet[Publication]:
        """The lists chosen."""
        found = Publication.objects.with_places()
        if self.area is not None:
            areas = Area.objects.select_related("parent__parent")
            found = found.filter(village__in=[area.pk for area in areas if self.area.covers(area)])
        if self.sample is not None:
            keys = sorted(found.values_list("pk", flat=True))
            found = found.filter(pk__in=Random(self.seed).sample(keys, min(self.sample, len(keys))))  # noqa: S311
        return found


def check_ledger(*, today: date, extent: Extent | None = None, fetch: Fetch | None = in_process) -> Report:
    """Checks logs, signature, tiles, openings, lists, rows, events, and the pages of lists that are open on `today`.

    `fetch` brings a page by its path; None leaves the pages out.
    """
    report, chosen = Report(), extent or Extent()
    check_logs(report)
    check_entries_have_lists(report)
    check_references(report)
    check_lists(report, chosen.lists(), today)
    if fetch is not None:
        keys = chosen.lists().values("pk")
        check_pages(report, Publication.objects.open_on(today).filter(pk__in=keys).order_by("pk").iterator(), fetch)
    return report
