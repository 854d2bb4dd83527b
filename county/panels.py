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


Builder = Callable[[HttpRequest], Panel]
_builders: list[tuple[int, Builder]] = []


def register_home_panel(order: int) -> Callable[[Builder], Builder]:
    """Registers a function that builds one panel; lower orders come first."""

    def register(builder: Builder) -> Builder:
        _builders.append((order, builder))
        return builder

    return register


def home_panels(request: HttpRequest) -> list[Panel]:
    """Every registered panel, built for this request."""
    return [builder(request) for _, builder in sorted(_builders, key=lambda pair: pair[0])]
