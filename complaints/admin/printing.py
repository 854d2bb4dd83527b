"""A case on paper: the whole file for the archive, or only what the person may be handed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView

from complaints import queries
from complaints.admin.finding import CaseMixin
from complaints.admin.told import told
from complaints.words import AGAINST_DECISION
from county.today import today


class PrintView(CaseMixin, TemplateView):
    """A plain page without the admin around it; `?for=person` leaves notes, names of staff and decisions out."""

    template_name = "complaints/admin/print.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The paper, noted as printed."""
        case = self.find()
        view = queries.open_case(case=case, user=request.user, member_key=self.member_key)
        self.noted("case.print", case)
        for_person = request.GET.get("for") == "person"
        context = told(view)
        if for_person:
            context["items"] = [item for item in context["items"] if item["side"] in ("sender", "office")]
            context["events"] = [event for event in context["events"] if not event["inside"]]
        paper = {"for_person": for_person, "printed_on": today(), "remedy": AGAINST_DECISION}
        return self.render_to_response({**context, **paper})
