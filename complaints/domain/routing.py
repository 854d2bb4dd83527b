"""Who receives a case. The accused learn nothing: their office and every office below it gets no key and no row.

Discipline inspection stands outside the tree of civil-affairs offices, so it is never "below" one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from complaints.domain.kinds import Subject


class OfficeKind(StrEnum):
    """The values are those of county's Office.Kind."""

    COUNTY = "county"
    TOWNSHIP = "township"
    DISCIPLINE = "discipline"


@dataclass(frozen=True)
class RoutingOffice:
    """An office as routing sees it; `parent` is the code of the office that overdue cases go to."""

    code: str
    kind: OfficeKind
    area: str
    parent: str | None = None
    has_key: bool = True


@dataclass(frozen=True)
class Recipients:
    """Codes of the office that handles the case and of the one it escalates to."""

    handling: str
    escalation: str | None = None

    @property
    def codes(self) -> frozenset[str]:
        """Every office that gets a key."""
        return frozenset({self.handling} | ({self.escalation} if self.escalation else set()))


class AboutDiscipline(Exception):
    """A tip about the discipline office is not taken in; `above` is the code of the level above, if known here."""

    def __init__(self, above: str | None) -> None:
        super().__init__(above)
        self.above = above


class NoRecipient(Exception):
    """No office that may learn of the case holds a usable key, so nothing may be stored."""


def recipients(subject: Subject, place: Sequence[str], offices: Sequence[RoutingOffice]) -> Recipients:
    """The offices that get a key for a case about `subject` in `place`.

    `place` holds area codes from the village upward and may be empty. An office without a usable key is passed
    over upward. Raises AboutDiscipline and NoRecipient.
    """
    tree = {office.code: office for office in offices}
    own, outside = _split(offices)
    if subject is Subject.DISCIPLINE:
        nearest = _nearest(place, outside)
        raise AboutDiscipline(nearest[0].parent if nearest else None)
    barred = accused(subject, place, offices)
    start = _nearest(place, outside if subject.is_official else own)
    for office in start:
        chain = [step for step in _chain(office, tree) if step.has_key and step.code not in barred]
        if chain:
            return Recipients(chain[0].code, chain[1].code if len(chain) > 1 else None)
    raise NoRecipient


def accused(subject: Subject, place: Sequence[str], offices: Sequence[RoutingOffice]) -> frozenset[str]:
    """Codes of the offices that must learn nothing of a case about `subject` in `place`.

    About a village cadre that is the township's office: it works with the cadre every day. Where the place is not
    known, every office of the level is meant; about somebody unknown, every office of civil affairs.
    """
    own, _outside = _split(offices)
    if subject is Subject.HOUSEHOLD or subject is Subject.DISCIPLINE:
        return frozenset()
    if subject in (Subject.VILLAGE_CADRE, Subject.TOWNSHIP_STAFF):
        townships = [office for office in own if office.kind is OfficeKind.TOWNSHIP]
        meant = [office for office in townships if office.area in place] or townships
    else:
        meant = own
    return frozenset(office.code for head in meant for office in _with_all_below(head, own))


def nearest_discipline(place: Sequence[str], offices: Sequence[RoutingOffice]) -> str | None:
    """The code of the discipline office that takes over a case from `place`, if one holds a usable key."""
    tree = {office.code: office for office in offices}
    for office in _nearest(place, _split(offices)[1]):
        for step in _chain(office, tree):
            if step.has_key:
                return step.code
    return None


def _split(offices: Sequence[RoutingOffice]) -> tuple[list[RoutingOffice], list[RoutingOffice]]:
    own = [office for office in offices if office.kind is not OfficeKind.DISCIPLINE]
    outside = [office for office in offices if office.kind is OfficeKind.DISCIPLINE]
    return own, outside


def _nearest(place: Sequence[str], offices: Sequence[RoutingOffice]) -> list[RoutingOffice]:
    """Offices by nearness: those of the place from the village upward, then those above all, never another township."""
    rank = {area: depth for depth, area in enumerate(place)}
    there = sorted((office for office in offices if office.area in rank), key=lambda office: rank[office.area])
    codes = {office.code for office in offices}
    above_all = [office for office in offices if office.parent not in codes and office.kind is not OfficeKind.TOWNSHIP]
    return there + [office for office in above_all if office not in there]


def _chain(office: RoutingOffice, tree: dict[str, RoutingOffice]) -> list[RoutingOffice]:
    """The office and those above it; the chain never crosses between discipline and civil affairs."""
    steps: list[RoutingOffice] = []
    step: RoutingOffice | None = office
    while step is not None and step not in steps:
        if _is_outside(step) != _is_outside(office):
            break
        steps.append(step)
        step = tree.get(step.parent) if step.parent else None
    return steps


def _with_all_below(head: RoutingOffice, offices: Sequence[RoutingOffice]) -> list[RoutingOffice]:
    found = [head]
    for office in found:
        found += [below for below in offices if below.parent == office.code and below not in found]
    return found


def _is_outside(office: RoutingOffice) -> bool:
    return office.kind is OfficeKind.DISCIPLINE
