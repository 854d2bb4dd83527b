"""What the public can find: apps register here where it lies; the search app keeps it and answers."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Findable:
    """One thing that a reader can find: public words only, and never the name of a person on a list.

    `township` is the code of the township it belongs to, "" for the whole county. It is found from `shown_from`
    through `shown_until`, both without limit when None.
    """

    key: str
    kind: str
    title: str
    url: str
    body: str = ""
    township: str = ""
    year: int | None = None
    number: str = ""
    day: date | None = None
    shown_from: date | None = None
    shown_until: date | None = None


Reader = Callable[[Collection[str] | None], Iterable[Findable]]


@dataclass(frozen=True)
class Source:
    """Where findable things of one sort come from.

    `read` answers those with the given keys of `model` (as text), or all for None; what it leaves out can't be found.
    The `key` of each is made with `key_of`.
    """

    name: str
    model: type[Model]
    read: Reader

    def key_of(self, pk: object) -> str:
        """The key of the thing made from the row `pk`."""
        return f"{self.name}:{pk}"


def chosen(rows: QuerySet[Any], keys: Collection[str] | None) -> QuerySet[Any]:
    """For readers: the rows with these keys, or all."""
    return rows if keys is None else rows.filter(pk__in=list(keys))


_sources: dict[str, Source] = {}


def findable(name: str, model: type[Model]) -> Callable[[Reader], Reader]:
    """Registers a reader; each saved or deleted row of `model` is read anew after the commit."""

    def register(read: Reader) -> Reader:
        _sources[name] = Source(name, model, read)
        return read

    return register


def sources() -> list[Source]:
    """Every source by name."""
    return [_sources[name] for name in sorted(_sources)]
