"""Content health, import and approval in Wagtail's admin; imported by policies_cms.wagtail_hooks."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from county.menu import DutyMenuItem
from policies_cms.admin import health, importing
from policies_cms.models.workflow import check_still_valid


@hooks.register("register_admin_urls")
def editor_urls() -> list[URLPattern]:
    """Below /admin/policies/ and /admin/reports/."""
    return [
        path("policies/import/", importing.source, name="policies_import"),
        path("policies/import/draft/", importing.draft, name="policies_import_draft"),
        path("reports/health/", health.HealthReport.as_view(), name="policies_health"),
        path("reports/health/results/", health.HealthReport.as_view(results_only=True), name="policies_health_results"),
    ]


@hooks.register("register_reports_menu_item")
def health_menu() -> MenuItem:
    """Under Reports."""
    return DutyMenuItem(
        _("Content health"), reverse("policies_health"), icon_name="warning", order=40, may=health.may_read
    )


@hooks.register("register_admin_menu_item")
def import_menu() -> MenuItem:
    """Beside the pages."""
    return DutyMenuItem(
        _("Import a policy"), reverse("policies_import"), icon_name="upload", order=110, may=importing.index_for
    )


@hooks.register("construct_homepage_panels")
def health_panel(request: HttpRequest, panels: list[Component]) -> None:
    """For those who may read the report."""
    if health.may_read(request.user):
        panels.append(health.HealthPanel())


@hooks.register("before_edit_page")
def approval_is_possible(request: HttpRequest, page: Page) -> None:
    """Says on top why a version can't be approved; Wagtail would mark a field far below, for somebody who can't edit.

    Raises NoLongerValid, which policies_cms.middleware turns into words.
    """
    if request.POST.get("action-workflow-action") and request.POST.get("workflow-action-name") == "approve":
        check_still_valid(page)
