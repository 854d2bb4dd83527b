"""The home page's panels: apps above register what they want shown there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """A template and the context to render it with."""

    template: str
    context: dict[str, Any]


Builder = Callable[[HttpRequest], Panel | None]
_builders: list[tuple[int, Builder]] = []


def register_home_panel(order: int) -> Callable[[Builder], Builder]:
    """Registers a function that builds one panel, or None when there is nothing to show; lower orders come first."""

    def register(builder: Builder) -> Builder:
        _builders.append((order, builder))
        return builder

    return register


def home_panels(request: HttpRequest) -> list[Panel]:
    """Every registered panel that has something to show, built for this request."""
    built = (builder(request) for _, builder in sorted(_builders, key=lambda pair: pair[0]))
    return [panel for panel in built if panel is not None]
