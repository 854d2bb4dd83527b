"""`verify_ledger`: the whole ledger computed again from the database and compared with what is stored and served."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from county.commands import PortalCommand, Refused
from county.models.areas import Area
from county.today import today
from publicity.actions.ledger import RolledBack, mend_files
from publicity.ledger_check import Extent, check_ledger
from publicity.ledger_checks.pages import Fetch, NotServed, in_process, over_http
from publicity.ledger_checks.wording import said

LINES = 20


class Command(PortalCommand):
    """JSON: `ok`, `size`, `root` (base64url), `checked` (counts), `problems: [{code, subject, message, …}]`."""

    help = "Checks entries, tiles, signature, state, every list's rows and its live page; exit code 1 unless all holds."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to look at besides the log, which is always checked whole."""
        parser.add_argument("--area", help="lists of this area only")
        parser.add_argument("--sample", type=int, metavar="N", help="N lists drawn by lot, anew each day")
        parser.add_argument("--base-url", help="read the pages from this address instead of in this process")
        parser.add_argument("--no-pages", action="store_true", help="leave the live pages out")
        parser.add_argument("--mend", action="store_true", help="first make lost or damaged tiles anew")

    def run(self, **options: Any) -> dict[str, Any]:
        """Checks, and refuses a ledger that does not hold."""
        day = today()
        extent, fetch = _extent(options, day), _fetch(options)
        if options.get("mend"):
            try:
                mend_files()
            except RolledBack as error:
                raise Refused(_("Nothing was mended: the database is not what was signed (%s).") % error) from error
        result = check_ledger(today=day, extent=extent, fetch=fetch).as_dict()
        for problem in result["problems"]:
            problem["message"] = said(problem)
        if not result["ok"]:
            lines = [f"· {problem['message']}" for problem in result["problems"][:LINES]]
            message = _("The ledger does not hold, %(n)s problems:") % {"n": len(result["problems"])}
            raise Refused("\n".join([message, *lines]), **result)
        return result

    def describe(self, result: dict[str, Any]) -> str:
        """What holds, and what was looked at."""
        checked = {name: result["checked"].get(name, 0) for name in ("lists", "rows", "pages", "tiles")}
        return "\n".join(
            [
                _("The ledger holds: %(size)s entries, root %(root)s") % result,
                _("Checked: %(lists)s lists, %(rows)s rows, %(pages)s live pages, %(tiles)s tiles") % checked,
            ]
        )


def _extent(options: dict[str, Any], day: date) -> Extent:
    code, sample = options.get("area"), options.get("sample")
    area = Area.objects.filter(pk=code).first() if code else None
    if code and area is None:
        raise Refused(_("There is no area with the code %s.") % code)
    if sample is not None and sample < 1:
        raise Refused(_("A sample has at least one list."))
    return Extent(area=area, sample=sample, seed=day.toordinal())


def _fetch(options: dict[str, Any]) -> Fetch | None:
    if options.get("no_pages"):
        return None
    if not options.get("base_url"):
        return in_process
    try:
        return over_http(options["base_url"])
    except NotServed as error:
        raise Refused(_("The address must begin with http:// or https://.")) from error
