"""The audit trail as a report in Wagtail's admin."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.audit import AuditEntry
from county.sealed_audit import opened, sealed_states


class AuditFilterSet(WagtailFilterSet):
    """By day, act and person."""

    at = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)
    verb = django_filters.CharFilter(label=_("Act"), lookup_expr="startswith")

    class Meta:
        model = AuditEntry
        fields = ["at", "verb", "area_code"]


#: What apps call the values that they seal.
VALUE_NAMES = {
    "certificate": _("Certificate number"),
    "number": _("No."),
    "reason": _("Reason"),
    "outcome": _("Outcome"),
    "change": _("Kind of change"),
}


class SealedColumn(Column):
    """Whether an act has sealed values: a way to open them, or that they are erased."""

    cell_template_name = "county/admin/sealed_cell.html"

    def get_value(self, instance: AuditEntry) -> str:
        """As the page found it: "sealed", "erased", or nothing."""
        return getattr(instance, "sealed_state", "")


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
        SealedColumn("sealed", label=_("Values about a household")),
    ]
    list_export = ["at", "actor", "verb", "subject", "area_code", "detail"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses who may not read the audit trail."""
        if not allowed(request.user, Action.READ_AUDIT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[AuditEntry]:
        """Newest first."""
        return AuditEntry.objects.select_related("actor", "sealed")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the state of the page's sealed values, found at once."""
        context = super().get_context_data(*args, **kwargs)
        page = list(context["object_list"])
        states = sealed_states(page)
        for entry in page:
            entry.sealed_state = states.get(entry.pk, "")
        context["object_list"] = page
        return context


@never_cache
@require_safe
def sealed_values(request: HttpRequest, pk: int) -> HttpResponse:
    """What an act said about a household, while its key is there; opening it is an act of its own."""
    if not allowed(request.user, Action.READ_AUDIT):
        raise PermissionDenied
    entry = get_object_or_404(AuditEntry.objects.select_related("actor").exclude(sealed=None), pk=pk)
    record(actor=request.user, verb="audit.open", subject=f"audit:{entry.pk}")
    values = opened([entry])[entry.pk]
    named = None if values is None else [(VALUE_NAMES.get(name, name), value) for name, value in values.items()]
    context = {
        "page_title": _("Values about a household"),
        "header_title": _("Values about a household"),
        "header_icon": "history",
        "entry": entry,
        "values": named,
    }
    return render(request, "county/admin/sealed_values.html", context)
