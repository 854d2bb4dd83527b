"""What became of each entry of a first list: an objected one waits, the rest go on (运城 2023, 内蒙古 2013)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import partial

from django.db import transaction

from county.actions import record
from county.models.staff import User
from publicity.actions.errors import OutcomeTooEarly, SameHand, UnknownOutcome, WrongState
from publicity.actions.events import announce, locked
from publicity.actions.ledger import append_entry
from publicity.actions.rights import check_may_change
from publicity.domain.reasons import Outcome
from publicity.domain.stages import Stage
from publicity.domain.windows import State
from publicity.householdkeys import sealed_about
from publicity.models.publications import Publication, PublicationEntry

SETTLED = frozenset({State.OPEN, State.CLOSED, State.PAUSED})


def set_outcome(*, entry: PublicationEntry, outcome: str, by: User, today: date) -> Publication:
    """As `set_outcomes`, for one entry."""
    return set_outcomes(publication=entry.publication, outcomes={entry.pk: outcome}, by=by, today=today)


@transaction.atomic
def set_outcomes(*, publication: Publication, outcomes: Mapping[str, str], by: User, today: date) -> Publication:
    """Sets what became of entries, by their ids; "" takes an outcome back. Entries that keep theirs are left alone.

    Nobody is confirmed while the list is open: people can still object. The ledger gets the counts, never the
    entries. Raises NotAllowed, SameHand (who imported the roster), WrongState (no first list, or not open yet),
    UnknownOutcome, OutcomeTooEarly.
    """
    held = _held(publication, by=by, today=today)
    entries = {item.pk: item for item in PublicationEntry.everything.filter(publication=held).defer("salt")}
    changed = []
    for pk, outcome in outcomes.items():
        entry, chosen = entries.get(pk), _outcome(outcome)
        if entry is None:
            raise UnknownOutcome(pk)
        if entry.outcome == chosen:
            continue
        if chosen is Outcome.CONFIRMED and not _has_ended(held, today):
            raise OutcomeTooEarly
        entry.outcome = chosen
        changed.append(entry)
        if chosen is not Outcome.CONFIRMED:
            about = sealed_about(entry, number=entry.number, outcome=chosen.value)
            record(actor=by, verb="entry.outcome", subject=f"list:{held.pk}", area=held.village, **about)
    if changed:
        PublicationEntry.everything.bulk_update(changed, ["outcome"])
        _tell(held, Counter(item.outcome for item in entries.values()), by=by, today=today, changed=len(changed))
    return held


def confirm_others(*, publication: Publication, by: User, today: date) -> Publication:
    """Confirms every entry without an outcome: the objected ones wait, the rest go on. Raises as `set_outcomes`."""
    left = PublicationEntry.everything.filter(publication=publication, outcome=Outcome.NONE)
    outcomes = dict.fromkeys(left.values_list("pk", flat=True), Outcome.CONFIRMED)
    return set_outcomes(publication=publication, outcomes=outcomes, by=by, today=today)


def _held(publication: Publication, *, by: User, today: date) -> Publication:
    held = locked(publication)
    check_may_change(by=by, publication=held, today=today)
    if held.imported_by_id == by.pk:
        raise SameHand
    if held.stage != Stage.PROPOSED or held.state(today) not in SETTLED:
        raise WrongState
    return held


def _has_ended(held: Publication, today: date) -> bool:
    """Whether the last day has passed, be it on record or not; a paused window has not ended."""
    return held.state(today) is State.CLOSED


def _outcome(code: str) -> Outcome:
    try:
        return Outcome(code)
    except ValueError as error:
        raise UnknownOutcome(code) from error


def _tell(held: Publication, counts: Counter[str], *, by: User, today: date, changed: int) -> None:
    body = {
        "type": "outcome",
        "list": held.pk,
        "day": today.isoformat(),
        "outcomes": {item.value: counts[item] for item in Outcome if item},
        "waiting": counts[Outcome.NONE],
    }
    index = append_entry(body=body, day=today)
    record(
        actor=by,
        verb="list.outcome",
        subject=f"list:{held.pk}",
        area=held.village,
        detail={"changed": changed, "ledger": index},
    )
    transaction.on_commit(partial(announce, held), robust=True)
