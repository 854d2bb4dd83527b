"""News, interpretations of policies and typical cases."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from policies_cms.blocks import BodyBlock
from policies_cms.domain.cases import LONGEST_CASE, case_length, is_short_enough
from policies_cms.models.base import PortalPage, one_page
from policies_cms.models.policies import PolicyPage


class NewsKind(models.TextChoices):
    """What a news page is."""

    NEWS = "news", _("News item")
    INTERPRETATION = "interpretation", _("Policy explained")
    CASE = "case", _("Typical case")


class NewsIndexPage(PortalPage):
    """News, newest first."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    content_panels = [*PortalPage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["policies_cms.HomePage"]
    subpage_types = ["policies_cms.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds one page of news."""
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.child_of(self).live().order_by("-day", "title")
        return context | {"news": one_page(news, request.GET.get("page"))}


class NewsPage(PortalPage):
    """A news item, an explanation or a typical case; a case says everything in its summary, 100 characters at most."""

    kind = models.CharField(_("kind"), max_length=16, choices=NewsKind, default=NewsKind.NEWS)
    day = models.DateField(_("date"))
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("A typical case has at most 100 characters and names nobody.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    text_fields = ("summary", "body")
    search_fields = [*PortalPage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("day"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]
    parent_page_types = ["policies_cms.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")

    def clean(self) -> None:
        """Holds typical cases to their length."""
        super().clean()
        if self.kind == NewsKind.CASE and not is_short_enough(self.summary):
            message = _("A typical case has at most %(most)s characters; this one has %(has)s.")
            raise ValidationError({"summary": message % {"most": LONGEST_CASE, "has": case_length(self.summary)}})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the documents that this page explains."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"explains": PolicyPage.objects.live().filter(interpretation=self)}
