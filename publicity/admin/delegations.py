"""Delegations: which townships confirm applications themselves, since when and by which letter."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.documents import get_document_model

from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.today import today
from publicity.actions.delegation import delegate, revoke
from publicity.actions.errors import PublishingRefused
from publicity.admin.event_forms import DelegationForm, RevokeForm
from publicity.domain.places import DECISION_DAYS, Decider
from publicity.models.delegation import Delegation
from publicity.wording import refusal


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every township with who decides, and all delegations."""
    area = _area(request)
    day = today()
    rows = Delegation.objects.filter(township__in=Area.objects.within(area)).select_related("township", "document")
    delegations = list(rows)
    held = {item.township_id: item for item in delegations if item.holds(day)}
    townships = [(township, held.get(township.pk)) for township in Area.objects.within(area).townships()]
    context = {
        **_header(_("Delegation of approval")),
        "townships": townships,
        "delegations": [(item, item.until is None or item.until >= day) for item in delegations],
        "county_days": DECISION_DAYS[Decider.COUNTY],
        "township_days": DECISION_DAYS[Decider.TOWNSHIP],
    }
    return render(request, "publicity/admin/delegations.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A new delegation, as its letter has it."""
    townships = Area.objects.within(_area(request)).townships()
    form = DelegationForm(
        request.POST or None, townships=townships, documents=get_document_model().objects.order_by("title")
    )
    if request.method == "POST" and form.is_valid():
        try:
            delegate(by=request.user, today=today(), **form.cleaned_data)
        except PublishingRefused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("The delegation is public and entered in the ledger."))
            return HttpResponseRedirect(reverse("publicity_delegations"))
    explains = _(
        "From its first day the township publishes its approved lists itself, under its own name, and decides within "
        "20 working days instead of 30. Scope and letter are public."
    )
    context = {**_header(_("Add a delegation")), "form": form, "media": form.media, "explains": explains}
    return render(request, "publicity/admin/delegation_form.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The end of a delegation; what the township published stays."""
    area = _area(request)
    delegation = get_object_or_404(Delegation.objects.select_related("township__parent"), pk=pk)
    if not area.covers(delegation.township):
        raise PermissionDenied
    form = RevokeForm(request.POST or None, initial={"until": today()})
    if request.method == "POST" and form.is_valid():
        try:
            revoke(delegation=delegation, by=request.user, today=today(), until=form.cleaned_data["until"])
        except PublishingRefused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("The end of the delegation is public and entered in the ledger."))
            return HttpResponseRedirect(reverse("publicity_delegations"))
    explains = _("%(name)s: afterwards the county confirms again. What the township has published stays as it is.")
    context = {
        **_header(_("End the delegation")),
        "form": form,
        "media": form.media,
        "explains": explains % {"name": delegation.township.name},
    }
    return render(request, "publicity/admin/delegation_form.html", context)


def _area(request: HttpRequest) -> Area:
    """The reader's area. Raises PermissionDenied for those who do not delegate."""
    if request.user.area is None or not allowed(request.user, Action.DELEGATE):
        raise PermissionDenied
    return request.user.area


def _header(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "group"}
