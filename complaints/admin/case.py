"""One case on the desk: what is in it, what may be done now, and doing it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from complaints import queries
from complaints.actions.assigning import NotAColleague
from complaints.actions.handling import (
    BadDay,
    FindingsMissing,
    NoEarlierCase,
    NotAllowed,
    PublicWordsMissing,
    SameHand,
    WordsMissing,
)
from complaints.admin.acts import ACTS, EXTRA_DONE, NOTE, SPLIT, may_split, step_form, values_of
from complaints.admin.finding import CaseMixin
from complaints.admin.told import told
from complaints.domain.lifecycle import Event, State, UnknownMove
from complaints.domain.routing import NoRecipient
from complaints.models.cases import Case
from complaints.words import KINDS, STATES, STEPS
from county.today import today
from publicity.actions.errors import ForbiddenPattern

EARLIER_LOOKED_AT = 1_000
"""Headers opened to find earlier cases on the same entry: docs/decisions/0032."""


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
        user = self.request.user
        view = queries.open_case(case=case, user=user, member_key=self.member_key)
        self.crumb = case.number
        self.page_title = _("%(kind)s %(number)s") % {"kind": KINDS[view.header.kind], "number": case.number}
        bound = dict([failed]) if failed else {}

        def form_for(step: str) -> forms.Form:
            return bound.get(step) or step_form(step, view, user)

        context = {
            **self.get_context_data(),
            **told(view),
            "steps": [
                {
                    "event": event.value,
                    "name": STEPS[event],
                    "form": form_for(event),
                    "explained": ACTS[event].explained,
                    "open": event in bound,
                }
                for event in view.steps
                if event in ACTS and not (event is Event.TAKE and case.holder == user)
            ],
            "earlier": self._earlier(view),
            "note_form": form_for(NOTE),
            "split_form": form_for(SPLIT) if may_split(view) else None,
        }
        return self.render_to_response(context)

    def _earlier(self, view: queries.CaseView) -> list[dict[str, Any]]:
        rows = queries.on_same_entry(
            case=view.case,
            header=view.header,
            user=self.request.user,
            member_key=self.member_key,
            most=EARLIER_LOOKED_AT,
        )
        return [{"case": row.case, "state": STATES[State(row.case.state)]} for row in rows]


class StepView(CaseView):
    """Does one step."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: str, step: str) -> HttpResponse:
        """Form, action, and back to the case; to the queue when the case has left this office."""
        case = self.find()
        if step not in ACTS:
            raise Http404
        view = queries.open_case(case=case, user=request.user, member_key=self.member_key)
        form = step_form(step, view, request.user, request.POST)
        if not form.is_valid():
            return self.page(case, (step, form))
        try:
            ACTS[step].do(case=case, by=request.user, member_key=self.member_key, today=today(), **values_of(form))
        except tuple(REFUSALS) as error:
            messages.error(request, REFUSALS[type(error)]())
            return self.page(case, (step, form))
        messages.success(request, _("Done: %(step)s") % {"step": STEPS.get(step) or EXTRA_DONE[step]})
        still = queries.queue_for(request.user).filter(pk=case.pk).exists()
        if not still:
            return HttpResponseRedirect(reverse("complaints_admin:queue"))
        return HttpResponseRedirect(reverse("complaints_admin:case", args=[number]))


REFUSALS: dict[type[Exception], Any] = {
    NotAllowed: lambda: _("Your role does not allow this step here."),
    SameHand: lambda: _("Who decided can't approve. Another person must."),
    WordsMissing: lambda: _("Please write something."),
    PublicWordsMissing: lambda: _("The result goes up again in the village: write the words for it."),
    FindingsMissing: lambda: _("Write what was looked at, and choose what changes for the household."),
    NoEarlierCase: lambda: _("No finished case of that number is open to you."),
    NotAColleague: lambda: _("This person may not handle the case: another office, no key, or decided it before."),
    BadDay: lambda: _("The day for the answer lies after today and not after the due day."),
    UnknownMove: lambda: _("This step is not possible any more; the case has moved on."),
    NoRecipient: lambda: _("No office that may learn of it holds a key, so it can't be handed over."),
    ForbiddenPattern: lambda: _("The words for the public hold an ID, phone or bank card number. Take it out."),
}
"""Why a step was refused, in words."""
