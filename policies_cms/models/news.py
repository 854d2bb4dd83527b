"""News, interpretations of policies and typical cases."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from county.today import today
from policies_cms.blocks import BodyBlock
from policies_cms.domain.cases import CAMPAIGN_MONTH, LONGEST_CASE, case_length, is_short_enough
from policies_cms.models.base import PortalPage, one_page
from policies_cms.models.policies import PolicyPage


class NewsKind(models.TextChoices):
    """What a news page is."""

    NEWS = "news", _("News item")
    INTERPRETATION = "interpretation", _("Policy explained")
    CASE = "case", _("Typical case")
    MODEL = "model", _("Good example")
    CAMPAIGN = "campaign", _("Campaign month")


class NewsQuerySet(PageQuerySet):
    """News by day and kind."""

    def newest_first(self) -> "NewsQuerySet":
        """In the order of their days."""
        return self.order_by("-day", "title")

    def of_campaign(self, day: date) -> "NewsQuerySet":
        """What belongs to the campaign month that `day` lies in; nothing in other months."""
        if day.month != CAMPAIGN_MONTH:
            return self.none()
        return self.filter(kind=NewsKind.CAMPAIGN, day__year=day.year)


class CaseTextarea(AdminAutoHeightTextInput):
    """Says while one types how many characters a typical case has left; `NewsPage.clean` holds it to them."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = {
            "data-case-length": LONGEST_CASE,
            "data-words-left": _("A typical case: {n} characters left."),
            "data-words-over": _("A typical case: {n} characters too many."),
        }
        super().__init__(attrs={**words, **(attrs or {})})

    class Media:
        js = ["policies_cms/case_length.js"]


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
        """Adds one page of news, of one kind where `?kind=` names it, and this year's campaign in its month."""
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.child_of(self).live().newest_first()
        counts = dict(news.order_by().values_list("kind").annotate(Count("pk")))
        kinds = [(kind.value, kind.label, counts[kind]) for kind in NewsKind if counts.get(kind)]
        chosen = request.GET.get("kind") if request.GET.get("kind") in counts else ""
        return context | {
            "news": one_page(news.filter(kind=chosen) if chosen else news, request.GET.get("page")),
            "kinds": kinds,
            "chosen": chosen,
            "panel": {"campaign": news.of_campaign(today())},
        }


class NewsPage(PortalPage):
    """A news item, an explanation or a typical case; a case says everything in its summary, 100 characters at most."""

    kind = models.CharField(_("kind"), max_length=16, choices=NewsKind, default=NewsKind.NEWS)
    day = models.DateField(_("date"), default=today)
    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("A typical case has at most 100 characters and names nobody.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()
    text_fields = ("summary", "body")
    search_fields = [*PortalPage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("kind"),
        FieldPanel("day"),
        FieldPanel("summary", widget=CaseTextarea),
        FieldPanel("body"),
    ]
    parent_page_types = ["policies_cms.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")

    def clean(self) -> None:
        """Holds typical cases to their length, which a text below the summary would pass by."""
        super().clean()
        if self.kind != NewsKind.CASE:
            return
        if not is_short_enough(self.summary):
            message = _("A typical case has at most %(most)s characters; this one has %(has)s.")
            raise ValidationError({"summary": message % {"most": LONGEST_CASE, "has": case_length(self.summary)}})
        if self.body:
            raise ValidationError({"body": _("A typical case says everything in its summary: leave the text empty.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the documents that this page explains."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"explains": PolicyPage.objects.live().filter(interpretation=self) if self.pk else []}
