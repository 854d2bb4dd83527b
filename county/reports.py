"""The audit trail as a report in Wagtail's admin."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from county.access import allowed
from county.domain.roles import Action
from county.models.audit import AuditEntry


class AuditFilterSet(WagtailFilterSet):
    """By day, act and person."""

    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    verb = django_filters.CharFilter(label=_("Act"), lookup_expr="startswith")

    class Meta:
        model = AuditEntry
        fields = ["at", "verb", "area_code"]


class AuditReport(ReportView):
    """Who did what, when; for auditors, read only, exportable."""

    index_url_name = "county_audit"
    index_results_url_name = "county_audit_results"
    header_icon = "history"
    page_title = _("Audit trail")
    filterset_class = AuditFilterSet
    columns = [
        DateColumn("at", label=_("At")),
        Column("actor", label=_("Who")),
        Column("verb", label=_("Act")),
        Column("subject", label=_("Matter concerned")),
        Column("area_code", label=_("Area")),
        Column("detail", label=_("Detail")),
    ]
    list_export = ["at", "actor", "verb", "subject", "area_code", "detail"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses who may not read the audit trail."""
        if not allowed(request.user, Action.READ_AUDIT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[AuditEntry]:
        """Newest first."""
        return AuditEntry.objects.select_related("actor")
