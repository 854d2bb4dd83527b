"""The ground in Wagtail's admin: areas, offices, standards, calendar, links, audit."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from county.access import allowed
from county.calendar_alarm import CalendarAlarm
from county.codes_admin import ShortLinkViewSet, code_urls
from county.dead_codes import DeadCodes
from county.domain.roles import Action
from county.menu import DutyMenuItem
from county.models.areas import Area
from county.models.calendar import CalendarDay
from county.models.offices import Office
from county.models.standards import Standard
from county.reports import AuditReport, sealed_values
from county.second_factor import hooks as second_factor_hooks  # noqa: F401 - registers


class AreaViewSet(ModelViewSet):
    """Areas by code."""

    model = Area
    icon = "site"
    form_fields = ["code", "name", "parent", "kind"]
    list_display = ["code", "name", "kind"]
    list_filter = ["kind"]
    search_fields = ["code", "name"]
    search_backend_name = None


class OfficeViewSet(ModelViewSet):
    """Offices and where their overdue cases go."""

    model = Office
    icon = "group"
    form_fields = ["code", "name", "kind", "area", "escalates_to", "phone", "address"]
    list_display = ["name", "kind", "phone"]


class StandardViewSet(ModelViewSet):
    """Standards by the day they came into force."""

    model = Standard
    icon = "calendar-check"
    list_display = ["effective_from", "urban", "rural", "document_number"]


class CalendarDayViewSet(ModelViewSet):
    """Days off and shifted working days that the published calendar does not know."""

    model = CalendarDay
    icon = "calendar"
    form_fields = ["date", "worked", "name", "source"]
    list_display = ["date", "name", "worked", "source"]


class CountyGroup(ModelViewSetGroup):
    """One menu for the ground."""

    menu_label = _("County data")
    menu_icon = "site"
    menu_order = 700
    items = (AreaViewSet, OfficeViewSet, StandardViewSet, CalendarDayViewSet, ShortLinkViewSet)


@hooks.register("register_admin_viewset")
def county_viewsets() -> CountyGroup:
    """The menu group."""
    return CountyGroup()


@hooks.register("register_admin_urls")
def county_urls() -> list[URLPattern]:
    """The audit report and its results, and the pages on codes."""
    return [
        *code_urls(),
        path("reports/audit/", AuditReport.as_view(), name="county_audit"),
        path("reports/audit/<int:pk>/values/", sealed_values, name="county_audit_values"),
        path("reports/audit/results/", AuditReport.as_view(results_only=True), name="county_audit_results"),
    ]


@hooks.register("register_reports_menu_item")
def audit_menu() -> MenuItem:
    """Under Reports."""
    return DutyMenuItem(_("Audit trail"), reverse("county_audit"), icon_name="history", order=50, may=Action.READ_AUDIT)


@hooks.register("register_admin_menu_item")
def codes_menu() -> MenuItem:
    """In the main menu: whoever writes guides prints their posters."""
    return DutyMenuItem(
        _("Codes and posters"), reverse("county_codes"), icon_name="link", order=650, may=Action.KEEP_CODES
    )


@hooks.register("construct_homepage_panels")
def calendar_alarm(request: HttpRequest, panels: list[Component]) -> None:
    """For those who see to the calendar or to time limits."""
    if any(allowed(request.user, action) for action in (Action.MANAGE_SITE, Action.SUPERVISE_CASES)):
        panels.append(CalendarAlarm())


@hooks.register("construct_homepage_panels")
def dead_codes(request: HttpRequest, panels: list[Component]) -> None:
    """For those who keep codes."""
    if allowed(request.user, Action.KEEP_CODES):
        panels.append(DeadCodes())
