"""Guides: who qualifies, what to bring, which steps, how long, and what to do when it goes wrong."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from county.links import absolute
from county.models.links import ShortLink
from county.today import today
from policies_cms.benefit_words import BENEFITS
from policies_cms.blocks import TEXT_FEATURES
from policies_cms.domain.directory import Matter
from policies_cms.figures import figures
from policies_cms.guide_blocks import FigureBlock, LimitBlock, MaterialBlock, StepBlock
from policies_cms.guide_parts import flow_chart, told_figures, told_limits, told_materials, told_steps
from policies_cms.models.base import PortalPage
from policies_cms.models.directory import item_choices

RESERVED_SLUGS = ("calculator", "check", "forms")
"""Addresses below the guides that are no pages of Wagtail's."""


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
        standards = self.get_siblings(inclusive=False).live().filter(slug="standards").first()
        return context | {
            "shelves": [(label, found) for label, found in shelves if found],
            "standards_url": standards.get_url(request) if standards else "",
        }


class GuidePage(PortalPage):
    """One guide; empty parts are not shown."""

    topic = models.CharField(_("topic"), max_length=12, choices=GuideTopic, default=GuideTopic.HELP)
    directory_item = models.CharField(
        _("item of the national directory"),
        max_length=24,
        blank=True,
        choices=item_choices(Matter.GUIDE),
        help_text=_("The guide is shown there, on the page of the national directory."),
    )
    benefit = models.CharField(
        _("kind of help"),
        max_length=12,
        choices=list(BENEFITS.items()),
        blank=True,
        help_text=_("The self-check leads to this guide. Empty for guides on procedure and rights."),
    )
    summary = models.TextField(_("summary"), max_length=300, help_text=_("The answer first: two or three sentences."))
    who = RichTextField(_("who qualifies"), features=TEXT_FEATURES, blank=True)
    standard = StreamField(
        [("figure", FigureBlock())],
        verbose_name=_("standard"),
        blank=True,
        help_text=_("Choose the figures; their amounts come from the county's standards and settings."),
    )
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
        FieldRowPanel([FieldPanel("topic"), FieldPanel("directory_item")]),
        FieldPanel("benefit"),
        FieldPanel("summary"),
        FieldPanel("who"),
        FieldPanel("standard"),
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

    def clean(self) -> None:
        """Some addresses below the guides are taken, and a branch leads back to a step that there is."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address is taken by another part of the site; choose another.")})
        count = len(self.steps)
        backs = [branch.get("back_to") for block in self.steps for branch in block.value.get("branches") or []]
        if any(back and back > count for back in backs):
            raise ValidationError({"steps": _("A branch goes back to a step that does not exist; check its number.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the parts in words, the flow chart, the short link behind the QR code and where it leads."""
        context = super().get_context(request, *args, **kwargs)
        day = today()
        found = figures(day)
        steps = told_steps(self.steps, found)
        link = ShortLink.objects.filter(path=self.local_path(request)).first() if self.can_apply else None
        services = self.get_parent().get_parent().get_children().live().filter(slug="services").first()
        return context | {
            "standard": told_figures(self.standard, found),
            "materials": told_materials(self.materials, day),
            "steps": steps,
            "chart": flow_chart(steps, large=request.GET.get("view") == "large"),
            "limits": told_limits(self.limits, found),
            "link": link,
            "short_address": absolute(reverse("county:follow", args=[link.pk])) if link else "",
            "forms_url": reverse("policies_cms:forms"),
            "services_url": services.get_url(request) if services else "",
        }

    def local_path(self, request: HttpRequest | None = None) -> str:
        """The path of this page on the site, as short links keep it."""
        parts = self.get_url_parts(request)
        return str(parts[2]) if parts else ""
