"""Mail to staff. It names no case, no place, no kind: mail lies in clear on other people's machines."""

import logging

from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.actions.reminding import Digest
from complaints.domain.clock import SOON
from complaints.domain.retention import WARN_DAYS
from county.links import absolute

log = logging.getLogger(__name__)


def send_digests(digests: list[Digest]) -> int:
    """Sends each person their counts; answers how many went out.

    An address that the mail server refuses costs nobody else theirs. Where none went out, the server's error is raised,
    and the job is made up; else it would come round to those who have had their mail.
    """
    address = absolute(reverse("complaints_admin:queue"))
    messages = [
        EmailMessage(_("Cases of your office"), _text(digest, address), to=[digest.address]) for digest in digests
    ]
    connection, sent, refused = get_connection(), 0, []
    for message in messages:
        try:
            sent += connection.send_messages([message]) or 0
        except OSError as error:  # all of smtplib's are of this kind
            refused.append(error)
    if refused and not sent:
        raise refused[0]
    if refused:
        log.error("%s of %s digests were refused", len(refused), len(messages))
    return sent


def _text(digest: Digest, address: str) -> str:
    told = _("Due within %(days)s working days: %(soon)s. Overdue: %(overdue)s.")
    lines = [told % {"days": SOON, "soon": digest.soon, "overdue": digest.overdue}]
    if digest.leaving:
        lines.append(_("Sealed away for good within %(days)s days: %(n)s.") % {"days": WARN_DAYS, "n": digest.leaving})
    return "\n".join([*lines, f"{_('Sign in to see them:')} {address}", ""])
