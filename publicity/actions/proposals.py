"""Whether those to be approved were on a first list whose window has ended, and nobody objected: for staff's eyes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from publicity.domain.reasons import Outcome
from publicity.domain.stages import Stage
from publicity.domain.windows import State
from publicity.models.publications import Publication, PublicationEntry
from publicity.models.rosters import RosterRow, VillageRoster

#: What an entry of a first list waits or fails by; such a household is not ready for approval.
HELD_BACK = frozenset({Outcome.REINVESTIGATING, Outcome.REFUSED, Outcome.WITHDRAWN})


@dataclass
class Gaps:
    """Certificates on a roster for approval that no first list clears."""

    never_listed: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.never_listed or self.held_back)


def approval_gaps(*, rosters: Sequence[VillageRoster], today: date) -> dict[int, Gaps]:
    """For each roster of the approved stage, who was on no ended first list, and who waits or was refused.

    A warning, no refusal: the list may have hung on paper before the portal came. People are matched by their keyed
    person key within a village; what is shown to the publisher is the certificate's number.
    """
    approved = [roster for roster in rosters if roster.stage == Stage.APPROVED]
    cleared, held = _first_lists({roster.village_id for roster in approved}, today)
    found = {roster.pk: Gaps() for roster in approved}
    villages = {roster.pk: (roster.programme, roster.village_id) for roster in approved}
    rows = RosterRow.objects.filter(roster__in=found).order_by("pk").values_list("roster", "certificate", "person_key")
    for roster, certificate, person in rows:
        at = villages[roster]
        if person in held[at]:
            found[roster].held_back.append(certificate)
        elif person not in cleared[at]:
            found[roster].never_listed.append(certificate)
    return found


Found = dict[tuple[str, str], set[str]]


def _first_lists(villages: set[str], today: date) -> tuple[Found, Found]:
    """The person keys on first lists whose window has ended, and those whose newest entry is held back."""
    lists = Publication.objects.current().filter(stage=Stage.PROPOSED, village__in=villages, withdrawn_on=None)
    ended = [item for item in lists.order_by("published_on", "batch") if item.state(today) is State.CLOSED]
    persons = _persons(ended)
    cleared: Found = defaultdict(set)
    held: Found = defaultdict(set)
    outcomes = _outcomes(ended)
    for item in ended:
        at = item.programme, item.village_id
        for number, person in persons.get(item.roster_ref, ()):
            waits = outcomes.get((item.pk, number)) in HELD_BACK
            (held if waits else cleared)[at].add(person)
            (cleared if waits else held)[at].discard(person)
    return cleared, held


def _persons(lists: Iterable[Publication]) -> dict[str, list[tuple[int | None, str]]]:
    """Number on the list and person key of each row of the lists' rosters; who is not shown has no number."""
    rosters = [item.roster_ref for item in lists if item.roster_ref]
    rows = RosterRow.objects.filter(roster__in=rosters).order_by("pk")
    found: dict[str, list[tuple[int | None, str]]] = defaultdict(list)
    numbers: dict[str, int] = defaultdict(int)
    for roster, person, confidential, minor in rows.values_list("roster", "person_key", "confidential", "minor"):
        hidden = not person or confidential or minor
        numbers[str(roster)] += not hidden
        found[str(roster)].append((None if hidden else numbers[str(roster)], person))
    return found


def _outcomes(lists: Iterable[Publication]) -> dict[tuple[str, int], str]:
    rows = PublicationEntry.everything.filter(publication__in=list(lists)).exclude(outcome=Outcome.NONE)
    return {(publication, number): outcome for publication, number, outcome in rows.values_list(
        "publication", "number", "outcome"
    )}  # fmt: skip
