"""Content health in Wagtail's admin: a report by kind, its export, and a count on the home page."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from county.access import allowed
from county.domain.roles import Action
from county.health import Finding, Kind, findings
from county.today import today
from policies_cms.models.health import HealthCount

#: Those who write and approve pages, those who see to the lists, and those who see to the site.
READERS = (Action.EDIT_PAGES, Action.APPROVE_PAGES, Action.SUPERVISE_LISTS, Action.MANAGE_SITE)


def may_read(user: Any) -> bool:
    """Whether the report is for this person, by the table of roles."""
    return any(allowed(user, action) for action in READERS)


class HealthFilterSet(WagtailFilterSet):
    """By kind; what is found lies in no table, so the choice is made here."""

    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("all"))

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, Page.objects.none() if queryset is None else queryset, **kwargs)

    def filter_queryset(self, queryset: list[Finding]) -> list[Finding]:
        """The findings of the kind asked for."""
        kind = self.form.cleaned_data.get("kind")
        return [found for found in queryset if not kind or found.kind == kind]


class HealthReport(ReportView):
    """What is the matter with what the public reads, and where to mend it."""

    index_url_name = "policies_health"
    index_results_url_name = "policies_health_results"
    header_icon = "warning"
    page_title = _("Content health")
    no_results_message = _("Nothing to mend.")
    filterset_class = HealthFilterSet
    export_filename = "content-health"
    columns = [
        Column("kind_label", label=_("Kind")),
        TitleColumn("title", label=_("Where"), get_url=lambda found: found.mend or None),
        Column("detail", label=_("What")),
    ]
    list_export = ["kind_label", "title", "detail", "mend"]
    export_headings = {"kind_label": _("Kind"), "title": _("Where"), "detail": _("What"), "mend": _("Mend at")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses who may not read it."""
        if not may_read(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> list[Finding]:
        """Everything found today; each look is fresh."""
        return findings(today())


class HealthPanel(Component):
    """How many things are the matter, on the admin's home page."""

    name = "content_health"
    template_name = "policies_cms/admin/health_panel.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The counts by kind as they were counted last."""
        last = HealthCount.objects.first()
        counts = last.counts if last else {}
        kinds = [(kind.label, kind.value, counts[kind.value]) for kind in Kind if kind.value in counts]
        return {"last": last, "kinds": kinds, "total": sum(counts.values()), "address": reverse("policies_health")}
