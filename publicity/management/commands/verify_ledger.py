"""`verify_ledger`: the whole ledger computed again from the database and compared with what is served."""

from typing import Any

from django.utils.translation import gettext as _

from county.commands import PortalCommand, Refused
from county.today import today
from publicity.ledger_check import check_ledger


class Command(PortalCommand):
    """JSON: `ok`, `size`, `root` (base64url), `problems: [{code, subject}]`; exit 1 unless ok."""

    help = "Checks entries, tiles, signature, state and the rows of every open list."

    def run(self, **options: Any) -> dict[str, Any]:
        """Checks, and refuses a ledger that does not hold."""
        result = check_ledger(today=today()).as_dict()
        if not result["ok"]:
            lines = "\n".join(f"{problem['code']}: {problem['subject']}" for problem in result["problems"][:20])
            message = _("The ledger does not hold, %(n)s problems:") % {"n": len(result["problems"])}
            raise Refused(f"{message}\n{lines}", **result)
        return result

    def describe(self, result: dict[str, Any]) -> str:
        """One line."""
        return _("The ledger holds: %(size)s entries, root %(root)s") % result
