"""Plain pages: privacy, accessibility, about this site, phones."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from policies_cms.blocks import BodyBlock
from policies_cms.models.base import PortalPage


class InfoPage(PortalPage):
    """A page of text."""

    summary = models.TextField(
        _("summary"), max_length=300, blank=True, help_text=_("What the page says, in one or two sentences.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"))
    shows_contacts = models.BooleanField(
        _("shows the supervision phones"), default=False, help_text=_("The numbers come from the county's settings.")
    )

    text_fields = ("summary", "body")
    search_fields = [*PortalPage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("shows_contacts"),
    ]
    parent_page_types = ["policies_cms.HomePage", "policies_cms.InfoPage"]
    subpage_types = ["policies_cms.InfoPage"]

    class Meta:
        verbose_name = _("information page")
        verbose_name_plural = _("information pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the pages below this one."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"below": self.get_children().live().in_menu()}
