"""The staff's door to publishing: rosters and their lists, a look at what would go out, one press to publish."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from county.models.areas import Area
from county.today import today
from publicity.actions.batches import Outcome, publish_rosters
from publicity.actions.drafts import Draft, Ground, Key, draft
from publicity.actions.errors import PublishingRefused, SameHand
from publicity.actions.proposals import Gaps, approval_gaps
from publicity.actions.publishing import may_publish, stages_of
from publicity.actions.runs import start_run
from publicity.admin.forms import PublishForm, RosterFilter
from publicity.columns import Column, page_columns
from publicity.domain.stages import Programme, Stage
from publicity.models.publications import Publication
from publicity.models.rosters import VillageRoster
from publicity.programmes import NAMES
from publicity.wording import STAGES, refusal

SAMPLE_ROWS = 5
# From so many lists on (more than a township has villages), each is one line of a table and a worker publishes them.
MANY = 61
GAPS_NAMED = 10


@dataclass(frozen=True)
class RosterState:
    """A roster in force and the list that was made of it, if any."""

    roster: VillageRoster
    publication: Publication | None
    other_hand: bool
    in_charge: bool = True

    @property
    def may_publish(self) -> bool:
        """Whether the reader publishes this list: another hand than the importer's, and in charge of the stage here."""
        return self.other_hand and self.in_charge

    @property
    def other_programme(self) -> str:
        """The programme in words where it is not the allowance."""
        programme = self.roster.programme
        return "" if programme == Programme.DIBAO else str(NAMES[programme])

    @property
    def is_behind(self) -> bool:
        """Whether the list out was made of an earlier roster."""
        return self.publication is not None and self.publication.roster_ref != str(self.roster.pk)


@dataclass(frozen=True)
class Preview:
    """A roster with what would go out of it."""

    state: RosterState
    draft: Draft
    columns: list[Column]
    sample: list[list[str]]
    problems: list[str]
    gaps: Gaps | None = None

    @property
    def named_gaps(self) -> list[tuple[str | Promise, int, list[str]]]:
        """Who is to be approved without a first list that clears them: words, how many, the first certificates."""
        if not self.gaps:
            return []
        found = [
            (_("were on no first list whose time has ended"), self.gaps.never_listed),
            (_("were refused, withdrawn or are being investigated again"), self.gaps.held_back),
        ]
        return [(words, len(items), items[:GAPS_NAMED]) for words, items in found if items]


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The rosters in force of a stage and month in the reader's area, with the state of each list."""
    stages = _stages(request)
    form = RosterFilter(request.GET or None, stages=stages)
    chosen = form.chosen()
    states = _states(request, **chosen)
    context = {
        **_header(_("Publish lists")),
        "form": form,
        "chosen": chosen,
        "stage_name": STAGES[chosen["stage"]],
        "states": states,
        "any_open": any(state.may_publish and state.publication is None for state in states),
    }
    return render(request, "publicity/admin/publish_index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """What would go out of the chosen rosters, and the press that publishes them."""
    stages = _stages(request)
    data: QueryDict = request.POST if request.method == "POST" else request.GET
    chosen = RosterFilter(data, stages=stages).chosen()
    picked = set(data.getlist("roster"))
    states = [state for state in _states(request, **chosen) if str(state.roster.pk) in picked and state.may_publish]
    if not states:
        messages.error(request, _("Choose at least one list."))
        return HttpResponseRedirect(_address("publicity_publishing", chosen))
    replacing = any(state.publication for state in states)
    form = PublishForm(request.POST or None, replacing=replacing, stage=chosen["stage"])
    if request.method == "POST" and form.is_valid():
        return _publish(request, form, states, chosen)
    previews = _previews(request, states)
    context = {
        **_header(_("Check before publishing")),
        "form": form,
        "chosen": chosen,
        "previews": previews,
        "many": len(previews) >= MANY,
        "media": form.media,
        "blocked": all(preview.problems for preview in previews),
        "back": _address("publicity_publishing", chosen),
    }
    return render(request, "publicity/admin/publish_confirm.html", context)


def _publish(
    request: HttpRequest, form: PublishForm, states: list[RosterState], chosen: dict[str, str]
) -> HttpResponse:
    """A few lists at once; many by the worker, with a page that tells how far it is."""
    press = {
        "rosters": [state.roster for state in states],
        "by": request.user,
        "today": today(),
        "replace": any(state.publication for state in states),
        **{name: value for name, value in form.cleaned_data.items() if value},
    }
    if len(states) >= MANY:
        run = start_run(**press)
        return HttpResponseRedirect(reverse("publicity_publish_run", args=[run.pk]))
    _tell(request, publish_rosters(**press))
    return HttpResponseRedirect(_address("publicity_publishing", chosen))


def may_publish_something(user: Any) -> bool:
    """Whether the table of roles lets this person publish any stage."""
    return bool(stages_of(by=user, ground=Ground.read(today())))


def _stages(request: HttpRequest) -> list[Stage]:
    """The stages that this person may publish. Raises PermissionDenied when there are none."""
    stages = stages_of(by=request.user, ground=Ground.read(today()))
    if not stages or request.user.area is None:
        raise PermissionDenied
    return stages


def _states(request: HttpRequest, *, stage: str, period: str) -> list[RosterState]:
    villages = Area.objects.within(request.user.area)
    versions = VillageRoster.objects.filter(stage=stage, period=period, village__in=villages)
    importers, ground = _importers(versions), Ground.read(today())
    found = versions.filter(is_current=True)
    rosters = list(found.select_related("village__parent__parent", "imported_by").order_by("village", "batch"))
    lists = Publication.objects.current().filter(stage=stage, period=period, village__in=villages)
    by_key = {(item.programme, item.village_id, item.batch): item for item in lists}
    return [
        RosterState(
            roster,
            by_key.get((roster.programme, roster.village_id, roster.batch)),
            request.user.pk not in importers.get((roster.programme, roster.village_id, roster.batch), ()),
            may_publish(by=request.user, key=_key(roster), ground=ground),
        )
        for roster in rosters
    ]


def _key(roster: VillageRoster) -> Key:
    return Key(Stage(roster.stage), roster.period, roster.village, roster.programme, roster.batch)


def _importers(found: QuerySet[VillageRoster]) -> dict[tuple[str, str, int], set[int]]:
    """Everyone who ever imported one of these rosters, in whatever version."""
    people: dict[tuple[str, str, int], set[int]] = defaultdict(set)
    rows = found.values_list("programme", "village", "batch", "imported_by", "roster_import__uploaded_by")
    for programme, village, batch, *hands in rows:
        people[programme, village, batch] |= set(hands)
    return people


def _previews(request: HttpRequest, states: list[RosterState]) -> list[Preview]:
    ground = Ground.read(today())
    gaps = approval_gaps(rosters=[state.roster for state in states], today=today())
    previews = []
    for state in states:
        roster = state.roster
        made = draft(key=_key(roster), roster=roster, ground=ground)
        problems: list[PublishingRefused] = made.problems()
        if roster.imported_by_id == request.user.pk:
            problems.append(SameHand())
        words = [refusal(item) for item in problems]
        table = page_columns(roster.programme, made.profiles.web.fields)
        sample = [[column.words(row) for column in table] for row in made.rows[:SAMPLE_ROWS]]
        previews.append(Preview(state, made, table, sample, words, gaps.get(roster.pk)))
    return previews


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.published:
        messages.success(request, _("Lists published: %(n)s.") % {"n": len(outcome.published)})
    if outcome.skipped:
        messages.info(request, _("Already published and left as they are: %(n)s.") % {"n": len(outcome.skipped)})
    for village, error in outcome.refused:
        messages.error(request, f"{village.long_name}：{refusal(error)}")


def _address(name: str, chosen: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(chosen)
    return f"{reverse(name)}?{query.urlencode()}"


def _header(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "upload"}
