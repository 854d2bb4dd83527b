"""Wiring only: nobody imports this app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the start-up checks."""

    name = "portal"

    def ready(self) -> None:
        """Checks register on import."""
        from . import checks  # noqa: F401
