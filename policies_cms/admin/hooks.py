"""Content health and import in Wagtail's admin: addresses, menus, panel; imported by policies_cms.wagtail_hooks."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from policies_cms.admin import health, importing


@hooks.register("register_admin_urls")
def editor_urls() -> list[URLPattern]:
    """Below /admin/policies/ and /admin/reports/."""
    return [
        path("policies/import/", importing.source, name="policies_import"),
        path("policies/import/draft/", importing.draft, name="policies_import_draft"),
        path("reports/health/", health.HealthReport.as_view(), name="policies_health"),
        path("reports/health/results/", health.HealthReport.as_view(results_only=True), name="policies_health_results"),
    ]


class HealthMenuItem(MenuItem):
    """Shown to those who may read the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """By the table of roles."""
        return health.may_read(request.user)


class ImportMenuItem(MenuItem):
    """Shown to those who may add policies."""

    def is_shown(self, request: HttpRequest) -> bool:
        """By the table of roles and the page's permissions."""
        return importing.index_for(request.user) is not None


@hooks.register("register_reports_menu_item")
def health_menu() -> HealthMenuItem:
    """Under Reports."""
    return HealthMenuItem(_("Content health"), reverse("policies_health"), icon_name="warning", order=40)


@hooks.register("register_admin_menu_item")
def import_menu() -> ImportMenuItem:
    """Beside the pages."""
    return ImportMenuItem(_("Import a policy"), reverse("policies_import"), icon_name="upload", order=110)


@hooks.register("construct_homepage_panels")
def health_panel(request: HttpRequest, panels: list[Component]) -> None:
    """For those who may read the report."""
    if health.may_read(request.user):
        panels.append(health.HealthPanel())
