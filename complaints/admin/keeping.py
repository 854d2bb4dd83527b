"""Cases that are sealed away soon, holding them, and the traces of those that were."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from complaints.actions.handling import NotAllowed
from complaints.actions.retention import NotEnded, hold_case, release_hold
from complaints.domain.retention import WARN_DAYS
from complaints.finished import leaving, may_hold, traces
from complaints.forms.holding import HoldForm
from complaints.models.cases import Case
from complaints.standing import may_see_cases
from complaints.words import WAYS
from county.access import allowed
from county.domain.roles import Action
from county.models.settings import CountySettings
from county.today import today

PER_PAGE = 50


def may_see_traces(user: Any) -> bool:
    """Whoever has a role in cases, and auditors."""
    return may_see_cases(user) or allowed(user, Action.READ_AUDIT)


@method_decorator(never_cache, name="dispatch")
class KeepingView(WagtailAdminTemplateMixin, TemplateView):
    """What goes soon, and what is left of what went."""

    template_name = "complaints/admin/keeping.html"
    page_title = gettext_lazy("Cases sealed away")
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """By role; no key is needed, since nothing sealed is shown."""
        if not may_see_traces(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, and where this is."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both lists."""
        user, number = self.request.user, self.request.GET.get("q", "").replace("\0", "").strip()
        found = traces(user).filter(number__startswith=number)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        going = Paginator(leaving(user, today()), PER_PAGE).get_page(self.request.GET.get("soon"))
        lines = [{"trace": trace, "way": WAYS[trace.way]} for trace in page]
        return {
            **super().get_context_data(**kwargs),
            "has_role": may_see_cases(user),
            "going": going,
            "soon": [{"leaving": each, "may_hold": may_hold(each.case, user)} for each in going],
            "page": page,
            "lines": lines,
            "q": number,
            "years": CountySettings.load().case_years,
            "warn": WARN_DAYS,
        }


@method_decorator(never_cache, name="dispatch")
class HoldView(WagtailAdminTemplateMixin, TemplateView):
    """Holds one case, or lets it go."""

    template_name = "complaints/admin/hold.html"
    page_title = gettext_lazy("Hold a case")
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, and the case."""
        back = {"url": reverse("complaints_keeping:index"), "label": KeepingView.page_title}
        return [*self.breadcrumbs_items, back, {"url": "", "label": self.kwargs["number"]}]

    def find(self) -> Case:
        """A case that this person may hold; any other number is not found, whether it exists or not."""
        case = Case.objects.filter(number=self.kwargs["number"]).first()
        if case is None or not may_hold(case, self.request.user):
            raise Http404
        return case

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """The form."""
        return self.page(self.find(), HoldForm(today=today()))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Back to the list when it is done."""
        case, back = self.find(), HttpResponseRedirect(reverse("complaints_keeping:index"))
        if "release" in request.POST:
            release_hold(case=case, by=request.user)
            messages.success(request, _("The case is no longer held."))
            return back
        form = HoldForm(request.POST, today=today())
        if not form.is_valid():
            return self.page(case, form)
        try:
            hold_case(case=case, by=request.user, today=today(), **form.cleaned_data)
        except NotAllowed as error:
            raise PermissionDenied from error
        except NotEnded:
            form.add_error("until", _("Until that day nothing would seal this case away. Choose a later day."))
            return self.page(case, form)
        messages.success(request, _("The case is held."))
        return back

    def page(self, case: Case, form: HoldForm) -> HttpResponse:
        """The form with its errors."""
        return self.render_to_response({**self.get_context_data(), "case": case, "form": form})
