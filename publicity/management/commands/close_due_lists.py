"""close_due_lists: puts the end of every window that has run out on record."""

from typing import Any

from county.commands import PortalCommand
from county.today import today
from publicity.actions.closing import close_due_lists


class Command(PortalCommand):
    """Safe to repeat; readers see no names after the last day even when this never runs."""

    help = "Records the end of publicity windows that have run out."

    def run(self, **options: Any) -> dict[str, Any]:
        """Answers closed (a number) and the lists' ids."""
        closed = close_due_lists(today=today())
        return {"closed": len(closed), "lists": [publication.pk for publication in closed]}

    def describe(self, result: dict[str, Any]) -> str:
        """How many."""
        return f"已结束公示 {result['closed']} 个名单。"
