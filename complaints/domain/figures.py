"""Public figures of ended months: what is told of the cases that were closed, that came in, that wait too long.

Each month is released once and never revised. Four tables share the closed cases about households: by how they ended
and by township, by township and by punctuality, by punctuality and by kind. They hang together like a chain, so each
can be guarded by itself (complaints.domain.cells). Tips about officials stand alone, in no sum and in no township;
there even 0 is not told: who was complained of must not learn whether anybody complained.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from complaints.domain.cells import hidden_parts, hidden_rows, shown
from complaints.domain.kinds import Kind
from complaints.domain.lifecycle import NotAcceptedBecause, Outcome
from county.domain.small_cells import THRESHOLD

HOUSEHOLD_KINDS = tuple(kind for kind in Kind if kind is not Kind.TIP_OFFICIAL)
TRANSFERRED = "transferred"
ANSWERED = "answered"
NO_ANSWER = "closed"
"""Outcomes of a closed case beside those of a decision and of a refusal."""


class Ending(StrEnum):
    """How closed cases ended, as the public reads it."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not-upheld"
    NOT_TAKEN_UP = "not-taken-up"
    TRANSFERRED = "transferred"
    OTHER = "other"


ENDING: Mapping[str, Ending] = MappingProxyType(
    {
        Outcome.UPHELD.value: Ending.UPHELD,
        Outcome.PARTLY.value: Ending.PARTLY,
        Outcome.NOT_UPHELD.value: Ending.NOT_UPHELD,
        Outcome.UNFOUNDED.value: Ending.NOT_UPHELD,
        NotAcceptedBecause.OUT_OF_SCOPE.value: Ending.NOT_TAKEN_UP,
        NotAcceptedBecause.REPEATED.value: Ending.NOT_TAKEN_UP,
        TRANSFERRED: Ending.TRANSFERRED,
    }
)
"""By the code that a case is counted under; any other is OTHER."""
BY_TOWNSHIP = (Ending.UPHELD, Ending.PARTLY, Ending.TRANSFERRED)
"""The endings that are told by township too; the rest together is what is left of the closed."""
REST = "rest"
ON_TIME, LATE = "on-time", "late"


@dataclass(frozen=True)
class Count:
    """`number` closed cases of one sort; `township` is an area's code, "" without one."""

    kind: Kind
    outcome: str
    on_time: bool
    number: int
    township: str = ""


@dataclass(frozen=True)
class Days:
    """`number` closed cases of a kind that took `days` working days until the promise was kept."""

    kind: Kind
    days: int
    number: int
    township: str = ""


@dataclass(frozen=True)
class Month:
    """Everything that is known of an ended month before anything is left out.

    `received` and `overdue` are cases about households by township, "" without one: those that came in, and those
    unanswered at the month's end whose due day had passed. `officials` are the tips about officials that came in.
    """

    month: str
    counts: tuple[Count, ...] = ()
    days: tuple[Days, ...] = ()
    received: Mapping[str, int] = field(default_factory=dict)
    overdue: Mapping[str, int] = field(default_factory=dict)
    officials: int = 0


@dataclass(frozen=True)
class Figures:
    """What is told of some cases; None: not told. `endings` has a code for each that is; `median` in working days."""

    received: int | None = None
    closed: int | None = None
    on_time: int | None = None
    late: int | None = None
    overdue: int | None = None
    median: int | None = None
    endings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class MonthFigures:
    """What is released of a month; `townships` by area code, `kinds` those about households by their code."""

    month: str
    households: Figures
    officials: Figures
    townships: Mapping[str, Figures]
    kinds: Mapping[str, Figures]


def figures(month: Month) -> MonthFigures:
    """What is released of `month`."""
    own = [count for count in month.counts if count.kind in HOUSEHOLD_KINDS and count.number]
    took = [each for each in month.days if each.kind in HOUSEHOLD_KINDS]
    whole = _whole(own, took, month)
    return MonthFigures(
        month.month, whole, _officials(month), _townships(own, took, month, whole), _kinds(own, took, whole)
    )


def _whole(own: list[Count], took: list[Days], month: Month) -> Figures:
    """All cases about households."""
    closed = sum(count.number for count in own)
    received, overdue = sum(month.received.values()), sum(month.overdue.values())
    told = Figures(received=_or_none(received), overdue=_or_none(overdue))
    if not shown(closed):
        return told
    endings = _sums(own, _ending, Ending)
    times = _sums(own, _time, (ON_TIME, LATE))
    split = all(map(shown, times.values()))
    hidden = hidden_parts(endings)
    return replace(
        told,
        closed=closed,
        on_time=times[ON_TIME] if split else None,
        late=times[LATE] if split else None,
        median=_median(took),
        endings={code: number for code, number in endings.items() if code not in hidden},
    )


def _townships(own: list[Count], took: list[Days], month: Month, whole: Figures) -> dict[str, Figures]:
    """One row a township; cases without one are a row too, which is not shown."""
    sums = _sums(own, lambda count: count.township, ())
    codes = sorted({*sums, *month.received, *month.overdue})
    closed = _parts({code: sums.get(code, 0) for code in codes})
    received = _parts({code: month.received.get(code, 0) for code in codes})
    overdue = _parts({code: month.overdue.get(code, 0) for code in codes})
    times = _split(own, codes, closed, _by_time(whole), lambda count: count.township)
    told = [ending for ending in BY_TOWNSHIP if ending in whole.endings]
    endings = _endings(own, codes, closed, told)
    return {
        code: Figures(
            received=received.get(code),
            closed=closed.get(code),
            on_time=times[code][ON_TIME] if code in times else None,
            late=times[code][LATE] if code in times else None,
            overdue=overdue.get(code),
            median=_median(each for each in took if each.township == code) if code in times else None,
            endings={ending: endings[code][ending] for ending in told} if code in endings else {},
        )
        for code in codes
        if code
    }


def _kinds(own: list[Count], took: list[Days], whole: Figures) -> dict[str, Figures]:
    """One row a kind; how each kind ended is not told, or the tables would close to a ring."""
    names = [kind.value for kind in HOUSEHOLD_KINDS]
    closed = _parts(_sums(own, lambda count: count.kind.value, names))
    times = _split(own, names, closed, _by_time(whole), lambda count: count.kind.value)
    return {
        name: Figures(
            closed=closed.get(name),
            on_time=times[name][ON_TIME] if name in times else None,
            late=times[name][LATE] if name in times else None,
            median=_median(each for each in took if each.kind.value == name) if name in times else None,
        )
        for name in names
    }


def _officials(month: Month) -> Figures:
    """Tips about officials: at least ten of them or nothing at all."""
    tips = [count for count in month.counts if count.kind is Kind.TIP_OFFICIAL]
    closed = sum(count.number for count in tips)
    received = month.officials if month.officials >= THRESHOLD else None
    if closed < THRESHOLD:
        return Figures(received=received)
    times = _sums(tips, _time, (ON_TIME, LATE))
    split = all(map(shown, times.values()))
    return Figures(
        received=received,
        closed=closed,
        on_time=times[ON_TIME] if split else None,
        late=times[LATE] if split else None,
        median=_median(each for each in month.days if each.kind is Kind.TIP_OFFICIAL) if split else None,
    )


def _split(
    own: list[Count], names: list[str], closed: Mapping[str, int], told: bool, row: Callable[[Count], str]
) -> dict[str, dict[str, int]]:
    """The rows whose punctuality is shown; none where that of the whole is not."""
    if not told:
        return {}
    table = {name: _sums((count for count in own if row(count) == name), _time, (ON_TIME, LATE)) for name in names}
    hidden = hidden_rows(table, hidden=[name for name in names if name not in closed])
    return {name: cells for name, cells in table.items() if name not in hidden}


def _endings(
    own: list[Count], codes: list[str], closed: Mapping[str, int], told: list[Ending]
) -> dict[str, dict[str, int]]:
    """The townships whose endings are shown, with those of `told` and what is left."""

    def column(count: Count) -> str:
        return ending if (ending := _ending(count)) in told else REST

    names = [*told, REST]
    table = {code: _sums((count for count in own if count.township == code), column, names) for code in codes}
    hidden = hidden_rows(table, hidden=[code for code in codes if code not in closed])
    return {code: cells for code, cells in table.items() if code not in hidden} if told else {}


def _parts(numbers: Mapping[str, int]) -> dict[str, int]:
    """The parts that are shown."""
    hidden = hidden_parts(numbers)
    return {name: number for name, number in numbers.items() if name not in hidden}


def _sums(counts: Iterable[Count], group: Callable[[Count], str], names: Iterable[str]) -> dict[str, int]:
    """Sums by group, 0 for those of `names` that no count is in."""
    sums = Counter({str(name): 0 for name in names})
    for count in counts:
        sums[str(group(count))] += count.number
    return dict(sums)


def _by_time(whole: Figures) -> bool:
    return whole.on_time is not None


def _ending(count: Count) -> Ending:
    return ENDING.get(count.outcome, Ending.OTHER)


def _time(count: Count) -> str:
    return ON_TIME if count.on_time else LATE


def _or_none(number: int) -> int | None:
    return number if shown(number) else None


def _median(took: Iterable[Days]) -> int | None:
    """The lower median; None without a case."""
    days = sorted((each.days, each.number) for each in took)
    left = (sum(number for _days, number in days) + 1) // 2
    for length, number in days:
        left -= number
        if left <= 0 and number:
            return length
    return None
