"""Search in Chinese over everything public."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Registers what can be found, what keeps it up to date, and the jobs."""
        from search import jobs, receivers, sources  # noqa: F401
