"""The steps of a case at the desk: form, action, and what is said before what can't be undone."""

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Act:
    """A step: what does it, its form, and what is said before the second press of what can't be undone."""

    do: Callable[..., object]
    form: type[forms.Form] = steps.PlainStep
    explained: Promise | str = ""


ACTS: dict[str, Act] = {
    Event.TAKE: Act(assigning.take_case),
    Event.ACCEPT: Act(handling.accept_case),
    Event.ASK_MORE: Act(
        handling.ask_more,
        steps.AskStep,
        _(
            "It can be asked only once. The clock runs on; if nothing comes by the day, begin the review with what "
            "there is."
        ),
    ),
    Event.START_REVIEW: Act(handling.start_review),
    Event.DECIDE: Act(handling.decide_case, steps.DecideStep),
    Event.APPROVE: Act(
        handling.approve_decision,
        explained=_(
            "This can't be undone: the sender reads the answer at once, and the words for the village go up on its "
            "page."
        ),
    ),
    Event.RETURN: Act(handling.return_decision, steps.ReasonStep),
    Event.NOT_ACCEPT: Act(
        handling.not_accept_case,
        steps.NotAcceptStep,
        _("This can't be undone: the sender reads your explanation at once."),
    ),
    Event.ANSWER: Act(handling.answer_case, steps.AnswerStep),
    Event.TRANSFER: Act(
        oversight.transfer_case,
        steps.ReasonStep,
        _(
            "This can't be undone: the case leaves your queue, and your office's key no longer opens it. Only "
            "discipline inspection has it from then on."
        ),
    ),
    Event.SUPERVISE: Act(oversight.supervise_case, steps.SuperviseStep),
    Event.REPORT: Act(tracking.report_supervision, steps.ReportStep),
    Event.EXTEND: Act(oversight.extend_case, steps.ExtendStep),
    Event.CLOSE: Act(
        oversight.close_case,
        explained=_("This can't be undone by the office: the case is counted and the sender can only object to it."),
    ),
    Event.ASSIGN: Act(assigning.assign_case, steps.AssignStep),
    Event.DRAFT_OUTCOME: Act(tracking.draft_outcome, steps.OutcomeStep),
    Event.PUBLISH_OUTCOME: Act(
        tracking.publish_outcome,
        explained=_("Everybody can read it at once. It can be withdrawn with a reason, but not unread."),
    ),
    Event.RETURN_OUTCOME: Act(tracking.return_outcome, steps.ReasonStep),
    Event.WITHDRAW_OUTCOME: Act(tracking.withdraw_outcome, steps.WithdrawStep),
    NOTE: Act(handling.add_note, steps.NoteStep),
    SPLIT: Act(split, steps.SplitStep),
}
EXTRA_DONE = {NOTE: _("note added"), SPLIT: _("handed to civil affairs as a case of its own")}
CODES = {"outcome": Outcome, "because": NotAcceptedBecause, "change": Change}


def may_split(view: queries.CaseView) -> bool:
    """For the discipline office, in a case about somebody with a post."""
    return view.case.handling_office.kind == Office.Kind.DISCIPLINE and view.header.subject.is_official


def step_form(step: str, view: queries.CaseView, user: Any, data: Any = None) -> forms.Form:
    """The form of a step, knowing what it must of the case."""
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
    return ACTS[step].form(data, auto_id=f"id_{step}_%s", **extra)


def values_of(form: forms.Form) -> dict[str, Any]:
    """What the action takes, codes as members of their enums."""
    return {name: CODES[name](value) if name in CODES else value for name, value in form.cleaned_data.items()}
