"""Policy documents with their number, dates and validity."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index

from county.today import today
from policies_cms.blocks import BodyBlock
from policies_cms.domain.validity import DatesOutOfOrder, Validity, check_order, validity
from policies_cms.models.base import PortalPage, one_page

VALIDITY_LABELS = {
    Validity.NOT_YET: _("Not yet in force"),
    Validity.IN_FORCE: _("In force"),
    Validity.EXPIRED: _("No longer in force"),
    Validity.REPEALED: _("Repealed"),
}


class PolicyQuerySet(PageQuerySet):
    """Policies by their state on a day."""

    def in_force(self, day: date) -> "PolicyQuerySet":
        """What `domain.validity` calls in force on `day`, asked of the database."""
        return self.filter(
            Q(expires_on=None) | Q(expires_on__gte=day),
            Q(repealed_on=None) | Q(repealed_on__gt=day),
            effective_on__lte=day,
        )

    def newest_first(self) -> "PolicyQuerySet":
        """In the order in which the documents were published."""
        return self.order_by("-date_published", "title")


class PolicyIndexPage(PortalPage):
    """All policy documents, newest first."""

    introduction = models.CharField(_("introduction"), max_length=200, blank=True)

    section = "policies"
    content_panels = [*PortalPage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["policies_cms.HomePage"]
    subpage_types = ["policies_cms.PolicyPage"]
    max_count = 1

    class Meta:
        verbose_name = _("policy index")
        verbose_name_plural = _("policy indexes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds one page of policies; `?state=in-force` leaves out what no longer or not yet counts."""
        context = super().get_context(request, *args, **kwargs)
        only_in_force = request.GET.get("state") == Validity.IN_FORCE
        policies = PolicyPage.objects.child_of(self).live().newest_first()
        if only_in_force:
            policies = policies.in_force(today())
        policies_page = one_page(policies, request.GET.get("page"))
        for policy in policies_page:
            policy.validity_now = policy.validity_on(today())
        return context | {"policies": policies_page, "only_in_force": only_in_force}


class PolicyPage(PortalPage):
    """One policy document, or our summary of one that a higher office issued."""

    document_number = models.CharField(
        _("document number"),
        max_length=80,
        blank=True,
        help_text=_("As printed on the document, for example 〔2026〕8号."),
    )
    issuing_body = models.CharField(_("issuing body"), max_length=120)
    index_number = models.CharField(_("index number"), max_length=60, blank=True)
    subject = models.CharField(_("subject"), max_length=60, blank=True)
    date_written = models.DateField(_("date of the document"), null=True, blank=True)
    date_published = models.DateField(_("published on"))
    effective_on = models.DateField(_("in force from"))
    expires_on = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The last day in force; empty when no end is set.")
    )
    repealed_on = models.DateField(
        _("repealed on"), null=True, blank=True, help_text=_("The first day on which the document no longer counts.")
    )
    replaces = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    interpretation = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interprets",
        verbose_name=_("interpretation"),
        help_text=_("The page that explains this document in plain words."),
    )
    summary = models.TextField(_("summary"), max_length=300, help_text=_("What it means for readers, in plain words."))
    source_url = models.URLField(
        _("address of the original"), blank=True, help_text=_("Where the issuing body publishes the full text.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    objects = PageManager.from_queryset(PolicyQuerySet)()
    text_fields = ("summary", "document_number", "issuing_body", "subject", "index_number", "body")
    search_fields = [
        *PortalPage.search_fields,
        *(index.SearchField(name) for name in text_fields),
        index.FilterField("effective_on"),
    ]
    section = "policies"
    content_panels = [
        *PortalPage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("document_number"), FieldPanel("issuing_body")]),
                FieldRowPanel([FieldPanel("index_number"), FieldPanel("subject")]),
                FieldRowPanel([FieldPanel("date_written"), FieldPanel("date_published")]),
                FieldRowPanel([FieldPanel("effective_on"), FieldPanel("expires_on"), FieldPanel("repealed_on")]),
                FieldPanel("replaces"),
                FieldPanel("interpretation"),
                FieldPanel("source_url"),
            ],
            heading=_("About the document"),
        ),
        FieldPanel("body"),
        InlinePanel("attachments", heading=_("Attachments"), label=_("Attachment")),
    ]
    parent_page_types = ["policies_cms.PolicyIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")

    def clean(self) -> None:
        """A document can't end before it begins."""
        super().clean()
        if self.effective_on is None:
            return
        try:
            check_order(effective_on=self.effective_on, expires_on=self.expires_on, repealed_on=self.repealed_on)
        except DatesOutOfOrder as fault:
            raise ValidationError({str(fault): _("This day lies before the first day in force.")}) from fault

    def validity_on(self, day: date) -> dict[str, str]:
        """Code and label of the state on `day`."""
        state = validity(
            on=day, effective_on=self.effective_on, expires_on=self.expires_on, repealed_on=self.repealed_on
        )
        return {"code": state.value, "label": str(VALIDITY_LABELS[state])}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the state today, what it replaced, what replaced it, and its explanation."""
        context = super().get_context(request, *args, **kwargs)
        interpretation = self.interpretation
        return context | {
            "validity": self.validity_on(today()),
            "replaces": self.replaces if self.replaces and self.replaces.live else None,
            "replaced_by": self.replaced_by.live().first(),
            "interpretation": interpretation if interpretation and interpretation.live else None,
            "attachments": self.attachments.select_related("document"),
        }


class PolicyAttachment(Orderable):
    """A file that belongs to a policy; a replaced version stays reachable under its own number."""

    page = ParentalKey(PolicyPage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(), on_delete=models.PROTECT, related_name="+", verbose_name=_("attached file")
    )
    title = models.CharField(_("title"), max_length=120)
    version = models.CharField(_("version"), max_length=20, blank=True, help_text=_("For example 2026-07."))

    panels = [FieldPanel("document"), FieldPanel("title"), FieldPanel("version")]

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
