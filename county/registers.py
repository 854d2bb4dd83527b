"""Registers that staff keep (台账) and `export_register` writes; apps above register theirs from AppConfig.ready."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Register:
    """A register's title, headings and rows, all in the words that the office prints."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[object, ...]]


Maker = Callable[[date], Register]
_makers: dict[str, Maker] = {}


def register(name: str) -> Callable[[Maker], Maker]:
    """Registers the function that makes the register `name` of a day."""

    def keep(maker: Maker) -> Maker:
        _makers[name] = maker
        return maker

    return keep


def names() -> list[str]:
    """Every register's name."""
    return sorted(_makers)


def make(name: str, today: date) -> Register:
    """The register `name` as it stands today. Raises KeyError."""
    return _makers[name](today)
