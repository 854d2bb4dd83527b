"""What has been put on public display for each programme: publicity tells it, pages about disclosure show it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise


@dataclass(frozen=True)
class Display:
    """The lists of one programme at one step of its decision, as they stand on a day.

    `programme` is "dibao", "tekun" or "temporary"; `step` is "review" or "approval". `missing` and `late` count the
    villages whose list of the newest month owed did not come, or not in time.
    """

    programme: str
    step: str
    switched_on: bool
    publisher: str | Promise
    window: str | Promise
    address: str
    open_lists: int = 0
    newest: date | None = None
    owed: int = 0
    missing: int = 0
    late: int = 0
    month: str = ""
    proof: str = ""


Reader = Callable[[date], list[Display]]
_readers: list[Reader] = []


def register_displays(reader: Reader) -> Reader:
    """Registers a function that tells what is on display on a day."""
    _readers.append(reader)
    return reader


def displays(day: date) -> Iterator[Display]:
    """Everything that the apps have on display on `day`."""
    for reader in _readers:
        yield from reader(day)
