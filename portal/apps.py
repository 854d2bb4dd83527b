"""Wiring only: nobody imports this app."""

from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class PortalConfig(AppConfig):
    """Registers the start-up checks."""

    name = "portal"

    def ready(self) -> None:
        """Checks register on import."""
        from . import checks  # noqa: F401


class StaffUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users app with the office in its forms."""

    user_viewset = "county.users.StaffViewSet"
