"""Where to go: the service windows of the townships."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from county.models.areas import Area
from policies_cms.blocks import TEXT_FEATURES
from policies_cms.models.base import PortalPage


class ServiceWindow(index.Indexed, models.Model):
    """The one-stop window of a township, or of the county."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="service_windows", verbose_name=_("area"))
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=160)
    hours = models.CharField(_("opening hours"), max_length=160)
    phone = models.CharField(_("phone"), max_length=40)
    offers = models.TextField(_("what can be done here"), help_text=_("One matter a line."))
    note = models.CharField(_("note"), max_length=200, blank=True)

    search_fields = [
        index.SearchField("name"),
        index.SearchField("address"),
        index.SearchField("offers"),
        index.AutocompleteField("name"),
        index.RelatedFields("area", [index.SearchField("name")]),
    ]
    panels = [
        FieldPanel("area"),
        FieldPanel("name"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("hours")]),
        FieldPanel("offers"),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["area__code", "name"]
        verbose_name = _("service window")
        verbose_name_plural = _("service windows")
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="one_window_per_name_and_area")]

    def __str__(self) -> str:
        return self.name

    @property
    def anchor(self) -> str:
        """The id of this window on the services page."""
        return f"window-{self.pk}"

    @property
    def dial(self) -> str:
        """The phone number as a `tel:` link takes it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")

    @property
    def offer_lines(self) -> list[str]:
        """What can be done here, one matter each."""
        return [line.strip() for line in self.offers.splitlines() if line.strip()]


class ServiceIndexPage(PortalPage):
    """The windows of all townships on one page."""

    introduction = RichTextField(_("introduction"), features=TEXT_FEATURES, blank=True)

    text_fields = ("introduction",)
    search_fields = [*PortalPage.search_fields, index.SearchField("introduction")]
    content_panels = [*PortalPage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["policies_cms.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("services page")
        verbose_name_plural = _("services pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the windows with their areas."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"windows": ServiceWindow.objects.select_related("area")}
