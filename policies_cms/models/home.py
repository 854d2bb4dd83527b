"""The root of the site."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from county.panels import home_panels
from policies_cms.models.base import PortalPage


class HomePage(PortalPage):
    """The home page: a title, a lead and the panels that the apps register."""

    lead = models.CharField(
        _("lead"), max_length=200, blank=True, help_text=_("One or two sentences below the heading on the home page.")
    )

    content_panels = [*PortalPage.content_panels, FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    subpage_types = [
        "policies_cms.PolicyIndexPage",
        "policies_cms.GuideIndexPage",
        "policies_cms.ServiceIndexPage",
        "policies_cms.NewsIndexPage",
        "policies_cms.StandardsPage",
        "policies_cms.SurveyPage",
        "policies_cms.InfoPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the registered panels."""
        context = super().get_context(request, *args, **kwargs)
        context["panels"] = home_panels(request)
        return context
