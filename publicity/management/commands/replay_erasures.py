"""`replay_erasures [--from FILE]`: erases again what a restored database has of erased households."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from county.commands import PortalCommand, Refused
from county.storage import rewrite
from county.today import today
from publicity import erasure_list
from publicity.actions.replaying import replay_erasures


class Command(PortalCommand):
    """JSON: `rows`, `entries`, `lists`, `keys` erased, `merged` lines taken from FILE. Safe to repeat."""

    help = "Erase again what the list of erasures names; each start does it before the site answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Another copy of the list."""
        parser.add_argument("--from", dest="source", help="a copy of PORTAL_DATA/erasures/list that was kept elsewhere")

    def run(self, *, source: str | None = None, **options: Any) -> dict[str, Any]:
        """Merges, replays, and rewrites the database file when something went."""
        if source and not Path(source).is_file():
            raise Refused(_("There is no file %s.") % source)
        merged = erasure_list.merge(Path(source)) if source else 0
        counts = replay_erasures(today=today()).counts()
        if any(counts.values()):
            rewrite()
        return {**counts, "merged": merged}

    def describe(self, result: dict[str, Any]) -> str:
        """One line."""
        return _("Erased again: %(rows)s roster rows, %(entries)s published rows.") % result
