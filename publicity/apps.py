"""Rosters in, masked publications out."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicityConfig(AppConfig):
    """Stages, disclosure, import, publishing, query, notices, ledger, feeds."""

    name = "publicity"
    verbose_name = _("Publicity")

    def ready(self) -> None:
        """Registers home panels, periodic jobs, and what deserves a code."""
        from publicity import disclosed, health, jobs, panels, receivers, targets  # noqa: F401
