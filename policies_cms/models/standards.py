"""The allowance's standards, year by year."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from county.models.standards import Standard
from county.today import today
from policies_cms.blocks import BodyBlock
from policies_cms.models.base import PortalPage


class StandardsPage(PortalPage):
    """Standards from the county's table; the text around them is the editor's."""

    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    text_fields = ("body",)
    search_fields = [*PortalPage.search_fields, index.SearchField("body")]
    content_panels = [*PortalPage.content_panels, FieldPanel("body")]
    parent_page_types = ["policies_cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("standards page")
        verbose_name_plural = _("standards pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds all standards, newest first, and the one that applies today."""
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "standards": Standard.objects.order_by("-effective_from"),
            "current": Standard.objects.in_force(today()),
        }
