"""Public figures of closed months: a cell under 10 is not shown, nor anything it could be worked out from.

Each month is released once and never revised. Months, and the received and the closed, share no sum, so what has to
hold is one month's: kinds, their parts, and townships, whose sum the household kinds give away.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from complaints.domain.kinds import Kind

SMALLEST = 10
"""The smallest count that is shown beside 0."""


@dataclass(frozen=True)
class Count:
    """`number` closed cases of one sort in one month ("YYYY-MM"); `township` is an area's code, "" without one."""

    month: str
    kind: Kind
    outcome: str
    on_time: bool
    number: int
    township: str = ""


@dataclass(frozen=True)
class Days:
    """`number` closed cases of a kind that took `days` working days until the promise was kept."""

    month: str
    kind: Kind
    days: int
    number: int


@dataclass(frozen=True)
class KindFigures:
    """One kind in one month; None: suppressed. `outcomes` is empty when suppressed; `median` in working days."""

    kind: Kind
    closed: int | None
    on_time: int | None
    late: int | None
    outcomes: Mapping[str, int]
    median: int | None = None


@dataclass(frozen=True)
class MonthFigures:
    """A closed month; `total` is None when a suppressed kind could be worked out from it.

    `townships` are closed cases about households by township code, None where suppressed; `received` counts what
    came in that month, of every kind.
    """

    month: str
    total: int | None
    kinds: tuple[KindFigures, ...]
    townships: Mapping[str, int | None] = field(default_factory=dict)
    received: int | None = None


def figures(counts: Iterable[Count], *, month: str, days: Iterable[Days] = (), received: int = 0) -> MonthFigures:
    """What is released of `month` ("YYYY-MM"); counts of other months are left aside."""
    closed = [count for count in counts if count.month == month]
    took = [each for each in days if each.month == month]
    kinds = tuple(_kind(kind, closed, took) for kind in Kind)
    total = sum(count.number for count in closed)
    whole = all(each.closed is not None for each in kinds)
    return MonthFigures(
        month,
        total if whole else None,
        kinds,
        _townships(closed, kinds),
        received if _shown(received) else None,
    )


def months_to_release(first: str, *, released: Iterable[str], today: date) -> list[str]:
    """The closed months from `first` that were not released, in order; the month of `today` is not closed."""
    year, number = (int(part) for part in first.split("-"))
    count = today.year * 12 + today.month - (year * 12 + number)
    months = [(year * 12 + number - 1 + step) for step in range(max(count, 0))]
    names = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months]
    done = set(released)
    return [name for name in names if name not in done]


def _townships(counts: list[Count], kinds: tuple[KindFigures, ...]) -> dict[str, int | None]:
    """Townships by code. Their sum is known when every household kind is shown: then whatever is suppressed must be
    at least two townships (cases without one count as one) and 10 cases, and the smallest shown ones go until it is.
    """
    sums: Counter[str] = Counter()
    for count in counts:
        if count.kind is not Kind.TIP_OFFICIAL:
            sums[count.township] += count.number
    hidden = {code for code, number in sums.items() if not _shown(number)}
    sum_known = all(each.closed is not None for each in kinds if each.kind is not Kind.TIP_OFFICIAL)
    by_size = sorted((number, code) for code, number in sums.items() if code not in hidden and number)
    # Cases without a township are in no row of the table: they are hidden, or the sum would be one short.
    if sum_known and sums.get("") and "" not in hidden:
        hidden.add("")
        by_size = [(number, code) for number, code in by_size if code]
    while hidden and sum_known and by_size and (len(hidden) < 2 or sum(sums[code] for code in hidden) < SMALLEST):
        hidden.add(by_size.pop(0)[1])
    return {code: None if code in hidden else sums[code] for code in sorted(sums) if code}


def _kind(kind: Kind, every: list[Count], took: list[Days]) -> KindFigures:
    counts = [count for count in every if count.kind is kind]
    closed = sum(count.number for count in counts)
    if not _shown(closed):
        return KindFigures(kind, None, None, None, {})
    on_time = sum(count.number for count in counts if count.on_time)
    parts = (on_time, closed - on_time)
    outcomes: dict[str, int] = {}
    for count in counts:
        outcomes[count.outcome] = outcomes.get(count.outcome, 0) + count.number
    whole = all(_shown(part) for part in parts)
    return KindFigures(
        kind,
        closed,
        on_time if whole else None,
        closed - on_time if whole else None,
        outcomes if all(_shown(number) for number in outcomes.values()) else {},
        _median(each for each in took if each.kind is kind),
    )


def _median(took: Iterable[Days]) -> int | None:
    """The lower median; None without a case."""
    days = sorted((each.days, each.number) for each in took)
    left = (sum(number for _days, number in days) + 1) // 2
    for length, number in days:
        left -= number
        if left <= 0 and number:
            return length
    return None


def _shown(number: int) -> bool:
    return number == 0 or number >= SMALLEST
