"""escalate_overdue: marks overdue cases once, so that they stand out in the queue of the office above."""

from typing import Any

from complaints.actions.oversight import escalate_overdue
from county.commands import PortalCommand
from county.today import today


class Command(PortalCommand):
    """Needs no key and reads no text."""

    help = "Mark cases whose due day has passed."

    def run(self, **options: Any) -> dict[str, Any]:
        """Answers how many cases were marked now."""
        return {"escalated": escalate_overdue(today=today())}

    def describe(self, result: dict[str, Any]) -> str:
        """One line."""
        return f"已标记逾期事项 {result['escalated']} 件。"
