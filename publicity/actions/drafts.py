"""A list on the point of publishing: what would go out, and everything that speaks against it. Changes nothing."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from county.calendars import workday_calendar
from county.domain.workdays import is_workday
from county.models.areas import Area
from county.models.settings import CountySettings
from county.models.standards import Standard
from publicity.actions.delegation import delegated_townships
from publicity.actions.disclosure import Profiles, profiles_in_force
from publicity.actions.errors import (
    DisclosureMissing,
    DoesNotReconcile,
    ForbiddenPattern,
    NameUnreadable,
    ProgrammeOff,
    PublishingRefused,
    TooEarly,
)
from publicity.domain.disclosure import Missing, missing_disclosures
from publicity.domain.gate import Finding, scan_all
from publicity.domain.identity import ages_on
from publicity.domain.income import income_band
from publicity.domain.places import Decider, issuer, publisher, title
from publicity.domain.shown import NAMELESS, Household, MaskedRow, Totals, masked_rows, reconciles, totals, unique_rows
from publicity.domain.stages import Programme, Stage
from publicity.domain.windows import Unit, Window, window
from publicity.models.rosters import RosterRow, VillageRoster
from publicity.programmes import programmes_on


@dataclass(frozen=True)
class Key:
    """Which list: one programme, village, stage, month and batch."""

    stage: Stage
    period: str
    village: Area
    programme: str = "dibao"
    batch: int = 1

    def lookup(self) -> dict[str, object]:
        """The key as field values of a roster or a publication."""
        return {
            "stage": self.stage,
            "period": self.period,
            "village": self.village,
            "programme": self.programme,
            "batch": self.batch,
        }


@dataclass(frozen=True)
class Draft:
    """What would be published.

    Of the shown rows `names` are the full names, for the name index alone, and `certificates` are for erasing alone.
    """

    key: Key
    roster: VillageRoster | None
    rows: list[MaskedRow]
    names: list[str] = field(repr=False)
    certificates: list[str] = field(repr=False)
    shown: Totals
    suppressed: int
    reconciles: bool
    title: str
    issuer: str
    standard_text: str
    supervision_phone: str
    window: Window
    findings: list[Finding]
    missing: list[Missing]
    profiles: Profiles
    too_early: bool = False
    programme_off: bool = False

    @property
    def unique(self) -> int:
        """How many masked rows are unique within the village."""
        return unique_rows(self.rows)

    def problems(self) -> list[PublishingRefused]:
        """Everything that blocks publishing."""
        found: list[PublishingRefused] = []
        if self.programme_off:
            found.append(ProgrammeOff())
        if self.too_early:
            found.append(TooEarly())
        nameless = [row.number for row in self.rows if row.name == NAMELESS]
        if nameless:
            found.append(NameUnreadable(nameless))
        if not self.reconciles:
            found.append(DoesNotReconcile())
        if self.missing:
            found.append(DisclosureMissing(self.missing))
        if self.findings:
            found.append(ForbiddenPattern(self.findings))
        return found


@dataclass(frozen=True)
class Ground:
    """What all drafts of one day share, read once for a whole township or county."""

    settings: CountySettings
    standard: Standard | None
    is_workday: partial[bool]
    today: date
    delegated: frozenset[str] = frozenset()
    read_profiles: dict[tuple[str, str], Profiles] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, today: date) -> "Ground":
        """Settings, standard and calendar in force on a day."""
        return cls(
            CountySettings.load(),
            Standard.objects.in_force(today),
            partial(is_workday, calendar=workday_calendar()),
            today,
            delegated_townships(today),
        )

    def profiles(self, key: Key) -> Profiles:
        """What the channels show of a list, read once for each stage and programme."""
        at = str(key.stage), str(key.programme)
        if at not in self.read_profiles:
            self.read_profiles[at] = profiles_in_force(key.stage, key.programme, on=self.today)
        return self.read_profiles[at]

    def publisher(self, key: Key) -> Decider:
        """Who publishes a list: its issuer, its heading and the right to publish follow."""
        return self.publisher_in(key.village.parent_id, key.stage)

    def publisher_in(self, township: str | None, stage: Stage) -> Decider:
        """Who publishes a stage in a township, by its code."""
        decides = Decider.TOWNSHIP if township in self.delegated else Decider.COUNTY
        return publisher(stage=stage, decides=decides, long_term=Decider(self.settings.long_term_by))


def current_roster(key: Key) -> VillageRoster | None:
    """The confirmed roster in force of a list's key."""
    return VillageRoster.objects.filter(**key.lookup(), is_current=True).first()


def draft(*, key: Key, roster: VillageRoster | None, ground: Ground) -> Draft:
    """The list as it would go out on the ground's day."""
    households = _households(roster, ground.standard)
    shown = [household for household in households if household.is_shown]
    profiles = ground.profiles(key)
    rows = masked_rows(shown, profiles.web.fields)
    by = ground.publisher(key)
    heading = title(
        place=key.village.long_name, stage=key.stage, period=key.period, batch=key.batch, by=by, programme=key.programme
    )
    township = key.village.parent.name if key.village.parent else ""
    issued_by = issuer(township=township, organiser=ground.settings.organiser, by=by)
    standard = _standard(key.programme, ground, {household.residence for household in shown})
    phone = ground.settings.supervision_phone.strip()
    sums = totals(shown)
    facts = {
        Missing.COVERED: sums.households,
        Missing.AMOUNT: sums.amount,
        Missing.STANDARD: standard,
        Missing.PHONE: phone,
        Missing.TIME: ground.today,
        Missing.ISSUER: issued_by,
    }
    texts = {"title": heading, "issuer": issued_by, "standard": standard, "phone": phone}
    # The full name goes out too: on the paper in the village.
    texts |= {f"row {row.number}": f"{home.name}\n{home.category}" for row, home in zip(rows, shown, strict=True)}
    return Draft(
        key=key,
        roster=roster,
        rows=rows,
        names=[household.name for household in shown],
        certificates=[household.certificate for household in shown],
        shown=sums,
        suppressed=len(households) - len(shown),
        reconciles=reconciles(households, _roster_totals(roster)),
        title=heading,
        issuer=issued_by,
        standard_text=standard,
        supervision_phone=phone,
        window=_window(key.stage, ground),
        findings=scan_all(texts, allowed=[phone]),
        missing=missing_disclosures(facts),
        profiles=profiles,
        too_early=ground.today < ages_on(key.period),
        programme_off=key.programme not in programmes_on(ground.settings),
    )


def _window(stage: Stage, ground: Ground) -> Window:
    return window(
        stage=stage,
        published=ground.today,
        days=ground.settings.proposed_days,
        unit=Unit(ground.settings.proposed_unit),
        is_workday=ground.is_workday,
    )


#: What publishing reads of a row, without an object of the model for each of a county's households.
READ = (
    "head_name",
    "household_size",
    "covered_persons",
    "residence",
    "category",
    "amount",
    "confidential",
    "minor",
    "person_key",
    "per_capita",
    "cause",
    "certificate",
)


def _households(roster: VillageRoster | None, standard: Standard | None) -> list[Household]:
    if roster is None:
        return []
    return [
        Household(
            row.head_name,
            row.household_size,
            row.covered_persons,
            row.residence,
            row.category,
            row.amount,
            _suppressed(row),
            income_band=_income_band(row, standard),
            cause=row.cause or None,
            certificate=row.certificate,
        )
        for row in RosterRow.objects.filter(roster=roster).order_by("pk").values_list(*READ, named=True)
    ]


def _suppressed(row: Any) -> bool | None:
    """Whether the row is protected as the roster knows it; None, which hides it, where no ID was read."""
    return None if not row.person_key else row.confidential or row.minor


def _income_band(row: Any, standard: Standard | None) -> str | None:
    figure = getattr(standard, row.residence, None)
    return income_band(standard=figure, supplement=row.per_capita)


def _roster_totals(roster: VillageRoster | None) -> Totals:
    if roster is None:
        return totals([])
    return Totals(roster.households, roster.persons, roster.amount)


def _standard(programme: str, ground: Ground, shown: set[str]) -> str:
    """The programme's own standard: of the allowance from the table, of two others as the county has written it."""
    written = {
        Programme.TEKUN: ground.settings.tekun_standard,
        Programme.TEMPORARY: ground.settings.temporary_standard,
    }
    if programme in written:
        return written[Programme(programme)].strip()
    return _standard_text(ground.standard, shown)


def _standard_text(standard: Standard | None, shown: set[str]) -> str:
    """The standards that the shown rows fall under, both where nobody is shown, with their document."""
    if standard is None:
        return ""
    residences = shown or {"rural", "urban"}
    parts = []
    if "rural" in residences:
        parts.append(f"农村 {_yuan(standard.rural)} 元/人·月")
    if "urban" in residences:
        parts.append(f"城市 {_yuan(standard.urban)} 元/人·月")
    return f"{'，'.join(parts)}（{standard.document_number}）"


def _yuan(amount: object) -> str:
    return f"{amount:.2f}".removesuffix(".00")
