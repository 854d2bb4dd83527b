"""The staff's door to reasons of changes: the township gives one for each household, the county releases numbers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.domain.small_cells import THRESHOLD, cells
from county.models.areas import Area
from county.today import today
from publicity.actions import reasons
from publicity.actions.errors import NotAllowed
from publicity.actions.reasons import AlreadyReleased, NotClosed, NothingChanged, ReasonsRefused
from publicity.admin.changes_forms import MonthFilter, ReasonForm
from publicity.changes_queries import Numbers
from publicity.changes_words import REASONS
from publicity.domain.changes import ChangeKind
from publicity.domain.periods import period_of
from publicity.models.change_reasons import HouseholdChange
from publicity.models.changes import TownshipReasons, VillageChange

PER_PAGE = 100
REFUSALS: dict[type[Exception], str | Promise] = {
    AlreadyReleased: gettext_lazy("The reasons of this month are public already; they are never revised."),
    NotClosed: gettext_lazy("The month is not over yet: release its reasons from the first of the next month."),
    NothingChanged: gettext_lazy("No list of this township has changes in this month."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """The households of the reader's area that left a list or get less, and the reason for those that are ticked."""
    _demand(request, Action.GIVE_REASONS)
    filters = MonthFilter(request.POST if request.method == "POST" else request.GET, months=_months(request))
    period, only_open = filters.chosen()
    if request.method == "POST":
        return _note(request, period, only_open=only_open)
    households = _households(request, period)
    waiting = households.filter(reason="").count()
    page = Paginator(households.filter(reason="") if only_open else households, PER_PAGE).get_page(request.GET.get("p"))
    record(
        actor=request.user,
        verb="reasons.view",
        subject=f"reasons:{request.user.area.pk}:{period}",
        area=request.user.area,
        detail={"households": len(page.object_list)},
    )
    context = {
        **_header(_("Reasons of changes")),
        "filters": filters,
        "period": period,
        "only_open": only_open,
        "page": page,
        "waiting": waiting,
        "form": ReasonForm(),
        "threshold": THRESHOLD,
        "released": TownshipReasons.objects.filter(period=period, township=request.user.area).first(),
    }
    return render(request, "publicity/admin/changes_give.html", context)


def _note(request: HttpRequest, period: str, *, only_open: bool) -> HttpResponse:
    form = ReasonForm(request.POST)
    picked = [int(pk) for pk in request.POST.getlist("household") if pk.isascii() and pk.isdigit()]
    if not picked or not form.is_valid():
        messages.error(request, _("Tick at least one household and choose a reason."))
    else:
        try:
            count = reasons.give_reasons(households=picked, reason=form.cleaned_data["reason"], by=request.user)
        except NotAllowed as error:
            raise PermissionDenied from error
        except ReasonsRefused as error:
            messages.error(request, str(REFUSALS[type(error)]))
        else:
            messages.success(request, _("Reason noted for %(n)s households.") % {"n": count})
    query = f"?period={period}{'&only_open=on' if only_open else ''}"
    return HttpResponseRedirect(reverse("publicity_changes") + query)


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Each township's month: how many left, how many have a reason, and whether the reasons are out."""
    _demand(request, Action.RELEASE_REASONS)
    filters = MonthFilter(request.GET, months=_months(request))
    period, _only_open = filters.chosen()
    context = {
        **_header(_("Release reasons")),
        "filters": filters,
        "period": period,
        "is_closed": period < period_of(today()),
        "rows": _townships(request, period),
        "threshold": THRESHOLD,
    }
    return render(request, "publicity/admin/changes_release.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """What would be told of one township, and the press that can't be taken back."""
    _demand(request, Action.RELEASE_REASONS)
    township = get_object_or_404(Area.objects.townships().within(request.user.area), pk=code)
    back = f"{reverse('publicity_reasons')}?period={period}"
    if request.method == "POST":
        try:
            reasons.release_reasons(township=township, period=period, by=request.user, today=today())
        except ReasonsRefused as error:
            messages.error(request, str(REFUSALS[type(error)]))
        else:
            messages.success(request, _("The reasons are public now; they stay as they are."))
        return HttpResponseRedirect(back)
    counts = reasons.preview(township=township, period=period)
    rows = [
        {"reason": word, "left": counts[ChangeKind.LEFT][reason], "lowered": counts[ChangeKind.LOWERED][reason]}
        for reason, word in REASONS.items()
    ]
    told = {kind: cells(counts[kind]) for kind in ChangeKind}
    for row, reason in zip(rows, REASONS, strict=True):
        row |= {"left_told": told[ChangeKind.LEFT][reason], "lowered_told": told[ChangeKind.LOWERED][reason]}
    context = {
        **_header(_("Release reasons")),
        "township": township,
        "period": period,
        "rows": rows,
        "back": back,
        "threshold": THRESHOLD,
    }
    return render(request, "publicity/admin/changes_confirm.html", context)


def _demand(request: HttpRequest, action: Action) -> None:
    """Raises PermissionDenied unless the person's role and office allow it."""
    if request.user.area is None or not allowed(request.user, action, request.user.area):
        raise PermissionDenied


def _changes(request: HttpRequest) -> QuerySet[VillageChange]:
    villages = Area.objects.within(request.user.area)
    return VillageChange.objects.filter(publication__is_current=True, publication__village__in=villages)


def _months(request: HttpRequest) -> list[str]:
    """The months that have changes in the reader's area, the newest first."""
    months = _changes(request).order_by("-publication__period").values_list("publication__period", flat=True)
    return list(months.distinct())


def _households(request: HttpRequest, period: str) -> QuerySet[HouseholdChange]:
    found = HouseholdChange.objects.filter(change__in=_changes(request).filter(publication__period=period))
    return found.select_related("change__publication__village", "row")


def _townships(request: HttpRequest, period: str) -> list[dict[str, Any]]:
    released = {item.township_id: item for item in TownshipReasons.objects.filter(period=period)}
    open_ones = _households(request, period).filter(reason="").order_by()
    waiting = dict(open_ones.values_list("change__publication__village__parent").annotate(n=Count("pk")))
    by_township: dict[Area, list[VillageChange]] = {}
    changes = _changes(request).filter(publication__period=period, publication__withdrawn_on=None)
    for item in changes.select_related("publication__village__parent").order_by("publication__village"):
        by_township.setdefault(item.publication.village.township, []).append(item)
    return [
        {
            "township": township,
            "sum": Numbers.sum(items),
            "waiting": waiting.get(township.pk, 0),
            "released": released.get(township.pk),
        }
        for township, items in by_township.items()
    ]


def _header(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "list-ul"}
