"""One case on the desk: what is in it, what may be done now, and doing it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages

from complaints import queries
from complaints.actions import handling, oversight
from complaints.admin.queue import CaseDeskMixin, days_left, due_mark, place_name
from complaints.contents import Header
from complaints.domain.lifecycle import Event, NotAcceptedBecause, Outcome, State, UnknownMove
from complaints.domain.routing import NoRecipient
from complaints.forms.steps import STEP_FORMS, NoteStep, SplitStep
from complaints.models.cases import Case, CaseRecord
from complaints.views.sending import listed_entry
from complaints.views.showing import told_trace
from complaints.words import EVENTS, KINDS, NOT_ACCEPTED, OUTCOMES, RATINGS, STATES, STEPS, SUBJECTS, WAYS
from county.actions import record
from county.calendars import workday_calendar
from county.models.areas import Area
from county.models.offices import Office
from county.today import today
from publicity.actions.errors import ForbiddenPattern

NOTE = "note"
SPLIT = "split"


def split(*, place: str, **values: Any) -> None:
    """The split, with the village by its code."""
    village = Area.objects.select_related("parent__parent").get(pk=place)
    oversight.split_household_fact(village=village, **values)


ACTS: dict[str, Callable[..., None]] = {
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
    Event.EXTEND: oversight.extend_case,
    Event.CLOSE: oversight.close_case,
    NOTE: handling.add_note,
    SPLIT: split,
}
EXTRA_FORMS: dict[str, type[forms.Form]] = {NOTE: NoteStep, SPLIT: SplitStep}
EXTRA_DONE = {NOTE: gettext_lazy("note added"), SPLIT: gettext_lazy("handed to civil affairs as a case of its own")}
CODES = {"outcome": Outcome, "because": NotAcceptedBecause}


def may_split(view: queries.CaseView) -> bool:
    """For the discipline office, in a case about somebody with a post."""
    return view.case.handling_office.kind == Office.Kind.DISCIPLINE and view.header.subject.is_official


class CaseMixin(CaseDeskMixin):
    """Finds the case in the member's own queue; any other number is not found, whether it exists or not."""

    def find(self) -> Case:
        """The case; raises Http404."""
        case = queries.queue_for(self.request.user).filter(number=self.kwargs["number"]).first()
        if case is None:
            raise Http404
        return case

    def noted(self, verb: str, case: Case) -> None:
        """Reading leaves a trace too; the discipline office's reading is its own affair."""
        if self.request.user.office.kind != Office.Kind.DISCIPLINE:
            record(actor=self.request.user, verb=verb, subject=f"case:{case.number}")


class CaseView(CaseMixin, TemplateView):
    """Everything in the case, and the forms of the steps that are possible now."""

    template_name = "complaints/admin/case.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, noted as read."""
        case = self.find()
        self.noted("case.read", case)
        return self.page(case)

    def page(self, case: Case, failed: tuple[str, forms.Form] | None = None) -> HttpResponse:
        """The page, with the form that failed in place of its empty one."""
        view = queries.open_case(case=case, user=self.request.user, member_key=self.member_key)
        self.crumb = case.number
        self.page_title = _("%(kind)s %(number)s") % {"kind": KINDS[view.header.kind], "number": case.number}
        bound = dict([failed]) if failed else {}
        steps = [
            {
                "event": event.value,
                "name": STEPS[event],
                "form": bound.get(event) or STEP_FORMS[event](auto_id=f"id_{event.value}_%s"),
                "open": event in bound,
            }
            for event in view.steps
            if event in STEP_FORMS
        ]
        context = {
            **self.get_context_data(),
            **_told(view),
            "steps": steps,
            "note_form": bound.get(NOTE) or NoteStep(auto_id="id_note_%s"),
        }
        if may_split(view):
            start = {"place": view.header.place}
            context["split_form"] = bound.get(SPLIT) or SplitStep(auto_id="id_split_%s", initial=start)
        return self.render_to_response(context)


class StepView(CaseView):
    """Does one step."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str, step: str) -> HttpResponse:
        """Form, action, and back to the case; to the queue when the case has left this office."""
        case = self.find()
        act = ACTS.get(step)
        if act is None:
            raise Http404
        form_class = EXTRA_FORMS.get(step) or STEP_FORMS[Event(step)]
        form = form_class(request.POST, auto_id=f"id_{step}_%s")
        if not form.is_valid():
            return self.page(case, (step, form))
        values = {name: CODES[name](value) if name in CODES else value for name, value in form.cleaned_data.items()}
        try:
            act(case=case, by=request.user, member_key=self.member_key, today=today(), **values)
        except EXPECTED as error:
            messages.error(request, refusal(error))
            return self.page(case, (step, form))
        messages.success(request, _("Done: %(step)s") % {"step": STEPS.get(step) or EXTRA_DONE[step]})
        still = queries.queue_for(request.user).filter(pk=case.pk).exists()
        if not still:
            return HttpResponseRedirect(reverse("complaints_admin:queue"))
        return HttpResponseRedirect(reverse("complaints_admin:case", args=[number]))


class FileView(CaseMixin, View):
    """A file of the case, opened for this one answer."""

    def get(self, request: HttpRequest, number: str, record_id: UUID) -> HttpResponse:
        """Always as a download: nothing that a stranger sent runs in the admin."""
        case = self.find()
        try:
            upload = queries.case_file(case=case, record_id=record_id, user=request.user, member_key=self.member_key)
        except CaseRecord.DoesNotExist as error:
            raise Http404 from error
        self.noted("case.file", case)
        return HttpResponse(
            upload.data,
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": content_disposition_header(True, upload.name) or "attachment",
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": "sandbox; default-src 'none'",
            },
        )


EXPECTED = (
    handling.NotAllowed,
    handling.SameHand,
    handling.WordsMissing,
    UnknownMove,
    NoRecipient,
    ForbiddenPattern,
)


def refusal(error: Exception) -> str:
    """Why a step was refused, in words."""
    words = {
        handling.NotAllowed: _("Your role does not allow this step here."),
        handling.SameHand: _("Who decided can't approve. Another person must."),
        handling.WordsMissing: _("Please write something."),
        UnknownMove: _("This step is not possible any more; the case has moved on."),
        NoRecipient: _("No office that may learn of it holds a key, so it can't be handed over."),
        ForbiddenPattern: _("The words for the village hold an ID, phone or bank card number. Return the decision."),
    }
    return words[type(error)]


def _told(view: queries.CaseView) -> dict[str, Any]:
    case, header, day = view.case, view.header, today()
    left = days_left(case.due_on, day, workday_calendar())
    return {
        "case": case,
        "kind": KINDS[header.kind],
        "about": SUBJECTS[header.subject],
        "place": _place(header),
        "way": WAYS[case.way],
        "state": STATES[State(case.state)],
        "left": abs(left),
        "mark": due_mark(case, day, left),
        "trace": told_trace(case.due_trace),
        "listed": listed_entry(header.publication_id, header.entry_id),
        "items": [_item(item) for item in view.items],
        "events": [{"name": EVENTS[event.event], "day": event.day, "who": event.actor} for event in view.events],
        "own_decision": view.own_decision,
    }


def _item(item: queries.CaseItem) -> dict[str, Any]:
    kinds = CaseRecord.Kind
    words = item.words
    return {
        "side": {kinds.ANSWER: "office", kinds.NOTE: "note", kinds.DECISION: "decision"}.get(item.kind, "sender"),
        "day": item.day,
        "text": words.text if words else "",
        "contact": words.contact if words else "",
        "until": words.until if words else "",
        "outcome": OUTCOMES.get((words and words.outcome) or (item.decision and item.decision.outcome) or "", ""),
        "because": NOT_ACCEPTED.get(words.because, "") if words else "",
        "rating": RATINGS.get(words.rating, "") if words else "",
        "decision": item.decision,
        "file": item.file,
    }


def _place(header: Header) -> str:
    area = Area.objects.select_related("parent").filter(pk=header.place).first() if header.place else None
    return place_name({area.pk: area}, header) if area else ""
