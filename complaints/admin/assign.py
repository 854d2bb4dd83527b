"""Several cases into a colleague's hands: chosen in the queue, confirmed here, told afterwards."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from complaints import queries
from complaints.actions.assigning import assign_cases, colleagues, may_hold
from complaints.admin.desk import CaseDeskMixin
from complaints.admin.lines import lines
from complaints.forms.steps import AssignStep
from complaints.models.cases import Case
from county.models.staff import User
from county.today import today

MOST = 100
"""Cases at once; more than a page of the queue never comes."""


class AssignView(CaseDeskMixin, TemplateView):
    """First press: which cases and to whom. Second press: done."""

    http_method_names = ["post"]
    template_name = "complaints/admin/assign.html"
    page_title = gettext_lazy("Give cases to a colleague")
    crumb = gettext_lazy("Give cases to a colleague")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Cases that are not in the member's own queue count as not chosen."""
        numbers = request.POST.getlist("case")[:MOST]
        mine = queries.queue_for(request.user).filter(handling_office=request.user.office_id)
        chosen = list(mine.filter(number__in=numbers))
        if not chosen:
            messages.error(request, _("Choose at least one case that your office handles."))
            return HttpResponseRedirect(reverse("complaints_admin:queue"))
        people = possible_holders(request.user, chosen)
        form = AssignStep(request.POST if "confirm" in request.POST else None, people=people)
        if form.is_bound and form.is_valid():
            return self._assign(chosen, form.cleaned_data["to"])
        rows = queries.headers(chosen, self.member_key)
        return self.render_to_response(
            {**self.get_context_data(), "form": form, "lines": lines(rows, request.user.office_id), "people": people}
        )

    def _assign(self, chosen: list[Case], to: User) -> HttpResponse:
        result = assign_cases(cases=chosen, to=to, by=self.request.user, member_key=self.member_key, today=today())
        if result.done:
            told = {"count": len(result.done), "name": to}
            messages.success(self.request, _("%(count)s cases are now in the hands of %(name)s.") % told)
        if result.refused:
            told = {"numbers": "、".join(result.refused), "name": to}
            refused = _("Not given, because %(name)s may not handle them or they are closed: %(numbers)s") % told
            messages.warning(self.request, refused)
        return HttpResponseRedirect(reverse("complaints_admin:queue"))


def possible_holders(user: User, cases: list[Case]) -> list[User]:
    """Colleagues, oneself included, who may handle at least one of the cases."""
    return [person for person in colleagues(user) if any(may_hold(case, person) for case in cases)]
