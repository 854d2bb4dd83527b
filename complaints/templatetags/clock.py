"""Tags that print promised times from the one table of them, so that no page has a number of its own."""

from django import template

from complaints.domain.clock import CLOCK, EXTENSION_DAYS, REOPEN_DAYS
from complaints.domain.kinds import Kind

register = template.Library()


@register.simple_tag
def term_days(kind: str) -> int:
    """Working days that are promised for a kind of case, such as "review"."""
    return CLOCK[Kind(kind)].days


@register.simple_tag
def reopen_days() -> int:
    """Calendar days after an answer in which its reader may object to it."""
    return REOPEN_DAYS


@register.simple_tag
def extension_days() -> int:
    """Most working days of the one extension."""
    return EXTENSION_DAYS
