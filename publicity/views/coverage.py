"""Who has published what and when, as a table and a picture, and the ledger entry that says what was owed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from county.models.areas import Area
from county.models.settings import CountySettings
from county.templatetags.portal import cn_month
from county.today import today
from publicity import coverage_queries
from publicity.coverage_queries import Block, Cell, Overview
from publicity.coverage_words import REMARKS, STATES
from publicity.domain.coverage import Coverage, Tally, month_after, months_to
from publicity.domain.periods import BadPeriod, first_day, period_of
from publicity.domain.stages import Stage
from publicity.heatmap import Band, heatmap
from publicity.models.ledger import LedgerEntry
from publicity.views.addresses import address
from publicity.views.http import public_page
from publicity.wording import STAGES

#: As many as fit beside a village's name on a phone.
MONTHS = 4
TOWNSHIPS_A_PAGE = 6


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    stage: Stage
    township: Area | None
    periods: list[str]
    newest: str
    earlier: str | None
    later: str | None

    def link(self, name: str = "coverage", **changes: str) -> str:
        """This page's address, with some of it changed."""
        asked = {
            "stage": self.stage.value,
            "township": self.township.pk if self.township else "",
            "month": self.periods[-1],
        } | changes
        if asked["stage"] == Stage.LONG_TERM:
            asked["stage"] = ""
        if asked["month"] == self.newest:
            asked["month"] = ""
        return address(name, **asked)


@public_page
def coverage(request: HttpRequest) -> HttpResponse:
    """Every village by month, or a township's: on time, late, missing."""
    asked = _asked(request)
    found = _overview(request, asked)
    page = Paginator(found.blocks, TOWNSHIPS_A_PAGE).get_page(request.GET.get("page"))
    name = asked.township.name if asked.township else ""
    context = {
        "section": "lists",
        "asked": asked,
        "name": name,
        "stage_name": STAGES[asked.stage],
        "stages": [(stage, STAGES[stage], asked.link(stage=stage.value)) for stage in Stage],
        "earlier": asked.link(month=asked.earlier) if asked.earlier else "",
        "later": asked.link(month=asked.later) if asked.later else "",
        "svg": asked.link("coverage_svg"),
        "periods": found.periods,
        "month": found.periods[-1],
        "columns": [(state, STATES[state]) for state in _columns(asked.stage)],
        "totals": [_total(asked, item.tallies[-1], item.township) for item in found.blocks],
        "sum": _total(asked, found.tallies[-1]),
        "sentence": _sentence(found, name),
        "blocks": [_block(asked, block) for block in page.object_list],
        "page": page,
        "reconciles": found.reconciles,
        "released": _released(asked),
        "picture": SafeString(_picture(found, name)),
        "crumbs": _crumbs(asked),
    }
    return render(request, "publicity/coverage.html", context)


@public_page
def picture(request: HttpRequest) -> HttpResponse:
    """The picture alone."""
    asked = _asked(request)
    found = _overview(request, asked)
    text = _picture(found, asked.township.name if asked.township else "")
    return HttpResponse(text, content_type="image/svg+xml; charset=utf-8")


@public_page
def schedule(request: HttpRequest, index: int) -> HttpResponse:
    """One ledger entry that says which villages owed a list by when, and since when that stands there."""
    entry = get_object_or_404(LedgerEntry, pk=index)
    expected = coverage_queries.schedule_entry(index)
    if not expected:
        raise Http404
    context = {
        "section": "lists",
        "index": index,
        "expected": expected,
        "first": expected[0],
        "stage_name": STAGES[expected[0].stage],
        "leaf": bytes(entry.leaf).decode(),
        "crumbs": [
            (_("Lists"), reverse("publicity:index")),
            (_("Who has published what"), reverse("publicity:coverage")),
            (_("What was expected"), ""),
        ],
    }
    return render(request, "publicity/schedule.html", context)


def _asked(request: HttpRequest) -> Asked:
    """Stage, township and months; what can't be understood is left to its default, an unknown township is none."""
    given = request.GET
    stage = next((stage for stage in Stage if stage == given.get("stage")), Stage.LONG_TERM)
    code = given.get("township", "")
    township = get_object_or_404(Area.objects.townships().select_related("parent"), pk=code) if code else None
    newest = period_of(today())
    last = _month(given.get("month", "")) or newest
    last = min(last, month_after(newest))
    first = coverage_queries.first_period(stage)
    periods = [period for period in months_to(last, MONTHS) if first and period >= first] or [last]
    earlier = month_after(periods[0], -1) if first and periods[0] > first else None
    later = min(month_after(last, MONTHS), newest) if last < newest else None
    return Asked(stage, township, periods, newest, earlier, later)


def _month(text: str) -> str | None:
    try:
        first_day(text)
    except BadPeriod:
        return None
    return text


def _overview(request: HttpRequest, asked: Asked) -> Overview:
    return coverage_queries.overview(
        periods=asked.periods,
        publish_day=CountySettings.load(request_or_site=request).publish_day,
        today=today(),
        stage=asked.stage,
        township=asked.township,
    )


def _released(asked: Asked) -> object:
    if asked.stage is not Stage.LONG_TERM:
        return None
    found = coverage_queries.totals_released(until=asked.periods[-1], area=asked.township)
    return found[0] if found else None


def _columns(stage: Stage) -> list[Coverage]:
    """The states that a stage's totals tell."""
    owed = [Coverage.ON_TIME, Coverage.LATE, Coverage.MISSING]
    return [*owed, Coverage.PENDING] if stage is Stage.LONG_TERM else [*owed, Coverage.PUBLISHED, Coverage.NONE]


def _total(asked: Asked, tally: Tally, township: Area | None = None) -> dict[str, object]:
    return {
        "township": township,
        "address": asked.link(township=township.pk) if township else "",
        "expected": tally.expected,
        "counts": [tally.of(state) for state in _columns(asked.stage)],
    }


def _sentence(found: Overview, name: str) -> str:
    """The last month in words: also what the picture says to those who can't see it."""
    tally = found.tallies[-1] if found.tallies else Tally()
    told = [state for state in Coverage if tally.of(state)]
    counts = "，".join(f"{STATES[state]} {tally.of(state)}" for state in told)
    villages = sum(tally.of(state) for state in Coverage)
    return _("%(place)s%(month)s, %(stage)s: %(villages)s villages and communities, %(counts)s.") % {
        "place": name,
        "month": cn_month(found.periods[-1]),
        "stage": STAGES[found.stage],
        "villages": villages,
        "counts": counts or _("no list"),
    }


def _block(asked: Asked, block: Block) -> dict[str, object]:
    rows = [(row.village, [_shown(cell) for cell in row.cells]) for row in block.rows]
    return {"township": block.township, "address": asked.link(township=block.township.pk), "rows": rows}


def _shown(cell: Cell) -> Mapping[str, Any]:
    """A cell as the template writes it: the word, what else is to be said, and where it leads."""
    notes = [f"{cell.first_public.month}月{cell.first_public.day}日"] if cell.first_public else []
    if cell.state is Coverage.MISSING and cell.due_on:
        notes.append(_("due %(month)s/%(day)s") % {"month": cell.due_on.month, "day": cell.due_on.day})
    if cell.lists > 1:
        notes.append(_("%(n)s batches") % {"n": cell.lists})
    elif cell.remark:
        notes.append(str(REMARKS[cell.remark]))
    leads_to = ""
    if cell.publication_id:
        leads_to = reverse("publicity:list", args=[cell.publication_id])
    elif cell.ledger_index is not None:
        leads_to = reverse("publicity:schedule", args=[cell.ledger_index])
    return {
        "state": cell.state.value,
        "word": STATES[cell.state],
        "notes": notes,
        "period": cell.period,
        "address": leads_to,
    }


def _picture(found: Overview, name: str) -> str:
    if name:
        bands = [
            Band(row.village.name, [[cell.state] for cell in row.cells], [Tally() for _cell in row.cells])
            for block in found.blocks
            for row in block.rows
        ]
    else:
        months = range(len(found.periods))
        bands = [
            Band(block.township.name, [[row.cells[at].state for row in block.rows] for at in months], block.tallies)
            for block in found.blocks
        ]
    occurring = {cell.state for block in found.blocks for row in block.rows for cell in row.cells}
    return heatmap(
        title=_("Who has published what: %(stage)s") % {"stage": STAGES[found.stage]},
        description=_sentence(found, name),
        months=[cn_month(period) for period in found.periods],
        bands=bands,
        words={state: str(STATES[state]) for state in Coverage if state in occurring},
    )


def _crumbs(asked: Asked) -> list[tuple[str, str]]:
    title, whole = _("Who has published what"), asked.link(township="")
    crumbs = [(_("Lists"), reverse("publicity:index")), (title, whole if asked.township else "")]
    return [*crumbs, (asked.township.name, "")] if asked.township else crumbs
