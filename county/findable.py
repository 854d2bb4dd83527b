"""What the public can find: apps register here where it lies; the search app keeps it and answers."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise


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
Words = str | Promise


@dataclass(frozen=True)
class Source:
    """Where findable things of one sort come from.

    `read` answers those with the given keys of `model` (as text), or all for None; what it leaves out can't be found.
    The `key` of each is made with `key_of`. Without a model it is what always is there: it changes with the program.
    """

    name: str
    model: type[Model] | None
    read: Reader

    def key_of(self, pk: object) -> str:
        """The key of the thing made from the row `pk`."""
        return f"{self.name}:{pk}"

    def pks(self) -> list[str]:
        """All keys that there are to read."""
        if self.model is None:
            return [thing.key.removeprefix(self.key_of("")) for thing in self.read(None)]
        return [str(pk) for pk in self.model._default_manager.values_list("pk", flat=True)]


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


def findable_routes(name: str, routes: dict[str, tuple[Words, Iterable[Words]]]) -> None:
    """Registers pages beside the page tree: the name of each route with its title and what to read about it."""

    def read(keys: Collection[str] | None) -> Iterable[Findable]:
        for route, (title, words) in routes.items():
            if keys is None or route in keys:
                text = "；".join(str(word) for word in words)
                yield Findable(key=f"{name}:{route}", kind="pages", title=str(title), body=text, url=reverse(route))

    _sources[name] = Source(name, None, read)


def sources() -> list[Source]:
    """Every source by name."""
    return [_sources[name] for name in sorted(_sources)]
