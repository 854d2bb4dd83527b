"""Codes in the admin: what deserves one, posters to print, where each leads, how often it is scanned."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput

from county.access import allowed
from county.actions.links import make_links, save_link
from county.charts import Bar, bar_chart
from county.codes import TargetGroup, target_groups
from county.domain.roles import Action
from county.link_check import answers
from county.models.links import ShortLink
from county.templatetags.portal import cn_date, cn_month
from county.today import today

PER_PAGE = 50
RECENT = timedelta(days=30)
MONTHS_SHOWN = 12
DAYS_SHOWN = 60


class ShortLinkForm(WagtailAdminModelForm):
    """Where a code leads, in what words, until when."""

    class Meta:
        model = ShortLink
        fields = ["title", "path", "purpose", "expires_on"]
        widgets = {"expires_on": AdminDateInput}

    def clean_path(self) -> str:
        """A new target must answer now; an old one may stay as it is while another field changes."""
        target = str(self.cleaned_data["path"])
        moved = self.instance._state.adding or target != self.initial.get("path")
        if moved and target.startswith("/") and not answers(target):
            raise ValidationError(_("Nothing answers at this path. Open the page in the browser and copy its path."))
        return target


class StateFilter(WagtailFilterSet):
    """By what a scan meets today."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="by_state",
        choices=[
            ("leads", gettext_lazy("leads to its page")),
            ("nowhere", gettext_lazy("leads nowhere")),
            ("ended", gettext_lazy("has ended")),
        ],
    )

    class Meta:
        model = ShortLink
        fields: list[str] = []

    def by_state(self, links: Any, _name: str, state: str) -> QuerySet[ShortLink]:
        """Ended links are neither of the two others."""
        if state == "ended":
            return links.filter(expires_on__lt=today())
        return links.leading(today()).filter(dead_since__isnull=state == "leads")


class SavesByAction:
    """Both forms store through the one action that also audits."""

    def save_instance(self) -> ShortLink:
        """The link as stored."""
        return save_link(link=self.form.save(commit=False), by=self.request.user)  # type: ignore[attr-defined]


class LinkIndexView(IndexView):
    """Links with their counts."""

    def get_base_queryset(self) -> QuerySet[ShortLink]:
        """Counts of all days and of the last thirty."""
        return ShortLink.objects.with_scans(today() - RECENT)


class LinkCreateView(SavesByAction, CreateView):
    """A new link."""


class LinkEditView(SavesByAction, EditView):
    """A link that may lead elsewhere from now on."""


class ScansColumn(Column):
    """The count, which leads to its days; a dash where scans are not counted."""

    cell_template_name = "county/admin/scans_cell.html"

    def get_value(self, instance: ShortLink) -> int | None:
        """How often in the last thirty days."""
        return instance.recent if instance.is_counted else None


class ShortLinkViewSet(ModelViewSet):
    """Short links; repointing one keeps what is printed. None is ever deleted: its paper would lead nowhere."""

    model = ShortLink
    icon = "link"
    pk_path_converter = "slug"
    index_view_class = LinkIndexView
    add_view_class = LinkCreateView
    edit_view_class = LinkEditView
    filterset_class = StateFilter
    search_fields = ["code", "title", "path"]
    search_backend_name = None
    ordering = "title"
    list_per_page = PER_PAGE
    list_display = [
        "title",
        "code",
        "path",
        ScansColumn("recent", label=gettext_lazy("Scans in 30 days")),
        DateColumn("expires_on", label=gettext_lazy("leads until")),
        DateColumn("dead_since", label=gettext_lazy("leads nowhere since")),
    ]
    list_export = ["code", "title", "path", "recent", "scans", "last_scan", "expires_on", "dead_since"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[ShortLinkForm]:
        """The same fields for both: a code is drawn, never typed, and never changed."""
        return ShortLinkForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Without deletion."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Nor an entry for it in the list."""
        return {**super().get_index_view_kwargs(**kwargs), "delete_url_name": None}

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Nor in the form."""
        return {**super().get_edit_view_kwargs(**kwargs), "delete_url_name": None}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """What deserves a code, kind by kind; a button makes those that are missing."""
    if not allowed(request.user, Action.KEEP_CODES):
        raise PermissionDenied
    group = _group(request.GET)
    targets = group.targets() if group else []
    if request.method == "POST" and group:
        made = make_links(targets=targets, by=request.user)
        messages.success(request, _("Codes made: %(count)s.") % {"count": made})
        return HttpResponseRedirect(f"{reverse('county_codes')}?kind={group.name}")
    links = ShortLink.objects.filter(path__in=[target.path for target in targets], expires_on=None)
    by_path = {link.path: link for link in links}
    page = Paginator(targets, PER_PAGE).get_page(request.GET.get("p"))
    context = _titled(_("Codes and posters")) | {
        "groups": [(item.name, item.label, item is group) for item in target_groups()],
        "group": group,
        "page": page,
        "rows": [(target, by_path.get(target.path)) for target in page],
        "missing": sum(target.path not in by_path for target in targets),
    }
    return render(request, "county/admin/codes.html", context)


@never_cache
@require_safe
def scans(request: HttpRequest, code: str) -> HttpResponse:
    """How often one code was followed, by month and by day."""
    if not allowed(request.user, Action.KEEP_CODES):
        raise PermissionDenied
    link = get_object_or_404(ShortLink, pk=code)
    days = list(link.counts.order_by("-day").values_list("day", "count")[:DAYS_SHOWN])
    months = list(
        link.counts.values_list("day__year", "day__month").annotate(Sum("count")).order_by("-day__year", "-day__month")
    )[:MONTHS_SHOWN]
    bars = [Bar(cn_month(f"{year}-{month:02d}"), total, str(total)) for year, month, total in months]
    chart = bar_chart(
        key="scans",
        title=_("Scans by month"),
        description="；".join(f"{bar.label} {bar.words}" for bar in bars),
        bars=bars,
    )
    context = _titled(_("Scans of “%(title)s”") % {"title": link.title}) | {
        "link": link,
        "days": [(cn_date(day), count) for day, count in days],
        "chart": chart if bars else "",
        "counted": link.is_counted,
    }
    return render(request, "county/admin/scans.html", context)


def code_urls() -> list[URLPattern]:
    """The two pages beside the viewset."""
    return [
        path("codes/", overview, name="county_codes"),
        path("codes/<slug:code>/scans/", scans, name="county_scans"),
    ]


def _group(asked: Mapping[str, str]) -> TargetGroup | None:
    groups = target_groups()
    return next((group for group in groups if group.name == asked.get("kind")), groups[0] if groups else None)


def _titled(title: str) -> dict[str, Any]:
    return {"page_title": title, "header_title": title, "header_icon": "link"}
