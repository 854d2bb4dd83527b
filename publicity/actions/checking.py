"""What a roster file would change: read, checked and compared, with nothing stored."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from county.access import allowed
from county.actions import COMMAND_USER
from county.domain.roles import Action
from county.models.areas import Area
from county.models.staff import User
from publicity.domain.changes import Changes, compare, total
from publicity.domain.roster import BadSheet, Reading, find_heading, read_roster
from publicity.domain.roster_rows import Line, Places, Problem, RowCheck
from publicity.domain.stages import Programme, Stage
from publicity.models.publications import Publication
from publicity.models.rosters import RosterRow, VillageRoster
from publicity.readers.errors import UnreadableFile
from publicity.readers.files import open_sheets


class ImportNotAllowed(Exception):
    """The person may not import rosters."""


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


@dataclass
class Checked:
    """A file's rows, problems and warnings, and the changes by village. With a problem it can't be confirmed."""

    target: Target
    reading: Reading
    villages: list[VillageChange] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether anything stands in the way."""
        return bool(self.reading.problems)

    @property
    def changes(self) -> Changes:
        """The sum over the villages."""
        return total(village.changes for village in self.villages)


def check_import(*, data: bytes, target: Target, by: User, area: Area | None = None) -> Checked:
    """Reads a file for `target`; rows outside `by`'s area, or outside `area`, are problems.

    Raises ImportNotAllowed, BadPeriod.
    """
    villages = {village.pk: village for village in Area.objects.villages().select_related("parent__parent")}
    places = Places(
        {(village.township.name, village.name): code for code, village in villages.items()},
        _within_bounds(villages.values(), by, area),
    )
    check = RowCheck(places=places, period=target.period)
    try:
        reading = _read(data, target.period, check)
    except UnreadableFile as error:
        return Checked(target, Reading(problems=[Problem("A1", "", error.code.value)]))
    except BadSheet as error:
        return Checked(target, Reading(problems=[error.problem]))
    return Checked(target, reading, _village_changes(target, reading, villages, places.allowed))


def may_import(user: User) -> bool:
    """Whether the person may import anything at all; commands without a name may."""
    return user.username == COMMAND_USER or allowed(user, Action.IMPORT_ROSTER)


def _within_bounds(villages: Iterable[Area], by: User, area: Area | None) -> frozenset[str] | None:
    """The codes of the villages whose rows are taken, or None for all."""
    if not may_import(by):
        raise ImportNotAllowed
    bounds = [each for each in (area, None if by.username == COMMAND_USER else by.area) if each is not None]
    if by.username != COMMAND_USER and by.area is None:
        raise ImportNotAllowed
    if not bounds:
        return None
    return frozenset(village.pk for village in villages if all(bound.covers(village) for bound in bounds))


def _read(data: bytes, period: str, check: RowCheck) -> Reading:
    """The one sheet that is a roster; a second one refuses the file rather than leave rows out silently."""
    reading: Reading | None = None
    for title, rows in open_sheets(data):
        heading = find_heading(rows)
        if heading is None:
            continue
        if reading is not None:
            raise BadSheet(Problem("A1", title, "several-sheets"))
        reading = read_roster(rows, heading, check)
        if heading.months and period not in heading.months:
            months = tuple(sorted(heading.months))
            reading.warnings.insert(0, Problem("A1", "", "month-differs", {"months": months, "period": period}))
    if reading is None:
        raise BadSheet(Problem("A1", "", "no-heading"))
    return reading


def _village_changes(
    target: Target, reading: Reading, villages: dict[str, Area], bounds: frozenset[str] | None
) -> list[VillageChange]:
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in reading.lines:
        lines[line.village].append(line)
    townships = {villages[code].parent_id for code in lines}
    scope = [
        code for code, area in villages.items() if area.parent_id in townships and (bounds is None or code in bounds)
    ]
    refused: dict[str, int] = defaultdict(int)
    for problem in reading.problems:
        refused[problem.village] += 1
    before = _standings_before(target, scope)
    in_force = set(_in_force(target).filter(village__in=scope).values_list("village_id", flat=True))
    published = set(Publication.objects.filter(**target.lookup(), is_current=True).values_list("village_id", flat=True))
    found = []
    for code in sorted({*lines, *before}):
        after = {line.certificate: line.amount for line in lines[code]}
        if not after:
            area, count = villages[code].long_name, str(len(before[code]))
            reading.warnings.append(Problem("A1", area, "village-absent", {"area": area, "count": count}))
        change = compare(before.get(code, {}), after, refused=refused[code])
        found.append(VillageChange(villages[code], lines[code], change, code in in_force, code in published))
    replaced = sum(each.replaces for each in found)
    if replaced:
        out = sum(each.replaces and each.published for each in found)
        params = {"count": str(replaced), "published": str(out)}
        reading.warnings.append(Problem("A1", "", "replaces-published" if out else "replaces", params))
    return found


def _in_force(target: Target) -> Any:
    return VillageRoster.objects.filter(**target.lookup(), is_current=True)


def _standings_before(target: Target, scope: list[str]) -> dict[str, dict[str, Decimal]]:
    """Certificates and amounts by village as they stood: the last month's, or for other stages than long-term
    what this import would replace, because a new batch does not follow from the one before.
    """
    if target.stage == Stage.LONG_TERM:
        earlier = VillageRoster.objects.before(stage=target.stage, period=target.period, programme=target.programme)
    else:
        earlier = _in_force(target)
    latest = dict(earlier.filter(village__in=scope).values_list("village_id", "pk"))
    by_roster = {pk: village for village, pk in latest.items()}
    standings: dict[str, dict[str, Decimal]] = {village: {} for village in latest}
    rows = RosterRow.objects.filter(roster__in=by_roster).values_list("roster_id", "certificate", "amount")
    for roster, certificate, amount in rows.order_by().iterator(chunk_size=5_000):
        standings[by_roster[roster]][certificate] = amount
    return standings
