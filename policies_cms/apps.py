"""Policies, guides, services, news and surveys, written by staff in Wagtail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesCmsConfig(AppConfig):
    """The pages of the portal."""

    name = "policies_cms"
    verbose_name = _("Policies and guides")

    def ready(self) -> None:
        """Connects what follows a publication of a page; registers panel, jobs, codes and health checks."""
        from policies_cms import health, jobs, panels, receivers, targets  # noqa: F401
