"""Publishing lists: one transaction from rosters to masked snapshots, indexes of names and the ledger.

A batch is published whole or not at all; a list that is refused is left out before anything is written.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.db import transaction

from county.access import allowed
from county.actions import COMMAND_USER, record_many
from county.models.areas import Area
from county.models.staff import User
from publicity.actions.changes import record_changes
from publicity.actions.closing import close_lists
from publicity.actions.delegation import ACTIONS
from publicity.actions.drafts import Ground, Key, draft
from publicity.actions.errors import (
    AlreadyPublished,
    AppraisalOff,
    BadWindow,
    NewerPeriod,
    NotAllowed,
    NothingToPublish,
    PublishingRefused,
    RosterReplaced,
    SameHand,
    UnknownReason,
)
from publicity.actions.ledger import publish_checkpoint
from publicity.actions.snapshots import Ready, store
from publicity.domain.reasons import REPLACING, Ending, Reason
from publicity.domain.stages import Stage
from publicity.models.publications import Publication
from publicity.models.rosters import VillageRoster
from publicity.signals import list_published

KeyTuple = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class Wanted:
    """One list to publish.

    `reason_code` is needed for a new version, and "none-to-show" for a village without a roster. `seen` is the roster
    that the publisher looked at: another one in its place is not published. `appraised_on` is the day of the
    democratic appraisal, for its own stage.
    """

    key: Key
    reason_code: str = ""
    seen: VillageRoster | None = None
    appraised_on: date | None = None


def publish_list(
    *,
    stage: str,
    period: str,
    village: Area,
    by: User,
    today: date,
    programme: str = "dibao",
    batch: int = 1,
    reason_code: str = "",
    opens_on: date | None = None,
    appraised_on: date | None = None,
    ground: Ground | None = None,
    seen: VillageRoster | None = None,
) -> Publication:
    """Publishes a village's confirmed roster, masked, and answers the publication.

    With a later `opens_on` nobody sees a row before that day, and the window is counted from it. The rest is said at
    Wanted. Raises a PublishingRefused (publicity.actions.errors).
    """
    wanted = Wanted(Key(Stage(stage), period, village, programme, batch), reason_code, seen, appraised_on)
    (result,) = publish_batch(wanted=[wanted], by=by, today=today, opens_on=opens_on, ground=ground)
    if isinstance(result, PublishingRefused):
        raise result
    return result


def publish_batch(
    *, wanted: Sequence[Wanted], by: User, today: date, opens_on: date | None = None, ground: Ground | None = None
) -> list[Publication | PublishingRefused]:
    """Publishes many lists in one transaction and answers, for each, the publication or why it was refused.

    `ground` must be that of the day on which the lists open.
    """
    opening = opens_on or today
    with transaction.atomic():
        # Appending locks the ledger for everyone; before that, a village's lists are published by one hand at a time.
        villages = sorted({item.key.village.pk for item in wanted})
        list(Area.objects.select_for_update().filter(pk__in=villages).order_by("pk"))
        facts = Facts.read([item.key for item in wanted])
        ground = ground or Ground.read(opening)
        results = [_ready(item, facts, ground, by=by, today=today) for item in wanted]
        ready = [item for item in results if isinstance(item, Ready)]
        published = store(ready, by=by, today=today, ground=ground)
        if published:
            _follow_up(published, facts, by=by, today=today)
    stored = iter(published)
    return [next(stored) if isinstance(item, Ready) else item for item in results]


def may_publish(*, by: User, key: Key, ground: Ground) -> bool:
    """Whether the person's role and area cover this list; the reserved user of commands never does."""
    return by.username != COMMAND_USER and allowed(by, ACTIONS[key.stage, ground.publisher(key)], key.village)


def stages_of(*, by: User, ground: Ground) -> list[Stage]:
    """The stages that the person may publish somewhere in their area, as things are delegated on the ground's day."""
    if by.area is None or by.username == COMMAND_USER:
        return []
    townships = Area.objects.within(by.area.township).townships()
    keys = ((stage, code) for stage in Stage for code in townships.values_list("pk", flat=True))
    held = {stage for stage, code in keys if allowed(by, ACTIONS[stage, ground.publisher_in(code, stage)])}
    return [stage for stage in Stage if stage in held]


def _key_of(item: VillageRoster | Publication) -> KeyTuple:
    return item.programme, item.stage, item.period, item.village_id, item.batch


def _tuple(key: Key) -> KeyTuple:
    return key.programme, key.stage, key.period, key.village.pk, key.batch


@dataclass(frozen=True)
class Facts:
    """What the database holds about many lists, read in four queries."""

    rosters: dict[KeyTuple, VillageRoster]
    importers: dict[KeyTuple, set[int]]
    current: dict[KeyTuple, Publication]
    long_term: dict[tuple[str, str, int], list[Publication]] = field(default_factory=dict)

    @classmethod
    def read(cls, keys: Sequence[Key]) -> "Facts":
        """The rosters in force, everyone who ever imported one, the lists that are out, the open long-term ones."""
        within = {
            "village__in": {key.village.pk for key in keys},
            "stage__in": {key.stage for key in keys},
            "period__in": {key.period for key in keys},
        }
        importers: dict[KeyTuple, set[int]] = defaultdict(set)
        rosters = {}
        for roster in VillageRoster.objects.filter(**within).select_related("roster_import"):
            importers[_key_of(roster)] |= {roster.imported_by_id, roster.roster_import.uploaded_by_id}
            if roster.is_current:
                rosters[_key_of(roster)] = roster
        lists = Publication.objects.current().filter(**within).select_related("village__parent")
        long_term: dict[tuple[str, str, int], list[Publication]] = defaultdict(list)
        if Stage.LONG_TERM in within["stage__in"]:
            standing = Publication.objects.current().filter(stage=Stage.LONG_TERM, village__in=within["village__in"])
            for item in standing.filter(withdrawn_on=None).select_related("village"):
                long_term[item.programme, item.village_id, item.batch].append(item)
        return cls(rosters, importers, {_key_of(item): item for item in lists}, long_term)


def _ready(wanted: Wanted, facts: Facts, ground: Ground, *, by: User, today: date) -> Ready | PublishingRefused:
    """The draft, or the first thing that speaks against publishing it."""
    key = wanted.key
    at = _tuple(key)
    roster, replaced = facts.rosters.get(at), facts.current.get(at)
    try:
        if not may_publish(by=by, key=key, ground=ground):
            raise NotAllowed
        if ground.today < today or (replaced is not None and ground.today != today):
            # A new version takes the old one's place at once: in between nobody could read either.
            raise BadWindow(earliest=today)
        if wanted.seen is not None and (roster is None or roster.pk != wanted.seen.pk):
            raise RosterReplaced
        reason = _reason(wanted.reason_code, replaced, roster)
        if by.pk in facts.importers.get(at, ()):
            raise SameHand
        _check_stage(key, facts, ground)
        made = draft(key=key, roster=roster, ground=ground)
        for problem in made.problems():
            raise problem
    except PublishingRefused as error:
        return error
    return Ready(made, reason, replaced, ground.publisher(key), wanted.appraised_on)


def _reason(code: str, replaced: Publication | None, roster: VillageRoster | None) -> Reason:
    try:
        reason = Reason(code)
    except ValueError as error:
        raise UnknownReason(code) from error
    if replaced is not None:
        if reason is Reason.FIRST:
            raise AlreadyPublished(replaced.pk)
        if reason not in REPLACING:
            raise UnknownReason(code)
    elif reason in REPLACING:
        raise UnknownReason(code)
    if roster is None and reason is not Reason.NONE_TO_SHOW:
        raise NothingToPublish
    return reason


def _check_stage(key: Key, facts: Facts, ground: Ground) -> None:
    if key.stage is Stage.APPRAISAL and not ground.settings.appraisal_enabled:
        raise AppraisalOff
    if key.stage is Stage.LONG_TERM:
        standing = facts.long_term.get((key.programme, key.village.pk, key.batch), ())
        if any(item.period > key.period for item in standing):
            raise NewerPeriod


def _follow_up(published: list[Publication], facts: Facts, *, by: User, today: date) -> None:
    """What publishing brings with it: earlier long-term lists end, staff's acts are recorded, others are told."""
    record_changes(publications=published)
    _end_earlier(published, facts, by=by, today=today)
    acts = ((f"list:{item.pk}", item.village, _detail(item)) for item in published)
    record_many(actor=by, verb="list.publish", acts=acts)
    transaction.on_commit(partial(_announce, published), robust=True)


def _end_earlier(published: list[Publication], facts: Facts, *, by: User, today: date) -> None:
    """The long-term list of a later month takes the place of the earlier ones on the day it opens."""
    ended, running = [], []
    for new in published:
        standing = facts.long_term.get((new.programme, new.village_id, new.batch), ())
        for old in standing if new.stage == Stage.LONG_TERM else ():
            if old.period >= new.period or old.closed_on is not None:
                continue
            old.closes_on = None if new.opens_on <= max(today, old.opens_on) else new.opens_on - timedelta(days=1)
            (ended if old.closes_on is None else running).append(old)
    if ended:
        close_lists(publications=ended, ending=Ending.NEXT_PERIOD, day=today, by=by)
    Publication.objects.bulk_update(running, ["closes_on"], batch_size=100)


def _detail(publication: Publication) -> dict[str, object]:
    return {
        "stage": publication.stage,
        "period": publication.period,
        "version": publication.version,
        "reason": publication.reason_code,
    }


def _announce(published: list[Publication]) -> None:
    publish_checkpoint()
    # In one transaction, so that what listeners do after theirs they do once for the whole batch.
    with transaction.atomic():
        for publication in published:
            list_published.send(Publication, publication=publication)
