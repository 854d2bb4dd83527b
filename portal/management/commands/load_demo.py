"""load_demo: the demo county, loaded once."""

from typing import Any

from county.commands import PortalCommand
from portal import demo


class Command(PortalCommand):
    """Loads the demo county unless it is there already."""

    help = "Load the demo county."

    def run(self, **options: Any) -> dict[str, Any]:
        """Answers what was loaded, or that nothing had to be."""
        if demo.loaded_file().exists():
            return {"loaded": False}
        return {"loaded": True, **demo.load()}

    def describe(self, result: dict[str, Any]) -> str:
        """One line."""
        return "演示县已载入。" if result["loaded"] else "演示县早已载入。"
