"""What a roster changes against what is stored: by village, and by person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from county.keys import secret
from county.models.areas import Area
from publicity.actions.person_keys import person_key
from publicity.domain.changes import Changes, compare
from publicity.domain.roster_reading import Reading
from publicity.domain.roster_rows import Line
from publicity.domain.roster_terms import Problem
from publicity.domain.stages import Programme, Stage
from publicity.models.publications import Publication
from publicity.models.rosters import RosterRow, VillageRoster

_CHUNK = 900  # SQLite's own limit of parameters may be 999


@dataclass(frozen=True)
class Target:
    """What an import is for; a month can have several batches of `proposed`."""

    stage: str
    period: str
    batch: int = 1
    programme: str = Programme.DIBAO

    def lookup(self) -> dict[str, Any]:
        """The target as field values."""
        return asdict(self)


@dataclass(frozen=True)
class VillageChange:
    """One village of a file: what it changes, and whether a roster of this month is replaced."""

    village: Area
    lines: list[Line]
    changes: Changes
    replaces: bool
    published: bool


class Before(NamedTuple):
    """A household as it stood."""

    amount: Decimal
    person: str
    name: str


def compare_with_stored(
    target: Target, reading: Reading, villages: Mapping[str, Area], bounds: frozenset[str] | None
) -> list[VillageChange]:
    """The changes by village; what is worth a look goes to the reading's warnings."""
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in reading.lines:
        lines[line.village].append(line)
    townships = {villages[code].parent_id for code in lines}
    scope = [
        code for code, area in villages.items() if area.parent_id in townships and (bounds is None or code in bounds)
    ]
    before = _standings_before(target, scope)
    others = _other_rosters(target, lines)
    if lines and (before or others):
        keys = _person_keys(reading.lines)
        reading.warnings += _other_heads(reading.lines, before, keys)
        reading.warnings += _elsewhere(others, keys, villages)
    found = _by_village(target, reading, lines, before, villages)
    replaced = sum(each.replaces for each in found)
    if replaced:
        out = sum(each.replaces and each.published for each in found)
        params = {"count": str(replaced), "published": str(out)}
        reading.warnings.append(Problem("A1", "", "replaces-published" if out else "replaces", params))
    return found


def _by_village(
    target: Target,
    reading: Reading,
    lines: dict[str, list[Line]],
    before: dict[str, dict[str, Before]],
    villages: Mapping[str, Area],
) -> list[VillageChange]:
    refused: dict[str, int] = defaultdict(int)
    for problem in reading.problems:
        refused[problem.village] += 1
    codes = sorted({*lines, *before})
    in_force = set(_in_force(target).filter(village__in=codes).values_list("village_id", flat=True))
    published = set(Publication.objects.filter(**target.lookup(), is_current=True).values_list("village_id", flat=True))
    found = []
    for code in codes:
        after = {line.certificate: line.amount for line in lines[code]}
        stood = {certificate: each.amount for certificate, each in before.get(code, {}).items()}
        if not after:
            area, count = villages[code].long_name, str(len(stood))
            reading.warnings.append(Problem("A1", area, "village-absent", {"area": area, "count": count}))
        change = compare(stood, after, refused=refused[code])
        found.append(VillageChange(villages[code], lines[code], change, code in in_force, code in published))
    return found


def _person_keys(lines: Iterable[Line]) -> dict[str, Line]:
    key = secret("person-key")
    return {person_key(line.identity, key): line for line in lines}


def _other_heads(
    lines: Iterable[Line], before: Mapping[str, Mapping[str, Before]], keys: Mapping[str, Line]
) -> Iterator[Problem]:
    """Certificates that had another head: after a death or a move, or by a slip in a number."""
    stood = {certificate: each for households in before.values() for certificate, each in households.items()}
    key_of = {line.certificate: key for key, line in keys.items()}
    for line in lines:
        earlier = stood.get(line.certificate)
        if earlier is None or earlier.person == key_of[line.certificate]:
            continue
        where = line.where
        if earlier.name == line.head_name:
            yield Problem(where.identity, masked(line.identity), "identity-changed", {}, (), "", where.sheet)
        else:
            params = {"earlier": earlier.name}
            yield Problem(where.name, line.head_name, "head-changed", params, (), "", where.sheet)


def _other_rosters(target: Target, own: Iterable[str]) -> dict[int, str]:
    """Other villages' rosters in force for the same stage and month, with their villages."""
    others = VillageRoster.objects.filter(
        programme=target.programme, stage=target.stage, period=target.period, is_current=True
    ).exclude(village__in=list(own))
    return dict(others.values_list("pk", "village_id"))


def _elsewhere(rosters: Mapping[int, str], keys: Mapping[str, Line], villages: Mapping[str, Area]) -> Iterator[Problem]:
    """People who stand on another village's roster."""
    if not rosters:
        return
    rest = iter(keys)
    while chunk := list(islice(rest, _CHUNK)):
        for key, roster in RosterRow.objects.filter(person_key__in=chunk).values_list("person_key", "roster_id"):
            if roster in rosters:
                line = keys[key]
                params = {"area": villages[rosters[roster]].long_name}
                where = line.where
                yield Problem(where.identity, masked(line.identity), "person-elsewhere", params, (), "", where.sheet)


def masked(identity: str) -> str:
    """An ID number as warnings show it."""
    return f"{identity[:6]}********{identity[-4:]}"


def _in_force(target: Target) -> Any:
    return VillageRoster.objects.filter(**target.lookup(), is_current=True)


def _standings_before(target: Target, scope: list[str]) -> dict[str, dict[str, Before]]:
    """Households by village as they stood: the last month's, or for other stages than long-term what this import
    would replace, because a new batch does not follow from the one before.
    """
    if target.stage == Stage.LONG_TERM:
        earlier = VillageRoster.objects.before(stage=target.stage, period=target.period, programme=target.programme)
    else:
        earlier = _in_force(target)
    latest = dict(earlier.filter(village__in=scope).values_list("village_id", "pk"))
    by_roster = {pk: village for village, pk in latest.items()}
    standings: dict[str, dict[str, Before]] = {village: {} for village in latest}
    rows = RosterRow.objects.filter(roster__in=by_roster).order_by()
    values = rows.values_list("roster_id", "certificate", "amount", "person_key", "head_name")
    for roster, certificate, *standing in values.iterator(chunk_size=5_000):
        standings[by_roster[roster]][certificate] = Before(*standing)
    return standings
