"""What each channel shows: the county's table, a look at the result on made-up rows, and the versions before."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from county.access import allowed
from county.domain.roles import Action
from county.models.settings import CountySettings
from county.today import today
from publicity.actions.disclosure import profile_in_force, profiles_with, set_profile
from publicity.admin.disclosure_forms import ProfileForm
from publicity.admin.disclosure_sample import samples
from publicity.disclosure_wording import CHANNELS, NAME_FORMS, field_list
from publicity.domain.disclosure import Channel
from publicity.domain.stages import Programme, Stage
from publicity.models.disclosure import DisclosureProfile
from publicity.programmes import NAMES, programmes_on
from publicity.wording import STAGES

VERSIONS_A_PAGE = 50


@dataclass(frozen=True)
class Cell:
    """What a channel shows of a stage today."""

    channel: Channel
    fields: str
    name: str
    address: str


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The table of a programme as it is in force today, and every version."""
    _check(request)
    programme = _programme(request.GET.get("programme", Programme.DIBAO))
    day = today()
    versions = DisclosureProfile.objects.filter(programme=programme).select_related("set_by")
    page = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("p"))
    context = {
        **_header(_("What lists show")),
        "programme": programme,
        "programmes": [(item, NAMES[item]) for item in programmes_on(CountySettings.load())],
        "channels": [CHANNELS[channel] for channel in Channel],
        "rows": [(STAGES[stage], [_cell(stage, channel, programme) for channel in Channel]) for stage in Stage],
        "versions": [_version(item) for item in page],
        "page": page,
        "today": day,
    }
    return render(request, "publicity/admin/disclosure.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, programme: str, stage: str, channel: str) -> HttpResponse:
    """The form of one cell; then the sample in every channel; then it is saved."""
    _check(request)
    at = _place(programme, stage, channel)
    day = today()
    form = ProfileForm(request.POST or None, **at, chosen=profile_in_force(**at, on=day), today=day)
    context = {
        **_header(_("Change what is shown")),
        "form": form,
        "media": form.media,
        "programme": NAMES[at["programme"]],
        "stage": STAGES[at["stage"]],
        "channel": CHANNELS[at["channel"]],
        "back": f"{reverse('publicity_disclosure')}?programme={programme}",
    }
    if request.method != "POST" or not form.is_valid() or request.POST.get("step") == "change":
        return render(request, "publicity/admin/disclosure_form.html", context)
    if request.POST.get("step") != "save":
        wish = form.wish()
        profiles = profiles_with(**at, **wish)
        context |= {"samples": samples(programme, profiles, at["channel"]), "wish": wish}
        return render(request, "publicity/admin/disclosure_preview.html", context)
    set_profile(**at, **form.wish(), by=request.user, today=day)
    messages.success(request, _("Saved and entered in the ledger. Lists that are out stay as they are."))
    return HttpResponseRedirect(context["back"])


def _cell(stage: Stage, channel: Channel, programme: Programme) -> Cell:
    chosen = profile_in_force(stage, channel, programme, on=today())
    return Cell(
        channel,
        field_list(programme, [str(item) for item in chosen.fields]),
        str(NAME_FORMS[chosen.name]),
        reverse("publicity_disclosure_edit", args=[programme, stage, channel]),
    )


def _version(item: DisclosureProfile) -> dict[str, object]:
    return {
        "item": item,
        "stage": STAGES[item.stage],
        "channel": CHANNELS[item.channel],
        "name": NAME_FORMS[item.name_form],
        "fields": field_list(item.programme, item.fields),
    }


def _check(request: HttpRequest) -> None:
    if not allowed(request.user, Action.SET_DISCLOSURE):
        raise PermissionDenied


def _programme(code: str) -> Programme:
    """A programme that the county has switched on; another one is no page."""
    if code not in programmes_on(CountySettings.load()):
        raise Http404
    return Programme(code)


def _place(programme: str, stage: str, channel: str) -> dict[str, object]:
    if stage not in list(Stage) or channel not in list(Channel):
        raise Http404
    return {"programme": _programme(programme), "stage": Stage(stage), "channel": Channel(channel)}


def _header(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "view"}
