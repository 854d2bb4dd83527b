"""The county's door to recipient platforms: enter, confirm by a second person, hand a token over once, revoke, log."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from county.access import allowed
from county.domain.roles import Action
from county.links import absolute
from county.models.audit import AuditEntry
from county.today import today
from publicity.actions.errors import NotAllowed, SameHand
from publicity.actions.platforms import (
    NameTaken,
    WrongState,
    confirm_platform,
    enter_platform,
    issue_token,
    revoke_platform,
)
from publicity.admin.platforms_forms import PlatformForm, SureForm, TokenForm
from publicity.models.platforms import Platform
from publicity.wording import STAGES

PER_PAGE = 50
_SURE = {
    "confirm": gettext_lazy("I have compared name, purpose, legal basis and public key with the document."),
    "revoke": gettext_lazy("End it for good; coming back takes two people again."),
}
_DONE = {
    "confirm": gettext_lazy("Confirmed. A token can be issued now."),
    "revoke": gettext_lazy("Revoked: its token no longer works."),
}
_REFUSALS = {
    NotAllowed: gettext_lazy("Your role does not allow this."),
    SameHand: gettext_lazy("You entered this platform; another person has to confirm it."),
    WrongState: gettext_lazy("The platform's state has changed in the meantime; look at it again."),
}
_VERBS = {
    "platform.enter": gettext_lazy("entered"),
    "platform.confirm": gettext_lazy("confirmed"),
    "platform.token": gettext_lazy("token issued"),
    "platform.revoke": gettext_lazy("revoked"),
    "platform.fetch": gettext_lazy("fetched"),
}


def may_see_platforms(user: Any) -> bool:
    """Those who enter, confirm or audit."""
    actions = (Action.MANAGE_PLATFORMS, Action.CONFIRM_PLATFORM, Action.READ_AUDIT)
    return any(allowed(user, action) for action in actions)


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every platform with its state."""
    _check(request)
    page = Paginator(Platform.objects.order_by("revoked_on", "name"), PER_PAGE).get_page(request.GET.get("p"))
    rows = [(item, item.state_on(today()).label) for item in page]
    may_enter = allowed(request.user, Action.MANAGE_PLATFORMS)
    context = {**_header(_("Recipient platforms")), "page": page, "rows": rows, "may_enter": may_enter}
    return render(request, "publicity/admin/platforms.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """A new platform, which waits for a second person."""
    if not allowed(request.user, Action.MANAGE_PLATFORMS):
        raise PermissionDenied
    form = PlatformForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = enter_platform(**form.cleaned_data, by=request.user, today=today())
        except NameTaken:
            form.add_error(
                "name", _("A platform of this name is in force; revoke it first or name this one otherwise.")
            )
        else:
            messages.success(request, _("Entered. Another person has to confirm it before a token can be issued."))
            return HttpResponseRedirect(reverse("publicity_platform", args=[made.pk]))
    context = {**_header(_("Enter a platform")), "form": form}
    return render(request, "publicity/admin/platform_enter.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """A platform, what can be done with it, and its log."""
    _check(request)
    return _shown(request, get_object_or_404(Platform, pk=pk))


@never_cache
@require_POST
def settle(request: HttpRequest, pk: str, act: str) -> HttpResponse:
    """Confirms or revokes, once the person has ticked that they looked."""
    _check(request)
    platform = get_object_or_404(Platform, pk=pk)
    form = SureForm(request.POST, text=_SURE[act])
    if not form.is_valid():
        return _shown(request, platform, **{act: form})
    try:
        {"confirm": confirm_platform, "revoke": revoke_platform}[act](platform=platform, by=request.user, today=today())
    except (NotAllowed, SameHand, WrongState) as error:
        messages.error(request, _REFUSALS[type(error)])
    else:
        messages.success(request, _DONE[act])
    return HttpResponseRedirect(reverse("publicity_platform", args=[pk]))


@never_cache
@require_POST
def token(request: HttpRequest, pk: str) -> HttpResponse:
    """A fresh token, on this answer alone: it is not stored and can't be shown again."""
    _check(request)
    platform = get_object_or_404(Platform, pk=pk)
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _shown(request, platform, token=form)
    try:
        fresh = issue_token(platform=platform, by=request.user, today=today(), days=form.cleaned_data["days"])
    except (NotAllowed, WrongState) as error:
        messages.error(request, _REFUSALS[type(error)])
        return HttpResponseRedirect(reverse("publicity_platform", args=[pk]))
    platform.refresh_from_db()
    address = absolute(reverse("publicity-api:api-root") + "platform/changes")
    context = {**_header(_("The token, shown once")), "platform": platform, "token": fresh, "address": address}
    return render(request, "publicity/admin/platform_token.html", context)


def _shown(request: HttpRequest, platform: Platform, **given: Form) -> HttpResponse:
    state, user = platform.state_on(today()), request.user
    waits, ended = state is Platform.State.WAITING, state is Platform.State.REVOKED
    may_confirm = allowed(user, Action.CONFIRM_PLATFORM)
    may_manage = allowed(user, Action.MANAGE_PLATFORMS)
    mine = platform.created_by_id == user.pk
    forms: dict[str, Form] = {}
    if waits and may_confirm and not mine:
        forms["confirm"] = SureForm(text=_SURE["confirm"])
    if not waits and not ended and may_manage:
        forms["token"] = TokenForm()
    if not ended and (may_manage or may_confirm):
        forms["revoke"] = SureForm(text=_SURE["revoke"])
    log = AuditEntry.objects.filter(subject=f"platform:{platform.pk}").select_related("actor")
    page = Paginator(log, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **_header(platform.name),
        "platform": platform,
        "state": state.label,
        "stages": [STAGES[item] for item in platform.stages],
        "forms": forms | {name: form for name, form in given.items() if name in forms},
        "mine": waits and mine,
        "page": page,
        "log": [(entry, _VERBS.get(entry.verb, entry.verb)) for entry in page],
    }
    return render(request, "publicity/admin/platform.html", context, status=422 if given else 200)


def _check(request: HttpRequest) -> None:
    if not may_see_platforms(request.user):
        raise PermissionDenied


def _header(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "key"}
