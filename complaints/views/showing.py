"""A case as its sender reads it: the codes of the view turned into words."""

from datetime import date
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.domain.clock import CLOCK, REOPEN_DAYS, Promise
from complaints.domain.kinds import Kind
from complaints.domain.lifecycle import Event
from complaints.sender import SenderMessage, SenderView
from complaints.words import (
    AGAINST_DECISION,
    CHANGES,
    KINDS,
    NOT_ACCEPTED,
    OUTCOMES,
    PROMISES,
    RATINGS,
    STATES,
    STATES_FOR_SENDER,
)
from county.day_words import told_days
from county.templatetags.portal import cn_date

TOLD: dict[str, Lazy] = {
    Event.RECEIVE: gettext_lazy("We received it"),
    Event.ACCEPT: gettext_lazy("The office took it up"),
    Event.ASK_MORE: gettext_lazy("The office asked you for more"),
    Event.ADD: gettext_lazy("You added something"),
    Event.START_REVIEW: gettext_lazy("The office began to look into it"),
    Event.DECIDE: gettext_lazy("There is a result; a second person is checking it"),
    Event.APPROVE: gettext_lazy("The result was checked and you were answered"),
    Event.NOT_ACCEPT: gettext_lazy("The office explained why it does not take this up"),
    Event.ANSWER: gettext_lazy("You were answered"),
    Event.TRANSFER: gettext_lazy("It was handed to discipline inspection; the former office can't see it any more"),
    Event.SUPERVISE: gettext_lazy("The county put it under its special supervision"),
    Event.EXTEND: gettext_lazy("The county extended the time once; its reason is above"),
    Event.OVERDUE: gettext_lazy("The promised day passed; the office above has it in its sight"),
    Event.RECOUNT: gettext_lazy("The promised day was counted anew, because the calendar of working days changed"),
    Event.REMIND: gettext_lazy("The office was reminded of the promised day"),
    Event.CLOSE: gettext_lazy("The case was closed"),
    Event.REOPEN: gettext_lazy("You disagreed, and it was taken up again"),
    Event.RATE: gettext_lazy("You rated the handling"),
    Event.PUBLISH_OUTCOME: gettext_lazy("The outcome was published"),
}
"""Moves that the sender is told, as they concern the sender. What is not in this table stays inside the offices."""
DATED: dict[Event, Lazy] = {
    Event.ASK_MORE: gettext_lazy("Please add it by %(day)s. If you can't, it is looked into with what is there."),
    Event.EXTEND: gettext_lazy("The promised day is now %(day)s."),
}
"""What the date in an office's words means."""


def told_case(case: SenderView) -> dict[str, Any]:
    """Everything on the page but the forms."""
    return {
        "kind": KINDS[case.kind],
        "state": STATES[case.state],
        "explained": STATES_FOR_SENDER[case.state],
        "promise": PROMISES[case.promise],
        "trace": told_trace(case.due_trace),
        "events": [(event.day, TOLD[event.event]) for event in case.events if event.event in TOLD],
        "messages": [_told(message) for message in case.messages],
        "remedy": AGAINST_DECISION if _answered(case) else "",
    }


def next_steps(kind: Kind) -> list[tuple[str, str]]:
    """What happens after sending, in order, with the days of the clock's table."""
    days = {"days": CLOCK[kind].days, "again": REOPEN_DAYS}
    if CLOCK[kind].promise is Promise.HAND_OVER:
        return [
            (
                _("Taken in within %(days)s working days") % days,
                _("by the discipline inspection office in charge; the office complained of sees nothing"),
            ),
            (_("Checked"), _("by that office's own rules and in its own time")),
            (_("Answer"), _("if the office answers here, you read it with your code; you can add facts until then")),
        ]
    return [
        (_("Taken up"), _("staff look whether something is missing and ask you once, here")),
        (_("Looked into"), _("visits, records and people who know; a second person checks the result")),
        (
            _("Answer within %(days)s working days") % days,
            _("with reasons, to be read with your code; you can disagree once within %(again)s days") % days,
        ),
    ]


def told_trace(trace: list[tuple[str, bool, str]]) -> list[dict[str, Any]]:
    """Each day from filing to the due day, with its number if it counts."""
    return told_days((date.fromisoformat(day), counted, why) for day, counted, why in trace)


def _told(message: SenderMessage) -> dict[str, Any]:
    dated = DATED.get(message.step) if message.step and message.until else None
    return {
        "day": message.day,
        "from_sender": message.from_sender,
        "text": message.text,
        "contact": message.contact,
        "dated": dated % {"day": cn_date(message.until)} if dated else "",
        "outcome": OUTCOMES.get(message.outcome, ""),
        "because": NOT_ACCEPTED.get(message.because, ""),
        "rating": RATINGS.get(message.rating, ""),
        "facts": [
            (label, value)
            for label, value in (
                (_("What was looked at"), message.evidence),
                (_("What changes"), CHANGES.get(message.change, "")),
            )
            if value
        ],
        "notice": message.notice,
        "files": message.files,
    }


def _answered(case: SenderView) -> bool:
    return case.kind is not Kind.TIP_OFFICIAL and any(
        event.event in (Event.APPROVE, Event.NOT_ACCEPT) for event in case.events
    )
