"""`restart_ledger --by USER --reason …`: a new log after a restore; an older database may not go on with the old."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from county.commands import PortalCommand, Refused
from county.models.staff import User
from county.today import today
from publicity.actions.errors import ForbiddenPattern, NotAllowed
from publicity.actions.ledger_restart import NoReason, NothingToRestart, restart_log
from publicity.domain.checkpoint import BadNote
from publicity.ledger_files import Log


class Command(PortalCommand):
    """JSON: `log` (its number), `origin`, `first` (the number of its first entry)."""

    help = "Begin a new ledger log after a restore; its first entry names the old one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, why, and a later checkpoint of the old log if somebody kept one."""
        parser.add_argument("--by", required=True, help="user name of an administrator")
        parser.add_argument("--reason", required=True, help="why, public for ever, without personal data")
        parser.add_argument("--checkpoint", help="file with the last known checkpoint of the old log")

    def run(self, *, by: str, reason: str, checkpoint: str | None = None, **options: Any) -> dict[str, Any]:
        """One call."""
        user = User.objects.filter(username=by).first()
        if user is None:
            raise Refused(_("There is no user “%s”.") % by)
        try:
            note = Path(checkpoint).read_text("utf-8") if checkpoint else None
            log = restart_log(by=user, reason=reason, today=today(), checkpoint=note)
        except (OSError, UnicodeDecodeError, BadNote) as error:
            raise Refused(_("The checkpoint file can't be used: %s") % error) from error
        except NotAllowed as error:
            raise Refused(_("Only an administrator may begin a new log.")) from error
        except NoReason as error:
            raise Refused(_("Say why the old log ended.")) from error
        except ForbiddenPattern as error:
            raise Refused(_("The reason holds what looks like personal data; it would be public for ever.")) from error
        except NothingToRestart as error:
            message = _("The database fits what was signed: the log goes on, no new one is needed.")
            raise Refused(message) from error
        return {"log": log.number, "origin": Log(log.number).origin, "first": log.first}

    def describe(self, result: dict[str, Any]) -> str:
        """Where it is, and what to tell others."""
        return _("Log %(log)s has begun under the name %(origin)s. Tell those who keep checkpoints.") % result
