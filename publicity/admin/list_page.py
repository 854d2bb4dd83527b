"""One published list as staff see it: state, history, entries and outcomes, and what may be done with it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.models.offices import Office
from county.models.staff import User
from county.today import today
from publicity.actions.errors import PublishingRefused
from publicity.actions.outcomes import SETTLED, confirm_others, set_outcomes
from publicity.actions.rights import may_change
from publicity.admin.list_acts import ACTS, Act
from publicity.admin.publishing_lists import may_see_lists
from publicity.domain.stages import Stage
from publicity.domain.windows import State
from publicity.models.events import Hiding, ListEvent
from publicity.models.publications import Publication, PublicationEntry
from publicity.wording import STAGES, refusal

ENTRIES_A_PAGE = 100


@dataclass(frozen=True)
class Button:
    """One thing that this person may do now."""

    act: Act
    address: str


def publication_for(request: HttpRequest, pk: str) -> Publication:
    """A list of the reader's area. Raises PermissionDenied for others, Http404 where there is none."""
    found = get_object_or_404(Publication.objects.select_related("village__parent__parent", "published_by"), pk=pk)
    area = getattr(request.user, "area", None)
    if not may_see_lists(request.user) or area is None or not area.covers(found.village):
        raise PermissionDenied
    return found


@never_cache
@require_safe
def detail(request: HttpRequest, pk: str) -> HttpResponse:
    """The list's page."""
    publication, day = publication_for(request, pk), today()
    changes = may_change(by=request.user, publication=publication, today=day)
    entries = PublicationEntry.everything.filter(publication=publication).defer("salt").order_by("number")
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    state = publication.state(day)
    title = publication.title
    context = {
        "page_title": title,
        "header_title": title,
        "header_icon": "list-ul",
        "list": publication,
        "stage": STAGES[publication.stage],
        "state": state.value,
        "days_left": publication.window.days_left(day),
        "events": ListEvent.objects.of(publication).select_related("by"),
        "hidings": Hiding.objects.filter(publication=publication).waiting().select_related("hidden_by", "entry"),
        "buttons": buttons(request.user, publication, day),
        "page": page,
        "may_hide": allowed(request.user, Action.HIDE_FOR_PRIVACY, publication.village) and state in HIDEABLE,
        "may_settle": allowed(request.user, Action.CLOSE_LISTS, publication.village),
        "sets_outcomes": changes and publication.stage == Stage.PROPOSED and state in SETTLED,
        "has_ended": state is State.CLOSED,
        "outcomes": outcome_choices(),
        "ask": _whom_to_ask(publication.village),
        "versions": _versions(publication),
    }
    return render(request, "publicity/admin/list_page.html", context)


HIDEABLE = frozenset({State.SCHEDULED, State.OPEN, State.PAUSED})


@never_cache
@require_POST
def outcomes(request: HttpRequest, pk: str) -> HttpResponse:
    """Stores the outcomes chosen in the table, or confirms every entry that has none."""
    publication = publication_for(request, pk)
    ask = {"publication": publication, "by": request.user, "today": today()}
    try:
        if "confirm-others" in request.POST:
            confirm_others(**ask)
        else:
            set_outcomes(outcomes=_chosen(request), **ask)
    except PublishingRefused as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, _("The outcomes are stored."))
    return HttpResponseRedirect(reverse("publicity_published_list", args=[pk]))


def buttons(user: User, publication: Publication, day: date) -> list[Button]:
    """What may be done with the list in its state, by this person."""
    state = publication.state(day)
    return [
        Button(act, reverse("publicity_list_act", args=[publication.pk, act.slug]))
        for act in ACTS.values()
        if state in act.states and act.fits(publication) and act.may(user, publication, day)
    ]


def outcome_choices() -> list[tuple[str, Any]]:
    """What can be chosen for an entry; nothing means that it waits."""
    return [("", _("no outcome yet")), *PublicationEntry._meta.get_field("outcome").flatchoices]


def _chosen(request: HttpRequest) -> dict[str, str]:
    prefix = "outcome-"
    return {name.removeprefix(prefix): value for name, value in request.POST.items() if name.startswith(prefix)}


def _whom_to_ask(village: Area) -> list[Office]:
    """The offices that answer for the village: its township's, then the county's."""
    kinds = [Office.Kind.TOWNSHIP, Office.Kind.COUNTY]
    areas = [village.pk, village.parent_id, village.township.parent_id]
    return list(Office.objects.filter(area__in=[code for code in areas if code], kind__in=kinds).order_by("-kind"))


def _versions(publication: Publication) -> list[Publication]:
    """The other versions of the same list, the newest first."""
    key = ("programme", "village_id", "stage", "period", "batch")
    same = Publication.objects.filter(**{name: getattr(publication, name) for name in key})
    return list(same.exclude(pk=publication.pk).order_by("-version"))
