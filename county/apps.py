"""The ground that the other apps stand on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountyConfig(AppConfig):
    """Areas, offices, staff, calendar, links, audit and settings."""

    name = "county"
    verbose_name = _("County data")

    def ready(self) -> None:
        """Panels and periodic jobs register on import."""
        from . import housekeeping, standards_panel  # noqa: F401
        from .second_factor import checks  # noqa: F401
