"""What a roster file would change: read, checked and compared, with nothing stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from county.access import allowed
from county.actions import COMMAND_USER
from county.domain.roles import Action
from county.models.areas import Area
from county.models.staff import User
from publicity.actions.comparing import Target, VillageChange, compare_with_stored
from publicity.domain.changes import Changes, total
from publicity.domain.roster import read_sheets
from publicity.domain.roster_places import Places
from publicity.domain.roster_reading import Reading
from publicity.domain.roster_rows import RowCheck
from publicity.domain.roster_terms import BadSheet, Problem
from publicity.domain.stages import Stage
from publicity.models.layouts import RememberedColumns
from publicity.readers.errors import UnreadableFile
from publicity.readers.files import open_sheets

_DIGITS = 6

__all__ = ["Checked", "ImportNotAllowed", "Target", "VillageChange", "check_import", "may_import"]


class ImportNotAllowed(Exception):
    """The person may not import rosters."""


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
    def correctable(self) -> bool:
        """Whether another meaning of a column could change what was read."""
        return any(each.layout.correctable for each in self.reading.layouts)

    @property
    def changes(self) -> Changes:
        """The sum over the villages."""
        return total(village.changes for village in self.villages)


def check_import(*, data: bytes, target: Target, by: User, area: Area | None = None) -> Checked:
    """Reads a file for `target`; rows outside `by`'s area, or outside `area`, are problems.

    Raises ImportNotAllowed, BadPeriod.
    """
    villages = {village.pk: village for village in Area.objects.villages().select_related("parent__parent")}
    check = RowCheck(places=_places(villages, _within_bounds(villages.values(), by, area)), period=target.period)
    remembered = RememberedColumns.objects.of_office(by.office).chosen()
    try:
        # Other stages name whom they concern; the long-term list names everybody.
        full = target.stage == Stage.LONG_TERM
        reading = read_sheets(open_sheets(data), check, full=full, remembered=remembered)
    except UnreadableFile as error:
        return Checked(target, Reading(problems=[Problem("A1", "", error.code.value)]))
    except BadSheet as error:
        return Checked(target, Reading(problems=[error.problem]))
    return Checked(target, reading, compare_with_stored(target, reading, villages, check.places.allowed))


def _places(villages: dict[str, Area], bounds: frozenset[str] | None) -> Places:
    """The villages by name; they have one county."""
    codes = {(village.township.name, village.name): code for code, village in villages.items()}
    county = next((village.township.parent for village in villages.values()), None)
    if county is None:
        return Places(codes, bounds)
    return Places(codes, bounds, county=county.name, code=county.pk[:_DIGITS])


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
