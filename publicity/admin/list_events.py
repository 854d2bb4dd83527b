"""The forms behind the buttons of a published list, and those of hides that wait for the second person."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.today import today
from publicity.actions.errors import PublishingRefused
from publicity.actions.hiding import confirm_hiding, lift_hiding
from publicity.actions.outages import record_outage
from publicity.admin.event_forms import OutageForm, ReasonForm
from publicity.admin.list_acts import ACTS
from publicity.admin.list_page import publication_for
from publicity.domain.events import Kind
from publicity.models.events import Hiding
from publicity.models.publications import Publication, PublicationEntry
from publicity.wording import refusal

SETTLING = {"confirm": confirm_hiding, "lift": lift_hiding}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: str, slug: str) -> HttpResponse:
    """One act on a list: what it does, the reason, the press."""
    if slug not in ACTS:
        raise Http404
    publication, chosen, day = publication_for(request, pk), ACTS[slug], today()
    if not chosen.may(request.user, publication, day):
        raise PermissionDenied
    entry = _entry(request, publication) if chosen.kind is Kind.HIDE else None
    form = chosen.form(publication, day, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.run(publication, by=request.user, today=day, entry=entry, values=form.values())
        except PublishingRefused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Done and entered in the ledger: %(what)s.") % {"what": chosen.name})
            return HttpResponseRedirect(reverse("publicity_published_list", args=[pk]))
    context = {
        **_header(str(chosen.name)),
        "list": publication,
        "act": chosen,
        "entry": entry,
        "form": form,
        "media": form.media,
        "back": reverse("publicity_published_list", args=[pk]),
    }
    return render(request, "publicity/admin/list_act.html", context)


@never_cache
@require_safe
def hidings(request: HttpRequest) -> HttpResponse:
    """What one person hid and nobody else has looked at yet, in the reader's area."""
    area = request.user.area
    if area is None or not allowed(request.user, Action.CLOSE_LISTS):
        raise PermissionDenied
    waiting = Hiding.objects.waiting().filter(publication__village__in=Area.objects.within(area))
    rows = waiting.select_related("publication__village__parent", "hidden_by", "entry").order_by("hidden_on", "pk")
    context = {**_header(_("Hidden to protect privacy")), "hidings": rows}
    return render(request, "publicity/admin/hidings.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """The second eye: confirm a hide, or show the rows again."""
    if how not in SETTLING:
        raise Http404
    hiding = get_object_or_404(Hiding.objects.select_related("publication__village__parent__parent", "entry"), pk=pk)
    if not allowed(request.user, Action.CLOSE_LISTS, hiding.publication.village):
        raise PermissionDenied
    form = ReasonForm(request.POST or None, kind=Kind(how))
    if request.method == "POST" and form.is_valid():
        try:
            SETTLING[how](hiding=hiding, reason=form.cleaned_data["reason"], by=request.user, today=today())
        except PublishingRefused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Settled and entered in the ledger."))
            return HttpResponseRedirect(reverse("publicity_hidings"))
    title = _("Confirm the hiding") if how == "confirm" else _("Show it again")
    context = {**_header(title), "hiding": hiding, "how": how, "form": form, "back": reverse("publicity_hidings")}
    return render(request, "publicity/admin/hiding_settle.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def outage(request: HttpRequest) -> HttpResponse:
    """The site was out of service: the days lost are added to every open list with a last day."""
    if request.user.area is None or not allowed(request.user, Action.CLOSE_LISTS):
        raise PermissionDenied
    form = OutageForm(request.POST or None, kind=Kind.PAUSE)
    if request.method == "POST" and form.is_valid():
        try:
            lists = record_outage(area=request.user.area, by=request.user, today=today(), **form.values())
        except PublishingRefused as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Days added back to %(n)s lists.") % {"n": len(lists)})
            return HttpResponseRedirect(reverse("publicity_published"))
    context = {**_header(_("The site was out of service")), "form": form, "media": form.media}
    return render(request, "publicity/admin/outage.html", context)


def _entry(request: HttpRequest, publication: Publication) -> PublicationEntry | None:
    """The entry that is meant, or None for the whole list."""
    pk = request.POST.get("entry") or request.GET.get("entry")
    return get_object_or_404(publication.entries, pk=pk) if pk else None


def _header(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "list-ul"}
