"""`export_openings LIST`: values and salts that open a list's commitments, for an inspector."""

from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from county.commands import PortalCommand, Refused
from county.models.staff import User
from publicity.actions.errors import NotAllowed
from publicity.actions.ledger_openings import open_list
from publicity.models.publications import Publication


class Command(PortalCommand):
    """JSON: `list`, `entry`, `openings: [{field, value, salt}]`, as `check_list.py --openings` reads it."""

    help = "Hand an auditor what opens the commitments in a list's ledger entry; the audit trail records it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which list, and who takes it."""
        parser.add_argument("list", help="the list's id")
        parser.add_argument("--by", required=True, help="user name of an auditor")

    def run(self, **options: Any) -> dict[str, Any]:
        """One call."""
        user = User.objects.filter(username=options["by"]).first()
        publication = Publication.objects.filter(pk=options["list"]).first()
        if user is None:
            raise Refused(_("There is no user “%s”.") % options["by"])
        if publication is None:
            raise Refused(_("There is no list “%s”.") % options["list"])
        try:
            return open_list(publication=publication, by=user)
        except NotAllowed as error:
            raise Refused(_("Only an auditor may open commitments.")) from error
