"""Public figures of closed months: a cell under 10 is not shown, nor anything it could be worked out from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from complaints.domain.kinds import Kind

SMALLEST = 10
"""The smallest count that is shown beside 0."""


@dataclass(frozen=True)
class Count:
    """`number` closed cases of one sort in one month ("YYYY-MM")."""

    month: str
    kind: Kind
    outcome: str
    on_time: bool
    number: int


@dataclass(frozen=True)
class KindFigures:
    """One kind in one month; None: suppressed. `outcomes` is empty when suppressed."""

    kind: Kind
    closed: int | None
    on_time: int | None
    late: int | None
    outcomes: Mapping[str, int]


@dataclass(frozen=True)
class MonthFigures:
    """A closed month; `total` is None when a suppressed kind could be worked out from it."""

    month: str
    total: int | None
    kinds: tuple[KindFigures, ...]


def figures(counts: Iterable[Count], *, before: str) -> list[MonthFigures]:
    """The months before `before` ("YYYY-MM"), latest first. Months never overlap, so releases can't be subtracted."""
    closed = [count for count in counts if count.month < before]
    months = sorted({count.month for count in closed}, reverse=True)
    return [_month(month, [count for count in closed if count.month == month]) for month in months]


def _month(month: str, counts: list[Count]) -> MonthFigures:
    kinds = tuple(_kind(kind, [count for count in counts if count.kind is kind]) for kind in Kind)
    total = sum(count.number for count in counts)
    return MonthFigures(month, total if all(each.closed is not None for each in kinds) else None, kinds)


def _kind(kind: Kind, counts: list[Count]) -> KindFigures:
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
    )


def _shown(number: int) -> bool:
    return number == 0 or number >= SMALLEST
