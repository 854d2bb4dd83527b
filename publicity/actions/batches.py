"""Publishing every list of a stage and month that is ready: one transaction a township, one answer for all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from county.models.areas import Area
from county.models.staff import User
from publicity.actions.drafts import Ground, Key
from publicity.actions.errors import AlreadyPublished, PublishingRefused
from publicity.actions.publishing import Wanted, publish_batch
from publicity.domain.stages import Stage
from publicity.models.publications import Publication
from publicity.models.rosters import VillageRoster

#: The most villages in one transaction: a township has 10 to 60, and the ledger is locked for everyone meanwhile.
BATCH = 100


@dataclass
class Outcome:
    """What went out, what was out already, and what was refused why."""

    published: list[Publication] = field(default_factory=list)
    skipped: list[Area] = field(default_factory=list)
    refused: list[tuple[Area, PublishingRefused]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many lists have been dealt with."""
        return len(self.published) + len(self.skipped) + len(self.refused)


def ready_rosters(*, stage: str, period: str, area: Area | None) -> list[VillageRoster]:
    """The rosters in force of a stage and month, all batches, within an area."""
    rosters = VillageRoster.objects.filter(stage=stage, period=period, is_current=True)
    if area is not None:
        rosters = rosters.filter(village__in=Area.objects.within(area))
    return list(rosters.select_related("village__parent__parent").order_by("village", "batch"))


def publish_rosters(
    *,
    rosters: list[VillageRoster],
    by: User,
    today: date,
    reason_code: str = "",
    replace: bool = False,
    opens_on: date | None = None,
    appraised_on: date | None = None,
    progress: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """Publishes each roster; one that is out already is skipped, unless `replace` asks for a new version.

    Each township is one transaction: after a crash its lists are out or not, never half. `progress` is called after
    each with what has been done so far; running again goes on where it stopped.
    """
    outcome = Outcome()
    ground = Ground.read(opens_on or today)
    for batch in _batches(rosters):
        out = _published_keys(batch)
        wanted = []
        for roster in batch:
            is_out = _at(roster) in out
            if is_out and not replace:
                outcome.skipped.append(roster.village)
            else:
                wanted.append(Wanted(_key(roster), reason_code if is_out else "", roster, appraised_on))
        results = publish_batch(wanted=wanted, by=by, today=today, opens_on=opens_on, ground=ground)
        for item, result in zip(wanted, results, strict=True):
            _sort_in(outcome, item, result)
        if progress is not None:
            progress(outcome)
    return outcome


def _sort_in(outcome: Outcome, item: Wanted, result: Publication | PublishingRefused) -> None:
    if isinstance(result, Publication):
        outcome.published.append(result)
    elif isinstance(result, AlreadyPublished):
        outcome.skipped.append(item.key.village)
    else:
        outcome.refused.append((item.key.village, result))


def _batches(rosters: list[VillageRoster]) -> list[list[VillageRoster]]:
    townships = [list(group) for _code, group in groupby(rosters, key=lambda roster: roster.village.parent_id)]
    return [group[start : start + BATCH] for group in townships for start in range(0, len(group), BATCH)]


def _key(roster: VillageRoster) -> Key:
    return Key(Stage(roster.stage), roster.period, roster.village, roster.programme, roster.batch)


def _at(item: VillageRoster | Publication) -> tuple[str, str, str, str, int]:
    return item.programme, item.stage, item.period, item.village_id, item.batch


def _published_keys(rosters: list[VillageRoster]) -> set[tuple[str, str, str, str, int]]:
    """Of which rosters' lists a current version is out or has been."""
    lists = Publication.objects.current().filter(
        village__in={item.village_id for item in rosters}, period__in={item.period for item in rosters}
    )
    return {_at(item) for item in lists}
