"""Mail to staff. It names no case, no place, no kind: mail lies in clear on other people's machines."""

from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.actions.reminding import Digest
from county.links import absolute


def send_digests(digests: list[Digest]) -> int:
    """Sends each person their counts; answers how many went out."""
    address = absolute(reverse("complaints_admin:queue"))
    messages = [
        EmailMessage(_("Cases of your office"), _text(digest, address), to=[digest.address]) for digest in digests
    ]
    return get_connection().send_messages(messages) or 0


def _text(digest: Digest, address: str) -> str:
    told = _("Due within three working days: %(soon)s. Overdue: %(overdue)s.")
    counts = told % {"soon": digest.soon, "overdue": digest.overdue}
    return f"{counts}\n{_('Sign in to see them:')} {address}\n"
