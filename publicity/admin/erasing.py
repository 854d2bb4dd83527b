"""The county's door to erasing a household: find it, ask, and have another person confirm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.today import today
from publicity.actions.erasing import (
    AlreadyAsked,
    ErasingRefused,
    MayNotErase,
    NobodyFound,
    NotWaiting,
    OtherCertificate,
    OwnRequest,
    ask_erasure,
    erase_household,
    find_households,
    household,
    traces_of,
    withdraw_erasure,
)
from publicity.admin.erasing_forms import AskForm, ConfirmForm, FindForm
from publicity.models.households import ErasureRequest
from publicity.wording import STAGES

PER_PAGE = 50
REFUSALS = {
    NobodyFound: gettext_lazy("No roster and no list of this village has this number: compare it with the page."),
    AlreadyAsked: gettext_lazy("The erasure of this household waits for its second person already."),
    OtherCertificate: gettext_lazy("This is not the number that the request is about. Nothing was erased."),
    OwnRequest: gettext_lazy("You asked for this erasure: another person has to confirm it."),
    NotWaiting: gettext_lazy("This request has been settled already."),
}


def may_erase(user: Any) -> bool:
    """By the table of roles, and only with an office."""
    return allowed(user, Action.ERASE_HOUSEHOLD) and user.area is not None


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The requests of the reader's area, newest first."""
    page = Paginator(_requests(request), PER_PAGE).get_page(request.GET.get("p"))
    waiting = _requests(request).waiting().count()
    context = {**_header(_("Erase households")), "page": page, "waiting": waiting}
    return render(request, "publicity/admin/erasing_index.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """A number is typed; what there is of the household is shown by month."""
    _check(request)
    form, found = FindForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        found = find_households(typed=form.cleaned_data["typed"], by=request.user)
    return _found(request, form, found)


@never_cache
@sensitive_post_parameters()
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Asks for the erasure of a household that was found."""
    _check(request)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _asked_badly(request, form)
    try:
        asked = ask_erasure(**form.cleaned_data, by=request.user)
    except MayNotErase as error:
        raise PermissionDenied from error
    except ErasingRefused as error:
        form.add_error("certificate", REFUSALS[type(error)])
        return _asked_badly(request, form)
    messages.success(request, _("Asked for. Another person of the county has to confirm it within 14 days."))
    return HttpResponseRedirect(reverse("publicity_erasing_request", args=[asked.pk]))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A request: what would go, and the second person's confirmation, or how it ended."""
    asked = get_object_or_404(_requests(request), pk=pk)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["certificate"]
        try:
            erase_household(request=asked, certificate=number, by=request.user, today=today(), now=timezone.now())
        except MayNotErase as error:
            raise PermissionDenied from error
        except NotWaiting as error:
            messages.error(request, REFUSALS[type(error)])
            return HttpResponseRedirect(request.path)
        except ErasingRefused as error:
            form.add_error("certificate", REFUSALS[type(error)])
        else:
            messages.success(request, _("Erased. Nothing of the household is left here."))
            return HttpResponseRedirect(request.path)
    context = {
        **_header(_("Erasure of a household")),
        "asked": asked,
        "traces": _worded(traces_of(asked)) if asked.household else [],
        "mine": asked.asked_by_id == request.user.pk,
        "form": form,
    }
    return render(request, "publicity/admin/erasing_request.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Gives a request up."""
    asked = get_object_or_404(_requests(request), pk=pk)
    try:
        withdraw_erasure(request=asked, by=request.user, now=timezone.now())
    except NotWaiting as error:
        messages.error(request, REFUSALS[type(error)])
    else:
        messages.success(request, _("Given up. Nothing was erased."))
    return HttpResponseRedirect(reverse("publicity_erasing"))


def _asked_badly(request: HttpRequest, form: AskForm) -> HttpResponse:
    """What was typed is told with its field; the household is shown again where it is known."""
    village, number = form.cleaned_data.get("village"), form.cleaned_data.get("certificate", "")
    known = household(village=village, certificate=number) if village and _covers(request, village) and number else None
    if known is not None and not known.traces:
        known = None
    return _found(request, FindForm(), [known] if known else None, form)


def _found(
    request: HttpRequest, form: FindForm, found: list[Any] | None, asking: AskForm | None = None
) -> HttpResponse:
    shown = [
        {"household": item, "traces": _worded(item.traces), "form": asking or _ask_form(item), "place": place}
        for place, item in enumerate(found or [])
    ]
    context = {
        **_header(_("Find a household to erase")),
        "form": form,
        "searched": found is not None,
        "found": shown,
        "problems": [error for errors in asking.errors.values() for error in errors] if asking and not shown else [],
    }
    failed = bool(form.errors or (asking and asking.errors))
    return render(request, "publicity/admin/erasing_find.html", context, status=422 if failed else 200)


def _ask_form(item: Any) -> AskForm:
    return AskForm(initial={"village": item.village.pk}, place=item.village.pk)


def _worded(traces: list[Any]) -> list[dict[str, Any]]:
    return [{"trace": trace, "stage": STAGES[trace.stage]} for trace in traces]


def _check(request: HttpRequest) -> None:
    if not may_erase(request.user):
        raise PermissionDenied


def _covers(request: HttpRequest, village: Area) -> bool:
    return allowed(request.user, Action.ERASE_HOUSEHOLD, village)


def _requests(request: HttpRequest) -> QuerySet[ErasureRequest]:
    """Those of the reader's area. Raises PermissionDenied."""
    _check(request)
    villages = Area.objects.within(request.user.area)
    return ErasureRequest.objects.filter(village__in=villages).select_related(
        "village__parent__parent", "asked_by", "settled_by"
    )


def _header(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "bin"}
