"""Publishing every list of a stage and month that is ready: one transaction a village, one answer for all."""

from dataclasses import dataclass, field
from datetime import date

from county.models.areas import Area
from county.models.staff import User
from publicity.actions.drafts import Ground
from publicity.actions.errors import PublishingRefused
from publicity.actions.publishing import publish_list
from publicity.models.publications import Publication
from publicity.models.rosters import VillageRoster


@dataclass
class Outcome:
    """What went out, what was out already, and what was refused why."""

    published: list[Publication] = field(default_factory=list)
    skipped: list[Area] = field(default_factory=list)
    refused: list[tuple[Area, PublishingRefused]] = field(default_factory=list)


def ready_rosters(*, stage: str, period: str, area: Area | None) -> list[VillageRoster]:
    """The rosters in force of a stage and month, all batches, within an area."""
    rosters = VillageRoster.objects.filter(stage=stage, period=period, is_current=True)
    if area is not None:
        rosters = rosters.filter(village__in=Area.objects.within(area))
    return list(rosters.select_related("village__parent__parent").order_by("village", "batch"))


def publish_rosters(
    *, rosters: list[VillageRoster], by: User, today: date, reason_code: str = "", replace: bool = False
) -> Outcome:
    """Publishes each roster; one that is out already is skipped, unless `replace` asks for a new version."""
    outcome = Outcome()
    ground = Ground.read(today)
    for roster in rosters:
        out_already = is_published(roster)
        if out_already and not replace:
            outcome.skipped.append(roster.village)
            continue
        try:
            publication = publish_list(
                stage=roster.stage,
                period=roster.period,
                village=roster.village,
                by=by,
                today=today,
                programme=roster.programme,
                batch=roster.batch,
                reason_code=reason_code if out_already else "",
                ground=ground,
                seen=roster,
            )
        except PublishingRefused as error:
            outcome.refused.append((roster.village, error))
        else:
            outcome.published.append(publication)
    return outcome


def is_published(roster: VillageRoster) -> bool:
    """Whether a current version of this roster's list is out or has been."""
    return (
        Publication.objects.current()
        .filter(
            programme=roster.programme,
            stage=roster.stage,
            period=roster.period,
            batch=roster.batch,
            village=roster.village_id,
        )
        .exists()
    )
