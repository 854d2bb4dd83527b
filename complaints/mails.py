"""Mail to staff. It names no case, no place, no kind: mail lies in clear on other people's machines."""

from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.actions.reminding import Digest
from complaints.domain.clock import REMIND_BEFORE
from complaints.domain.retention import WARN_DAYS
from county.links import absolute


def send_digests(digests: list[Digest]) -> int:
    """Sends each person their counts; answers how many went out."""
    address = absolute(reverse("complaints_admin:queue"))
    messages = [
        EmailMessage(_("Cases of your office"), _text(digest, address), to=[digest.address]) for digest in digests
    ]
    return get_connection().send_messages(messages) or 0


def _text(digest: Digest, address: str) -> str:
    told = _("Due within %(days)s working days: %(soon)s. Overdue: %(overdue)s.")
    lines = [told % {"days": max(REMIND_BEFORE), "soon": digest.soon, "overdue": digest.overdue}]
    if digest.leaving:
        lines.append(_("Sealed away for good within %(days)s days: %(n)s.") % {"days": WARN_DAYS, "n": digest.leaving})
    return "\n".join([*lines, f"{_('Sign in to see them:')} {address}", ""])
