"""What public pages tell beside a list: what became of its entries, and who decides in its township."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from county.models.areas import Area
from county.models.settings import CountySettings
from publicity.domain.places import DECISION_DAYS, Decider, issuer, publisher
from publicity.domain.stages import Stage
from publicity.models.delegation import Delegation
from publicity.models.publications import Publication, PublicationEntry
from publicity.wording import STAGES


@dataclass(frozen=True)
class Decides:
    """Who confirms applications in a township: the body, its time limit, the delegation if one holds, the others."""

    body: str
    days: int
    delegation: Delegation | None
    others: list[Delegation]
    stages: list[dict[str, str | Promise]]


def who_decides(township: Area, day: date) -> Decides:
    """Of a township on a day, with what was delegated before and what will be (大武口区 2020)."""
    settings = CountySettings.load()
    delegations = list(Delegation.objects.filter(township=township).select_related("document"))
    held = next((item for item in delegations if item.holds(day)), None)
    by = Decider.TOWNSHIP if held else Decider.COUNTY
    long_term = Decider(settings.long_term_by)
    stages = [
        {
            "stage": STAGES[stage],
            "issuer": issuer(
                township=township.name,
                organiser=settings.organiser,
                by=publisher(stage=stage, decides=by, long_term=long_term),
            ),
        }
        for stage in Stage
        if stage is not Stage.APPRAISAL or settings.appraisal_enabled
    ]
    body = issuer(township=township.name, organiser=settings.organiser, by=by)
    others = [item for item in delegations if item is not held and (item.until is None or item.until >= item.since)]
    return Decides(body, DECISION_DAYS[by], held, others, stages)


def outcome_counts(publication: Publication) -> list[dict[str, object]]:
    """How many entries ended how, those that wait left out; numbers, never entries."""
    outcomes = PublicationEntry.everything.filter(publication=publication).exclude(outcome="")
    counts = Counter(outcomes.values_list("outcome", flat=True))
    words = dict(PublicationEntry._meta.get_field("outcome").flatchoices)
    return [{"name": words[code], "count": counts[code]} for code in words if counts[code]]
