"""Figures that pages show but nobody types: from the county's standards and settings and from the documents."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.domain.limits import ANSWER, DECISION, DELEGATED_DECISION, EXTENDED_DECISION, REFUSAL_IN_WRITING
from county.models.benefits import BenefitSettings
from county.models.settings import CountySettings
from county.models.standards import Standard
from county.templatetags.portal import yuan


class FigureKey(models.TextChoices):
    """What an editor can choose instead of typing a number."""

    URBAN = "urban", gettext_lazy("Urban standard")
    RURAL = "rural", gettext_lazy("Rural standard")
    EDGE_URBAN = "edge-urban", gettext_lazy("Edge of the allowance, urban")
    EDGE_RURAL = "edge-rural", gettext_lazy("Edge of the allowance, rural")
    EDGE_FACTOR = "edge-factor", gettext_lazy("Edge of the allowance, in standards")
    SUPPORTER_AGE = "supporter-age", gettext_lazy("Age from which supporters count as old")
    JOBLESS = "jobless", gettext_lazy("Months without income")
    TEKUN = "tekun", gettext_lazy("Standards of support in special hardship")
    TEMPORARY = "temporary", gettext_lazy("Standards of temporary assistance")
    DECISION = "decision", gettext_lazy("From acceptance to the decision")
    DELEGATED = "delegated", gettext_lazy("Where the township decides by delegation")
    EXTENDED = "extended", gettext_lazy("With an objection, split residence, application elsewhere or hard inquiry")
    REFUSAL = "refusal", gettext_lazy("Reasons in writing after a refusal")
    ANSWER = "answer", gettext_lazy("Review of the first list, answer to an objection or a report")
    PROPOSED = "proposed", gettext_lazy("First list on display")
    PAY_DAY = "pay-day", gettext_lazy("Paid each month by")
    STEP_DOWN = "step-down", gettext_lazy("Step-down after taking up work")
    BUSINESS = "business", gettext_lazy("Step-down after a first business licence")
    REPORT = "report", gettext_lazy("Changes told within")
    DEATH = "death", gettext_lazy("Looked at anew after a death within")


@dataclass(frozen=True)
class Figure:
    """A figure in words with the document that sets it; `words` are empty where the county has set none."""

    label: str
    words: str
    source: str = ""


Figures = Mapping[str, Figure]
_RULES = "运民发〔2023〕50号"
_OF_HEZE = "菏区政办发〔2022〕23号"


def figures(day: date) -> Figures:
    """Every figure as it stands on `day`, by key."""
    county, benefits = CountySettings.load(), BenefitSettings.load()
    found = {
        **_amounts(Standard.objects.in_force(day), benefits),
        **_days(county),
        **_months(benefits),
        FigureKey.TEKUN: (county.tekun_standard, ""),
        FigureKey.TEMPORARY: (county.temporary_standard, ""),
    }
    return {key.value: Figure(str(key.label), *found[key]) for key in FigureKey}


def _amounts(standard: Standard | None, benefits: BenefitSettings) -> dict[str, tuple[str, str]]:
    factor = f"{benefits.edge_factor.normalize():f}"
    words = {
        FigureKey.EDGE_FACTOR: (
            _("less than %(factor)s times the standard") % {"factor": factor},
            f"{_RULES} 一（四）",
        ),
        FigureKey.SUPPORTER_AGE: (_("aged %(years)s") % {"years": benefits.supporter_age}, f"{_RULES} 一（二）"),
    }
    if standard is None:
        empty = ("", "")
        return words | dict.fromkeys((FigureKey.URBAN, FigureKey.RURAL, *_EDGES), empty)
    source = standard.document_number
    for key, edge, amount in (
        (FigureKey.URBAN, FigureKey.EDGE_URBAN, standard.urban),
        (FigureKey.RURAL, FigureKey.EDGE_RURAL, standard.rural),
    ):
        words[key] = (_("%(amount)s yuan a person and month") % {"amount": yuan(amount)}, source)
        below = yuan(amount * benefits.edge_factor)
        words[edge] = (
            _("less than %(amount)s yuan a person and month") % {"amount": below},
            _("%(source)s, times %(factor)s") % {"source": source, "factor": factor},
        )
    return words


_EDGES = (FigureKey.EDGE_URBAN, FigureKey.EDGE_RURAL)


def _days(county: CountySettings) -> dict[str, tuple[str, str]]:
    limits = {
        FigureKey.DECISION: (_("%(days)s working days"), DECISION),
        FigureKey.DELEGATED: (_("%(days)s working days"), DELEGATED_DECISION),
        FigureKey.EXTENDED: (_("at most %(days)s working days"), EXTENDED_DECISION),
        FigureKey.ANSWER: (_("%(days)s working days"), ANSWER),
        FigureKey.REFUSAL: (_("within %(days)s working days"), REFUSAL_IN_WRITING),
    }
    working = county.proposed_unit == CountySettings.DayUnit.WORKING
    display = _("%(days)s working days") if working else _("%(days)s days")
    paid = _("by day %(day)s of the month") % {"day": county.pay_day}
    return {key: (words % {"days": limit.days}, limit.source) for key, (words, limit) in limits.items()} | {
        FigureKey.PROPOSED: (display % {"days": county.proposed_days}, f"{_RULES} 四（五）"),
        FigureKey.PAY_DAY: (paid, f"{_OF_HEZE} 三（四）"),
    }


def _months(benefits: BenefitSettings) -> dict[str, tuple[str, str]]:
    least, most = benefits.business_months_least, benefits.business_months_most
    business = (
        _("%(months)s months") % {"months": most}
        if least == most
        else _("%(least)s to %(most)s months") % {"least": least, "most": most}
    )
    return {
        FigureKey.JOBLESS: (
            _("%(months)s months in a row") % {"months": benefits.jobless_months},
            f"{_RULES} 二（一）",
        ),
        FigureKey.STEP_DOWN: (_("%(months)s months") % {"months": benefits.step_down_months}, f"{_RULES} 一（五）"),
        FigureKey.BUSINESS: (business, f"{_OF_HEZE} 三（六）"),
        FigureKey.REPORT: (
            _("%(months)s months at the latest") % {"months": benefits.report_months},
            f"{_RULES} 五（五）",
        ),
        FigureKey.DEATH: (_("%(months)s months") % {"months": benefits.death_months}, f"{_RULES} 一（五）"),
    }


def words_of(found: Figures, key: str, typed: str = "") -> str:
    """The words of a chosen figure; what was typed where none was chosen or the county has set none."""
    figure: Any = found.get(key)
    return figure.words if figure and figure.words else typed
