"""`apply_retention`: erases what has been kept long enough; the scheduler does it each night."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from county.commands import PortalCommand
from county.today import today
from publicity.actions.retention import apply_retention


class Command(PortalCommand):
    """JSON: counts by kind. Safe to repeat and to break off."""

    help = "Erase what has been kept as long as the county's settings say."

    def run(self, **options: Any) -> dict[str, Any]:
        """One call."""
        return apply_retention(today=today(), now=timezone.now())

    def describe(self, result: dict[str, Any]) -> str:
        """One line."""
        rows = result["exited_rows"] + result["roster_rows"]
        entries = result["left_entries"] + result["exited_entries"] + result["closed_entries"]
        return _("Erased: %(rows)s roster rows, %(entries)s published rows.") % {"rows": rows, "entries": entries}
