"""The words of public figures and of the table of time limits."""

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from complaints.domain.clock import Promise
from complaints.domain.figures import Ending

COLUMNS: dict[str, Lazy] = {
    "received": _("Cases received"),
    "closed": _("Cases closed"),
    "on_time": _("In time"),
    "late": _("Answered late"),
    "overdue": _("Overdue and open"),
    Ending.UPHELD: _("Found true"),
    Ending.PARTLY: _("Found true in part"),
    Ending.TRANSFERRED: _("Handed over"),
    "median": _("Median working days"),
}
"""What the tables of a month show, in their order."""
ENDINGS: dict[str, Lazy] = {
    Ending.UPHELD: _("The doubt was right"),
    Ending.PARTLY: _("The doubt was right in part"),
    Ending.NOT_UPHELD: _("Not confirmed, could not be checked, or without ground"),
    Ending.NOT_TAKEN_UP: _("Not taken up, explained"),
    Ending.TRANSFERRED: _("Handed to discipline inspection"),
    Ending.OTHER: _("Closed without an answer here"),
}
DOES: dict[str, Lazy] = {
    Promise.DECIDE: _("decided, with reasons"),
    Promise.ANSWER: _("looked into and answered"),
    Promise.HAND_OVER: _("taken in by discipline inspection, whose own rules then apply"),
}
OWN_PROMISE = _("the county's own promise")
