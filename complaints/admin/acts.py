"""The steps of a case at the desk: form, action, and what is said before what can't be undone."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints import queries
from complaints.actions import assigning, handling, oversight, tracking
from complaints.domain.kinds import publicised_again
from complaints.domain.lifecycle import Change, Event, NotAcceptedBecause, Outcome
from complaints.forms import steps
from complaints.models.guidance import GuidanceTexts
from county.models.areas import Area
from county.models.offices import Office

NOTE = "note"
SPLIT = "split"


def split(*, place: str, **values: Any) -> None:
    """The split, with the village by its code."""
    village = Area.objects.select_related("parent__parent").get(pk=place)
    oversight.split_household_fact(village=village, **values)


ACTS: dict[str, Callable[..., None]] = {
    Event.TAKE: assigning.take_case,
    Event.ACCEPT: handling.accept_case,
    Event.ASK_MORE: handling.ask_more,
    Event.START_REVIEW: handling.start_review,
    Event.DECIDE: handling.decide_case,
    Event.APPROVE: handling.approve_decision,
    Event.RETURN: handling.return_decision,
    Event.NOT_ACCEPT: handling.not_accept_case,
    Event.ANSWER: handling.answer_case,
    Event.TRANSFER: oversight.transfer_case,
    Event.SUPERVISE: oversight.supervise_case,
    Event.REPORT: tracking.report_supervision,
    Event.EXTEND: oversight.extend_case,
    Event.CLOSE: oversight.close_case,
    Event.ASSIGN: assigning.assign_case,
    Event.DRAFT_OUTCOME: tracking.draft_outcome,
    Event.PUBLISH_OUTCOME: tracking.publish_outcome,
    Event.RETURN_OUTCOME: tracking.return_outcome,
    Event.WITHDRAW_OUTCOME: tracking.withdraw_outcome,
    NOTE: handling.add_note,
    SPLIT: split,
}
EXTRA_DONE = {NOTE: _("note added"), SPLIT: _("handed to civil affairs as a case of its own")}
EXPLAINED: dict[str, Promise] = {
    Event.NOT_ACCEPT: _("This can't be undone: the sender reads your explanation at once."),
    Event.APPROVE: _(
        "This can't be undone: the sender reads the answer at once, and the words for the village go up on its page."
    ),
    Event.TRANSFER: _(
        "This can't be undone: the case leaves your queue, and your office's key no longer opens it. Only discipline "
        "inspection has it from then on."
    ),
    Event.CLOSE: _("This can't be undone by the office: the case is counted and the sender can only object to it."),
    Event.ASK_MORE: _(
        "It can be asked only once. The clock runs on; if nothing comes by the day, begin the review with what there "
        "is."
    ),
    Event.PUBLISH_OUTCOME: _("Everybody can read it at once. It can be withdrawn with a reason, but not unread."),
}
"""What is said before the second press."""
CODES = {"outcome": Outcome, "because": NotAcceptedBecause, "change": Change}


def may_split(view: queries.CaseView) -> bool:
    """For the discipline office, in a case about somebody with a post."""
    return view.case.handling_office.kind == Office.Kind.DISCIPLINE and view.header.subject.is_official


def step_form(step: str, view: queries.CaseView, user: Any, data: Any = None) -> forms.Form:
    """The form of a step, knowing what it must of the case."""
    made = FORMS[step]
    extra: dict[str, Any] = {}
    if step == Event.DECIDE:
        village = Area.objects.villages().filter(pk=view.header.place).exists()
        extra["publicised"] = publicised_again(view.header.kind) and village
    elif step == Event.ASK_MORE:
        extra["due_on"] = view.case.due_on
    elif step == Event.NOT_ACCEPT:
        extra["prepared"] = GuidanceTexts.load().by_title()
    elif step == Event.ASSIGN:
        found = assigning.colleagues(user)
        extra["people"] = [person for person in found if assigning.may_hold(view.case, person)]
    elif step == SPLIT and data is None:
        extra["initial"] = {"place": view.header.place}
    return made(data, auto_id=f"id_{step}_%s", **extra)


def values_of(form: forms.Form) -> dict[str, Any]:
    """What the action takes, codes as members of their enums."""
    return {name: CODES[name](value) if name in CODES else value for name, value in form.cleaned_data.items()}


FORMS: dict[str, type[forms.Form]] = {
    Event.ACCEPT: steps.PlainStep,
    Event.ASK_MORE: steps.AskStep,
    Event.START_REVIEW: steps.PlainStep,
    Event.DECIDE: steps.DecideStep,
    Event.APPROVE: steps.PlainStep,
    Event.RETURN: steps.ReasonStep,
    Event.NOT_ACCEPT: steps.NotAcceptStep,
    Event.ANSWER: steps.AnswerStep,
    Event.TRANSFER: steps.ReasonStep,
    Event.SUPERVISE: steps.SuperviseStep,
    Event.REPORT: steps.ReportStep,
    Event.TAKE: steps.PlainStep,
    Event.ASSIGN: steps.AssignStep,
    Event.DRAFT_OUTCOME: steps.OutcomeStep,
    Event.PUBLISH_OUTCOME: steps.PlainStep,
    Event.RETURN_OUTCOME: steps.ReasonStep,
    Event.WITHDRAW_OUTCOME: steps.WithdrawStep,
    Event.EXTEND: steps.ExtendStep,
    Event.CLOSE: steps.PlainStep,
    NOTE: steps.NoteStep,
    SPLIT: steps.SplitStep,
}
