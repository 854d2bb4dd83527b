"""import_roster FILE: checks a roster, shows what it changes, and stores it with --confirm."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from county.actions import command_user
from county.commands import PortalCommand, Refused
from county.models.areas import Area
from county.models.staff import User
from publicity.actions.checking import Checked, ImportNotAllowed, Target, check_import
from publicity.actions.importing import confirm_import
from publicity.domain.periods import BadPeriod
from publicity.domain.stages import Programme, Stage
from publicity.import_wording import columns_read, told
from publicity.readers.files import MAX_FILE


class Command(PortalCommand):
    """Imports one roster file for one stage and month."""

    help = "Check a roster (xlsx or csv) and, with --confirm, store it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, what it is for, who imports it."""
        parser.add_argument("file")
        parser.add_argument("--stage", required=True, choices=[stage.value for stage in Stage])
        parser.add_argument("--period", required=True, help="YYYY-MM")
        parser.add_argument("--batch", type=int, default=1, help="the batch of the month, for lists of stage proposed")
        parser.add_argument("--programme", choices=[item.value for item in Programme], default=Programme.DIBAO.value)
        parser.add_argument("--area", help="take rows of this area only; others are problems")
        parser.add_argument("--by", help="user name of the importer; without it the reserved user command")
        parser.add_argument("--dry-run", action="store_true", help="check and compare, store nothing")
        parser.add_argument("--confirm", action="store_true", help="store it")

    def run(self, *, file: str, stage: str, period: str, batch: int = 1, **options: Any) -> dict[str, Any]:
        """One check; with --confirm one confirmation."""
        target = Target(stage, period, batch, options.get("programme") or Programme.DIBAO)
        by, area = _importer(options.get("by")), _area(options.get("area"))
        data = _bytes(file)
        try:
            checked = check_import(
                data=data,
                target=target,
                by=by,
                area=area,
            )
        except BadPeriod as error:
            raise Refused(_("The month must be written as 2026-11.")) from error
        except ImportNotAllowed as error:
            raise Refused(_("This person may not import rosters.")) from error
        result = figures(checked)
        if checked.refused:
            raise Refused(_refusal(result), **result)
        if options.get("confirm") and not options.get("dry_run"):
            held = confirm_import(checked=checked, by=by, file_name=Path(file).name)
            return {**result, "stored": True, "import": str(held.pk)}
        return {**result, "stored": False, "next": _("Nothing is stored yet. Run it again with --confirm to store it.")}

    def describe(self, result: dict[str, Any]) -> str:
        """Totals, changes, warnings."""
        lines = [
            _("%(households)s households, %(persons)s persons, %(amount)s yuan; %(suppressed)s not to be named.")
            % result,
            _("New %(new)s, left %(left)s, raised %(raised)s, lowered %(lowered)s, unchanged %(unchanged)s.")
            % result["changes"],
            *(f"{_where(each)}: {each['message']}" for each in result["warnings"]),
            _("Stored.") if result["stored"] else result["next"],
        ]
        return "\n".join(lines)


def figures(checked: Checked) -> dict[str, Any]:
    """The contract's figures of a checked file; amounts are yuan."""
    reading = checked.reading
    return {
        "rows": reading.rows,
        "accepted": len(reading.lines),
        "refused": reading.refused,
        "person_rows": reading.person_rows,
        "columns": columns_read(reading.layouts),
        "problems": told(reading.problems),
        "warnings": told(reading.warnings),
        "households": len(reading.lines),
        "persons": reading.persons,
        "amount": float(reading.amount) if reading.amount % 1 else int(reading.amount),
        "suppressed": reading.suppressed,
        "changes": asdict(checked.changes),
        "villages": [
            {"code": each.village.pk, "name": each.village.long_name, **asdict(each.changes)}
            for each in checked.villages
        ],
    }


def _where(told_problem: dict[str, Any]) -> str:
    """The cell, with its sheet where there may be several."""
    sheet = told_problem["sheet"]
    return f"{sheet}!{told_problem['cell']}" if sheet else told_problem["cell"]


def _importer(username: str | None) -> User:
    if not username:
        return command_user()
    try:
        return User.objects.select_related("office__area").get(username=username)
    except User.DoesNotExist as error:
        raise Refused(_("There is no user %(name)s.") % {"name": username}) from error


def _area(code: str | None) -> Area | None:
    if not code:
        return None
    try:
        return Area.objects.select_related("parent__parent").get(pk=code)
    except Area.DoesNotExist as error:
        raise Refused(_("There is no area with the code %(code)s.") % {"code": code}) from error


def _bytes(file: str) -> bytes:
    """The file, or no more of it than shows that it is too large."""
    try:
        with Path(file).open("rb") as handle:
            return handle.read(MAX_FILE + 1)
    except OSError as error:
        raise Refused(_("The file %(file)s can't be read.") % {"file": file}) from error


def _refusal(result: dict[str, Any]) -> str:
    told_first = [f"{_where(each)} {each['message']}" for each in result["problems"][:20]]
    head = _("Refused, nothing is stored. Problems: %(count)s.") % {"count": len(result["problems"])}
    return "\n".join([head, *told_first])
