"""What publicity has on display, programme by programme, for the page of the national directory."""

from datetime import date

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from county.disclosed import Display, register_displays
from county.models.settings import CountySettings
from publicity import coverage_queries
from publicity.domain.coverage import month_after
from publicity.domain.periods import period_of
from publicity.domain.stages import Programme, Stage
from publicity.models.publications import Publication
from publicity.programmes import programmes_on

#: The programmes that the directory names, and the stages at which each step of a decision is shown.
PROGRAMMES = (Programme.DIBAO, Programme.TEKUN, Programme.TEMPORARY)
STEPS = {"review": (Stage.APPRAISAL, Stage.PROPOSED), "approval": (Stage.APPROVED, Stage.LONG_TERM)}


@register_displays
def lists_on_display(day: date) -> list[Display]:
    """Reviews and approvals of the three programmes."""
    settings = CountySettings.load()
    return [_display(programme, step, day, settings) for programme in PROGRAMMES for step in STEPS]


def _display(programme: Programme, step: str, day: date, settings: CountySettings) -> Display:
    lists = Publication.objects.filter(programme=programme, stage__in=STEPS[step])
    owed = _owed(programme, day, settings) if step == "approval" else {}
    by_township = step == "review" or settings.long_term_by == CountySettings.Publisher.TOWNSHIP
    window = _("%(days)s %(unit)s, then the names go") if step == "review" else _("as long as the help is paid")
    unit = CountySettings.DayUnit(settings.proposed_unit).label
    return Display(
        programme=programme.value,
        step=step,
        switched_on=programme in programmes_on(settings),
        publisher=CountySettings.Publisher.TOWNSHIP.label if by_township else CountySettings.Publisher.COUNTY.label,
        window=window % {"days": settings.proposed_days, "unit": unit} if step == "review" else window,
        address=reverse("publicity:index"),
        open_lists=lists.open_on(day).count(),
        newest=lists.filter(opens_on__lte=day).aggregate(newest=Max("opens_on"))["newest"],
        proof=reverse("publicity:coverage"),
        **owed,
    )


def _owed(programme: Programme, day: date, settings: CountySettings) -> dict[str, int | str]:
    """How the newest month stands whose last day has passed: this month's, or else the one before."""
    if programme not in programmes_on(settings):
        return {}
    this = period_of(day)
    month = this if day.day > settings.publish_day else month_after(this, -1)
    found = coverage_queries.overview(
        periods=[month], publish_day=settings.publish_day, today=day, programme=programme
    ).tallies[0]
    return {"owed": found.expected, "missing": found.missing, "late": found.late, "month": month}
