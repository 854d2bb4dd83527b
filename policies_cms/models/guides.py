"""Guides: who qualifies, what to bring, which steps, how long, and what to do when it goes wrong."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from county.links import absolute
from county.models.links import ShortLink
from policies_cms.blocks import TEXT_FEATURES, LimitBlock, MaterialBlock, StepBlock
from policies_cms.models.base import PortalPage


class GuideTopic(models.TextChoices):
    """The shelves of the guide index, in the order shown."""

    HELP = "help", _("Kinds of help")
    PROCEDURE = "procedure", _("Applying and changes")
    RIGHTS = "rights", _("Publicity, objections and your rights")


class GuideIndexPage(PortalPage):
    """All guides by topic."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    section = "guides"
    content_panels = [*PortalPage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["policies_cms.HomePage"]
    subpage_types = ["policies_cms.GuidePage"]
    max_count = 1

    class Meta:
        verbose_name = _("guide index")
        verbose_name_plural = _("guide indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the guides, shelf by shelf."""
        context = super().get_context(request, *args, **kwargs)
        guides = list(GuidePage.objects.child_of(self).live())
        shelves = [(topic.label, [guide for guide in guides if guide.topic == topic]) for topic in GuideTopic]
        return context | {"shelves": [(label, found) for label, found in shelves if found]}


class GuidePage(PortalPage):
    """One guide; empty parts are not shown."""

    topic = models.CharField(_("topic"), max_length=12, choices=GuideTopic, default=GuideTopic.HELP)
    summary = models.TextField(_("summary"), max_length=300, help_text=_("The answer first: two or three sentences."))
    who = RichTextField(_("who qualifies"), features=TEXT_FEATURES, blank=True)
    materials = StreamField([("material", MaterialBlock())], verbose_name=_("what to bring"), blank=True)
    steps = StreamField([("step", StepBlock())], verbose_name=_("steps"), blank=True)
    limits = StreamField([("limit", LimitBlock())], verbose_name=_("time limits"), blank=True)
    rights = StreamField([("right", blocks.TextBlock(label=_("Right")))], verbose_name=_("your rights"), blank=True)
    duties = StreamField([("duty", blocks.TextBlock(label=_("Duty")))], verbose_name=_("your duties"), blank=True)
    result = RichTextField(_("what happens afterwards"), features=TEXT_FEATURES, blank=True)
    complaints = RichTextField(_("when you disagree"), features=TEXT_FEATURES, blank=True)
    legal_basis = models.CharField(_("documents it rests on"), max_length=300, blank=True)
    can_apply = models.BooleanField(
        _("shows how to apply"), default=True, help_text=_("Shows the windows, the QR code and the address to apply.")
    )
    apply_url = models.URLField(
        _("address for applying online"), blank=True, help_text=_("Empty when people apply at a window only.")
    )

    text_fields = ("summary", "who", "materials", "steps", "limits", "rights", "duties", "result", "complaints")
    search_fields = [
        *PortalPage.search_fields,
        *(index.SearchField(name) for name in (*text_fields, "legal_basis")),
    ]
    section = "guides"
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("topic"),
        FieldPanel("summary"),
        FieldPanel("who"),
        FieldPanel("materials"),
        FieldPanel("steps"),
        FieldPanel("limits"),
        FieldPanel("rights"),
        FieldPanel("duties"),
        FieldPanel("result"),
        FieldPanel("complaints"),
        FieldPanel("legal_basis"),
        MultiFieldPanel([FieldPanel("can_apply"), FieldPanel("apply_url")], heading=_("Applying")),
    ]
    parent_page_types = ["policies_cms.GuideIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the short link behind the QR code and where it leads, in words."""
        context = super().get_context(request, *args, **kwargs)
        link = ShortLink.objects.filter(path=self.local_path(request)).first() if self.can_apply else None
        services = self.get_parent().get_parent().get_children().live().filter(slug="services").first()
        return context | {
            "link": link,
            "short_address": absolute(reverse("county:follow", args=[link.pk])) if link else "",
            "services_url": services.get_url(request) if services else "",
        }

    def local_path(self, request: HttpRequest | None = None) -> str:
        """The path of this page on the site, as short links keep it."""
        parts = self.get_url_parts(request)
        return str(parts[2]) if parts else ""
