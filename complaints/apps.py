"""Tips, objections and reviews: sealed from the first byte."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """Cases: intake, receipts, sealing, clock, lifecycle, queue, statistics."""

    name = "complaints"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Registers jobs, registers and what can be found, the password form and the hooks of accounts."""
        from complaints import accounts, findable, jobs, password, registers, targets  # noqa: F401
