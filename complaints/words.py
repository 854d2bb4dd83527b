"""The codes of the domain in words that people read."""

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from complaints.domain.clock import CLOCK, Promise
from complaints.domain.kinds import Kind, Subject, Way
from complaints.domain.lifecycle import Actor, Change, Event, NotAcceptedBecause, Outcome, Rating, State

KINDS: dict[str, Lazy] = {
    Kind.OBJECTION: _("Objection to a list"),
    Kind.REVIEW: _("Applicant's review"),
    Kind.TIP_HOUSEHOLD: _("Tip about a household"),
    Kind.TIP_OFFICIAL: _("Tip about an official"),
}
SUBJECTS: dict[str, Lazy] = {
    Subject.HOUSEHOLD: _("A household"),
    Subject.VILLAGE_CADRE: _("Village or community cadre"),
    Subject.TOWNSHIP_STAFF: _("Township staff"),
    Subject.COUNTY_STAFF: _("County civil affairs staff"),
    Subject.DISCIPLINE: _("Discipline inspection office"),
    Subject.UNKNOWN: _("Not sure"),
}
WAYS: dict[str, Lazy] = {
    Way.WEB: _("Web"),
    Way.PAPER: _("Letter"),
    Way.PHONE: _("Phone"),
    Way.VISIT: _("Visit"),
    Way.MEDIA: _("Media"),
}
STATES: dict[str, Lazy] = {
    State.RECEIVED: _("Received"),
    State.ACCEPTED: _("Accepted"),
    State.MORE_ASKED: _("Waiting for the sender"),
    State.UNDER_REVIEW: _("Under review"),
    State.DECIDED: _("Decided, waiting for approval"),
    State.ANSWERED: _("Answered"),
    State.NOT_ACCEPTED: _("Not taken up, explained"),
    State.TRANSFERRED: _("Handed to discipline inspection"),
    State.SPECIAL_SUPERVISION: _("Special supervision"),
    State.CLOSED: _("Case closed"),
    State.REOPENED: _("Taken up again"),
}
STATES_FOR_SENDER: dict[str, Lazy] = {
    State.RECEIVED: _("We have it; nobody has taken it up yet."),
    State.ACCEPTED: _("It has been taken up."),
    State.MORE_ASKED: _("Please add what is asked below. We ask only once."),
    State.UNDER_REVIEW: _("It is being looked into."),
    State.DECIDED: _("There is a result; a second person checks it before you can read it."),
    State.ANSWERED: _("The answer is below."),
    State.NOT_ACCEPTED: _("It can't be handled here; below is why, and where to turn."),
    State.TRANSFERRED: _("It was handed to discipline inspection, which follows its own rules from here."),
    State.SPECIAL_SUPERVISION: _("The county looks into it itself."),
    State.CLOSED: _("It is closed."),
    State.REOPENED: _("You disagreed; it is being looked at again."),
}
EVENTS: dict[str, Lazy] = {
    Event.RECEIVE: _("Received"),
    Event.ACCEPT: _("Taken up"),
    Event.ASK_MORE: _("Sender asked for more"),
    Event.ADD: _("Sender added something"),
    Event.START_REVIEW: _("Review begun"),
    Event.DECIDE: _("Decided"),
    Event.APPROVE: _("Approved and answered"),
    Event.RETURN: _("Returned to the decider"),
    Event.NOT_ACCEPT: _("Not taken up, explained"),
    Event.ANSWER: _("Answered"),
    Event.TRANSFER: _("Handed to discipline inspection"),
    Event.SUPERVISE: _("Taken under special supervision"),
    Event.EXTEND: _("Time extended"),
    Event.OVERDUE: _("Overdue"),
    Event.RECOUNT: _("Due day counted anew, because the calendar of working days changed"),
    Event.REMIND: _("Office reminded of the due day"),
    Event.CLOSE: _("Case closed"),
    Event.REOPEN: _("Sender disagreed"),
    Event.RATE: _("Sender rated the handling"),
    Event.TAKE: _("Taken over"),
    Event.ASSIGN: _("Given to a colleague"),
    Event.RECUSE: _("Somebody recused"),
    Event.REPORT: _("Result of special supervision"),
    Event.DRAFT_OUTCOME: _("Outcome written for the public"),
    Event.PUBLISH_OUTCOME: _("Outcome published"),
    Event.RETURN_OUTCOME: _("Outcome returned to its writer"),
    Event.WITHDRAW_OUTCOME: _("Published outcome withdrawn"),
}
ACTORS: dict[str, Lazy] = {
    Actor.SENDER: _("sender"),
    Actor.HANDLER: _("handler"),
    Actor.APPROVER: _("approver"),
    Actor.SUPERVISOR: _("supervising county"),
    Actor.DISCIPLINE: _("discipline inspection"),
    Actor.SYSTEM: _("the program"),
}
RATINGS: dict[str, Lazy] = {
    Rating.SATISFIED: _("Satisfied"),
    Rating.FAIR: _("Fair"),
    Rating.DISSATISFIED: _("Dissatisfied"),
}
STEPS: dict[str, Lazy] = {
    Event.ACCEPT: _("Take up"),
    Event.ASK_MORE: _("Ask the sender for more"),
    Event.START_REVIEW: _("Begin the review"),
    Event.DECIDE: _("Decide"),
    Event.APPROVE: _("Approve and answer"),
    Event.RETURN: _("Return to the decider"),
    Event.NOT_ACCEPT: _("Don't take up, explain"),
    Event.ANSWER: _("Answer the sender"),
    Event.TRANSFER: _("Hand to discipline inspection"),
    Event.SUPERVISE: _("Put under special supervision"),
    Event.EXTEND: _("Extend the time of the case"),
    Event.CLOSE: _("Close the case"),
    Event.TAKE: _("Take over"),
    Event.ASSIGN: _("Give to a colleague"),
    Event.REPORT: _("Write down the result of supervision"),
    Event.DRAFT_OUTCOME: _("Write the outcome for the public"),
    Event.PUBLISH_OUTCOME: _("Approve and publish the outcome"),
    Event.RETURN_OUTCOME: _("Return the outcome to its writer"),
    Event.WITHDRAW_OUTCOME: _("Withdraw the published outcome"),
}
OUTCOMES: dict[str, Lazy] = {
    Outcome.UPHELD: _("The doubt was right"),
    Outcome.PARTLY: _("The doubt was right in part"),
    Outcome.NOT_UPHELD: _("The doubt was not confirmed"),
    Outcome.UNFOUNDED: _("Could not be checked, or without ground"),
}
CHANGES: dict[str, Lazy] = {
    Change.NOTHING: _("Nothing changes"),
    Change.AMOUNT: _("The amount changes"),
    Change.STOP: _("The allowance stops"),
    Change.START: _("The allowance starts"),
    Change.RECHECK: _("The household is checked anew"),
}
NOT_ACCEPTED: dict[str, Lazy] = {
    NotAcceptedBecause.OUT_OF_SCOPE: _("Not a matter of this office; who is responsible is explained"),
    NotAcceptedBecause.REPEATED: _("Already handled; the earlier result is explained"),
}
PROMISES: dict[str, Lazy] = {
    Promise.DECIDE: _("By this day we decide and you can read the reasons."),
    Promise.ANSWER: _("By this day it is looked into and you can read the answer."),
    Promise.HAND_OVER: _(
        "By this day the discipline inspection office takes it in. What follows obeys that office's own rules; "
        "it answers here if it chooses."
    ),
}
AGAINST_DECISION = _(
    "This answer is not the decision on an allowance. Against a decision on the allowance itself there is "
    "administrative reconsideration and court."
)


def promise(kind: Kind) -> Lazy:
    """What is promised for this kind by the due day."""
    return PROMISES[CLOCK[kind].promise]
