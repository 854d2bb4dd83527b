"""The queue: the cases that the member's office holds a key to, and the lock in front of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from complaints import queries, session
from complaints.contents import Header
from complaints.domain.lifecycle import State
from complaints.forms.steps import UnlockForm
from complaints.models.cases import Case
from complaints.registers import Opened, clue_register, with_days
from complaints.standing import may_see_cases
from complaints.vault import NoKey
from complaints.words import KINDS, STATES, SUBJECTS, WAYS
from county.actions import record
from county.calendars import workday_calendar
from county.domain.workdays import Calendar, is_workday
from county.models.areas import Area
from county.models.offices import Office
from county.spreadsheets import workbook_bytes
from county.today import today

PER_PAGE = 20
REGISTER_ROWS = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNLOCK_WINDOW = 15 * 60
"""Seconds in which a password may be tried AXES_FAILURE_LIMIT times."""
SOON = 3
"""Working days before the due day from which a case is marked."""
Crumbs = list[dict[str, Any]]


@dataclass(frozen=True)
class Line:
    """One row of the queue in words; `kind` and `place` are empty where the key does not open the case."""

    number: str
    kind: str
    place: str
    about: str
    way: str
    filed: date
    due: date
    left: int
    mark: str
    state: str


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CaseDeskMixin(WagtailAdminTemplateMixin):
    """For those with a role in cases, and with their key open; anybody else is turned away or asked for it."""

    header_icon = "mail"
    crumb = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Role first, then key."""
        if not may_see_cases(request.user):
            raise PermissionDenied
        self.member_key = session.member_key(request)
        if self.member_key is None:
            return HttpResponseRedirect(unlock_url(request))
        try:
            response = super().dispatch(request, *args, **kwargs)
        except NoKey:
            session.close_session(request)
            return HttpResponseRedirect(unlock_url(request))
        response["Cache-Control"] = "no-store"
        return response

    def get_breadcrumbs_items(self) -> Crumbs:
        """Home, queue, and where this is."""
        queue = {"url": reverse("complaints_admin:queue"), "label": _("Cases")}
        return [*self.breadcrumbs_items, queue, *([{"url": "", "label": self.crumb}] if self.crumb else [])]


class QueueView(CaseDeskMixin, TemplateView):
    """The office's cases with their days, filtered and paged."""

    template_name = "complaints/admin/queue.html"
    page_title = gettext_lazy("Objections and tips")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page, its headers opened."""
        filters = _filters(self.request)
        cases = _filtered(queries.queue_for(self.request.user), filters)
        page = Paginator(cases, PER_PAGE).get_page(self.request.GET.get("p"))
        mine = queries.queue_for(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "page": page,
            "lines": _lines(page, self.member_key),
            "filters": filters,
            "states": [(state.value, STATES[state]) for state in State],
            "counts": {"open": mine.pending().count(), "overdue": mine.overdue(today()).count()},
        }


class RegisterView(CaseDeskMixin, View):
    """The queue as filtered, as the register of clues (问题线索台账) in .xlsx."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Every case that the filters leave, its header opened; the export is on record as a number of rows."""
        cases = list(with_days(_filtered(queries.queue_for(request.user), _filters(request)))[:REGISTER_ROWS])
        opened = [Opened(row.case, row.header) for row in queries.headers(cases, self.member_key)]
        made = clue_register(opened, today=today(), title=_("Register of clues"))
        if request.user.office.kind != Office.Kind.DISCIPLINE:
            record(actor=request.user, verb="register.export", subject="register:clues", detail={"rows": len(opened)})
        data = workbook_bytes(title=made.title, headings=made.headings, rows=made.rows)
        response = HttpResponse(data, content_type=XLSX)
        name = f"{made.title}-{today():%Y%m%d}.xlsx"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        return response


class UnlockView(WagtailAdminTemplateMixin, FormView):
    """Asks for the password once more after 15 idle minutes."""

    template_name = "complaints/admin/unlock.html"
    page_title = gettext_lazy("Cases are locked")
    header_icon = "lock"
    form_class = UnlockForm

    @method_decorator([never_cache, sensitive_post_parameters()])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those with a role in cases."""
        if not may_see_cases(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: UnlockForm) -> HttpResponse:
        """Opens the key and goes on."""
        if not self.may_try():
            form.add_error("password", _("Too many attempts. Wait a quarter of an hour, or sign out and in again."))
            return self.form_invalid(form)
        if not session.open_session(self.request, self.request.user, form.cleaned_data["password"]):
            form.add_error("password", _("This password does not open your key. Without a key, ask a colleague."))
            return self.form_invalid(form)
        cache.delete(self._attempts)
        onward = self.request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
            onward = reverse("complaints_admin:queue")
        return HttpResponseRedirect(onward)

    def may_try(self) -> bool:
        """As often as the sign-in allows, so that a screen left open is no way round its limit."""
        cache.add(self._attempts, 0, UNLOCK_WINDOW)
        return cache.incr(self._attempts) <= settings.AXES_FAILURE_LIMIT

    @property
    def _attempts(self) -> str:
        return f"unlock-{self.request.user.pk}"


def unlock_url(request: HttpRequest) -> str:
    """The unlock page, which leads back here."""
    back = request.get_full_path() if request.method == "GET" else reverse("complaints_admin:queue")
    return f"{reverse('complaints_admin:unlock')}?{urlencode({'next': back})}"


def days_left(due: date, day: date, calendar: Calendar) -> int:
    """Working days after `day` up to and including `due`; negative by as many as it is overdue."""
    first, last, sign = (day, due, 1) if due >= day else (due, day, -1)
    span = (last - first).days
    return sign * sum(is_workday(first + timedelta(days=step), calendar) for step in range(1, span + 1))


def due_mark(case: Case, day: date, left: int) -> str:
    """ "overdue", "soon" or "" for a case whose clock may have stopped."""
    if State(case.state) not in RUNNING:
        return ""
    return "overdue" if case.due_on < day else "soon" if left <= SOON else "running"


RUNNING = [state for state in State if state not in (State.ANSWERED, State.NOT_ACCEPTED, State.CLOSED)]


def place_name(areas: dict[str, Area], header: Header) -> str:
    """The long name of a header's place."""
    return areas[header.place].long_name if header.place in areas else ""


def _filters(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").replace("\0", "").strip() for name in ("q", "state", "when")}


def _filtered(cases: QuerySet[Case], filters: dict[str, str]) -> QuerySet[Case]:
    day = today()
    if filters["q"]:
        cases = cases.filter(number__startswith=filters["q"])
    if filters["state"] in {state.value for state in State}:
        cases = cases.filter(state=filters["state"])
    if filters["when"] == "overdue":
        cases = cases.overdue(day)
    elif filters["when"] == "open":
        cases = cases.pending()
    return cases


def _lines(page: Page, member_key: bytes | None) -> list[Line]:
    rows = queries.headers(list(page.object_list), member_key)
    places = {row.header.place for row in rows if row.header and row.header.place}
    areas = {area.pk: area for area in Area.objects.select_related("parent").filter(pk__in=places)}
    calendar, day = workday_calendar(), today()
    return [_line(row.case, row.header, areas, calendar, day) for row in rows]


def _line(case: Case, header: Header | None, areas: dict[str, Area], calendar: Calendar, day: date) -> Line:
    left = days_left(case.due_on, day, calendar)
    return Line(
        number=case.number,
        kind=str(KINDS[header.kind]) if header else "",
        place=place_name(areas, header) if header else "",
        about=str(SUBJECTS[header.subject]) if header else "",
        way=str(WAYS[case.way]),
        filed=case.filed_on,
        due=case.due_on,
        left=abs(left),
        mark=due_mark(case, day, left),
        state=str(STATES[State(case.state)]),
    )
