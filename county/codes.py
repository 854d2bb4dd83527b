"""What codes can lead to: apps above register their targets, and which addresses are never counted."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Target:
    """A page that deserves a code: its path on this site, its title, and a sentence on what people find there."""

    path: str
    title: str
    purpose: str = ""


@dataclass(frozen=True)
class TargetGroup:
    """Targets of one kind, such as guides; `targets` reads them anew each time."""

    name: str
    label: str | Promise
    targets: Callable[[], list[Target]]


_groups: dict[str, TargetGroup] = {}
_quiet: set[str] = set()


def register_targets(
    name: str, label: str | Promise
) -> Callable[[Callable[[], list[Target]]], Callable[[], list[Target]]]:
    """Registers the function that lists all targets of one kind, in the order shown."""

    def keep(targets: Callable[[], list[Target]]) -> Callable[[], list[Target]]:
        _groups[name] = TargetGroup(name, label, targets)
        return targets

    return keep


def target_groups() -> list[TargetGroup]:
    """Every kind, by name."""
    return [_groups[name] for name in sorted(_groups)]


def never_count(*view_names: str) -> None:
    """Codes that lead to addresses of these names are followed without being counted."""
    _quiet.update(view_names)


def is_quiet(view_name: str) -> bool:
    """Whether an address of this name must not be counted."""
    return view_name in _quiet
