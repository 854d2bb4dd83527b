"""The published lists as staff see them: read only, with the ways on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.today import today
from publicity.admin.publishing import may_publish_something
from publicity.models.publications import Publication
from publicity.wording import STATES


def may_see_lists(user: Any) -> bool:
    """Those who publish, print or audit."""
    return may_publish_something(user) or allowed(user, Action.PRINT_NOTICE) or allowed(user, Action.READ_AUDIT)


class PublicationFilter(WagtailFilterSet):
    """By stage."""

    stage = ChoiceFilter(label=_("Stage"), choices=Publication._meta.get_field("stage").choices)

    class Meta:
        model = Publication
        fields = ["stage", "period", "is_current"]


class StateColumn(Column):
    """Open, closed, withdrawn, and so on."""

    def get_value(self, instance: Publication) -> Any:
        """By the day itself."""
        return STATES[instance.state(today())]


class PublicationIndex(IndexView):
    """Every version of every list of the reader's area."""

    model = Publication
    permission_policy = None  # roles decide, in dispatch: no model permission is ever given for lists
    page_title = _("Published lists")
    header_icon = "list-ul"
    index_url_name = "publicity_published"
    index_results_url_name = "publicity_published_results"
    default_ordering = "-ledger_index"
    paginate_by = 50
    filterset_class = PublicationFilter
    is_searchable = False
    list_display = [
        TitleColumn("title", label=_("List"), get_url=lambda item: reverse("publicity_published_list", args=[item.pk])),
        Column("version", label=_("Version"), sort_key="version"),
        StateColumn("state", label=_("State")),
        DateColumn("published_on", label=_("Published on"), sort_key="published_on"),
        DateColumn("closes_on", label=_("Open through")),
        Column("shown_households", label=_("Households shown")),
        Column("short_hash", label=_("Short code")),
        TitleColumn(
            "notice",
            label=_("Notice"),
            accessor=lambda item: _("Print notice"),
            get_url=lambda item: reverse("publicity_notice_print", args=[item.pk]),
        ),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """By the table of roles."""
        if not may_see_lists(request.user) or request.user.area is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Publication]:
        """Of the reader's area."""
        return Publication.objects.filter(village__in=Area.objects.within(self.request.user.area))
