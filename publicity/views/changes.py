"""What changed from month to month, as numbers."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from county.domain.small_cells import THRESHOLD
from county.models.areas import Area
from county.today import today
from publicity import changes_queries
from publicity.changes_queries import Numbers, TownshipChanges
from publicity.changes_words import REASONS
from publicity.domain.changes import ChangeKind, ChangeReason
from publicity.domain.periods import period_of
from publicity.models.changes import TownshipReasons
from publicity.views.addresses import address
from publicity.views.http import public_page

TOWNSHIPS_A_PAGE = 6


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """New, no longer listed, raised, lowered: by village; reasons by township where they can't point at anyone."""
    code = request.GET.get("township", "")
    township = get_object_or_404(Area.objects.townships(), pk=code) if code else None
    day = today()
    months = changes_queries.months_with_changes(today=day)
    month = next((item for item in months if item == request.GET.get("month")), months[0] if months else period_of(day))
    found = changes_queries.changes_of(month, today=day, township=township)
    page = Paginator(found, TOWNSHIPS_A_PAGE).get_page(request.GET.get("page"))
    at = months.index(month) if month in months else 0
    context = {
        "section": "lists",
        "name": township.name if township else "",
        "month": month,
        "earlier": _turned(months, at + 1, code),
        "later": _turned(months, at - 1, code),
        "sum": Numbers.sum(change for item in found for change in item.changes),
        "lists": sum(len(item.changes) for item in found),
        "townships": [_township(item, month if at else None) for item in page.object_list],
        "page": page,
        "threshold": THRESHOLD,
        "crumbs": _crumbs(township),
    }
    return render(request, "publicity/changes.html", context)


def _turned(months: list[str], at: int, township: str) -> tuple[str, str] | None:
    """Another month and its address, or None beyond the first and the last."""
    if not 0 <= at < len(months):
        return None
    return months[at], address("changes", township=township, month=months[at] if at else None)


def _township(item: TownshipChanges, month: str | None) -> dict[str, object]:
    return {
        "township": item.township,
        "address": address("changes", township=item.township.pk, month=month),
        "changes": item.changes,
        "sum": item.sum,
        "reasons": _reasons(item.reasons) if item.reasons else None,
    }


def _reasons(found: TownshipReasons) -> list[dict[str, object]]:
    """Each reason with the two numbers; None where a number can't be shown."""
    left, lowered = (found.cells[kind] for kind in (ChangeKind.LEFT, ChangeKind.LOWERED))
    return [{"reason": REASONS[reason], "left": left[reason], "lowered": lowered[reason]} for reason in ChangeReason]


def _crumbs(township: Area | None) -> list[tuple[str, str]]:
    title = _("What changed from month to month")
    crumbs = [(_("Lists"), reverse("publicity:index")), (title, reverse("publicity:changes") if township else "")]
    return [*crumbs, (township.name, "")] if township else crumbs
