"""Tips, objections and reviews: sealed from the first byte."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """Cases: intake, receipts, sealing, clock, lifecycle, queue, statistics."""

    name = "complaints"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Registers the periodic jobs, the forgetting of keys at logout and the password form that keeps keys."""
        from complaints import jobs, password, session  # noqa: F401
