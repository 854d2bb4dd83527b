"""Policy documents with their number, dates and validity."""

from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from county.today import today
from policies_cms.blocks import BodyBlock
from policies_cms.domain.directory import Matter
from policies_cms.domain.numbers import BadNumber, normal_index, normal_number
from policies_cms.domain.succession import leads_back, line_of
from policies_cms.domain.validity import DatesOutOfOrder, Validity, check_order, validity
from policies_cms.models.attachments import fault_of_files
from policies_cms.models.base import PortalPage, one_page
from policies_cms.models.directory import item_choices
from policies_cms.models.numbers import IndexNumber
from policies_cms.models.policy_filter import VALIDITY_LABELS, PolicyFilter
from policies_cms.models.policy_form import PolicyForm


class PolicyQuerySet(PageQuerySet):
    """Policies by their state on a day."""

    def in_force(self, day: date) -> "PolicyQuerySet":
        """What `domain.validity` calls in force on `day`, asked of the database."""
        return self.in_state(Validity.IN_FORCE, day)

    def in_state(self, state: Validity, day: date) -> "PolicyQuerySet":
        """What `domain.validity` gives this state on `day`, asked of the database."""
        repealed = Q(repealed_on__lte=day)
        begun = Q(effective_on__lte=day)
        ended = Q(expires_on__lt=day)
        if state is Validity.REPEALED:
            return self.filter(repealed)
        standing = self.exclude(repealed)
        if state is Validity.NOT_YET:
            return standing.exclude(begun)
        return standing.filter(begun & ended) if state is Validity.EXPIRED else standing.filter(begun).exclude(ended)

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
        """Adds one page of policies, narrowed by what the reader asks for, each with its state today."""
        context = super().get_context(request, *args, **kwargs)
        every = PolicyPage.objects.child_of(self).live()
        asked = PolicyFilter(request.GET, policies=every)
        policies_page = one_page(asked.narrow(every.newest_first(), today()), request.GET.get("page"))
        for policy in policies_page:
            policy.validity_now = policy.validity_on(today())
        return context | {"policies": policies_page, "asked": asked}


class PolicyPage(PortalPage):
    """One policy document, or our summary of one that a higher office issued."""

    document_number = models.CharField(
        _("document number"),
        max_length=80,
        blank=True,
        help_text=_("As printed on the document, for example 明民发〔2026〕8号; other brackets are put right."),
    )
    issuing_body = models.CharField(
        _("issuing body"), max_length=120, help_text=_("Several bodies with 、 between them, the leading one first.")
    )
    index_number = models.CharField(
        _("index number"),
        max_length=60,
        blank=True,
        help_text=_("Leave empty to be given one when the page is published. From then on it can't be changed."),
    )
    subject = models.CharField(
        _("subject"),
        max_length=60,
        blank=True,
        help_text=_("As readers will filter by it, for example 社会救助/低保标准."),
    )
    directory_item = models.CharField(
        _("item of the national directory"),
        max_length=24,
        blank=True,
        choices=item_choices(Matter.POLICY),
        help_text=_("The document is shown there, on the page of the national directory."),
    )
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
        help_text=_("The older document whose place this one takes. Both pages then lead to each other."),
    )
    repeals_replaced = models.BooleanField(
        _("ends the document that it replaces"),
        default=True,
        help_text=_(
            "When this page is published, the older document is marked as repealed on the day this one begins."
        ),
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

    base_form_class = PolicyForm
    exclude_fields_in_copy = ["index_number"]
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
                FieldPanel("directory_item"),
                PageChooserPanel("replaces", "policies_cms.PolicyPage"),
                FieldPanel("repeals_replaced"),
                PageChooserPanel("interpretation", "policies_cms.NewsPage"),
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

    def with_content_json(self, content: dict[str, Any]) -> "PolicyPage":
        """A version of this page; whatever it says, the index number is the one that was given, and no other's."""
        page: PolicyPage = super().with_content_json(content)
        typed = page.index_number
        page.index_number = IndexNumber.objects.of(self.pk) or ("" if IndexNumber.objects.is_given(typed) else typed)
        return page

    def clean(self) -> None:
        """Numbers as offices write them, days in order, no circle of replacements, an explanation that is one."""
        super().clean()
        faults: dict[str, Any] = {}
        for check in (self._clean_numbers, self._clean_days, self._clean_links):
            faults |= check()
        if fault := fault_of_files(self.pk, [line.document_id for line in self.attachments.all()]):
            faults[NON_FIELD_ERRORS] = fault
        if faults:
            raise ValidationError(faults)

    def _clean_numbers(self) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        try:
            self.document_number = normal_number(self.document_number)
        except BadNumber:
            faults["document_number"] = _(
                "Write the number as on the document: office, year in brackets, number and 号, for example "
                "明民发〔2026〕8号."
            )
        try:
            self.index_number = normal_index(self.index_number)
        except BadNumber:
            faults["index_number"] = _(
                "An index number has letters and digits in parts, for example 379901/2026-00008."
            )
        if self.index_number != IndexNumber.objects.of(self.pk) and IndexNumber.objects.is_given(self.index_number):
            faults["index_number"] = _("This index number belongs to another document. Numbers are never used twice.")
        return faults

    def _clean_days(self) -> dict[str, Any]:
        if self.effective_on is None:
            return {}
        try:
            check_order(effective_on=self.effective_on, expires_on=self.expires_on, repealed_on=self.repealed_on)
        except DatesOutOfOrder as fault:
            return {str(fault): _("This day lies before the first day in force.")}
        if self.date_written and self.date_published and self.date_written > self.date_published:
            return {"date_published": _("A document can't be published before it is written.")}
        return {}

    def _clean_links(self) -> dict[str, Any]:
        faults: dict[str, Any] = {}
        if self.slug == "directory":  # policies_cms.urls
            faults["slug"] = _("This address is taken by another part of the site; choose another.")
        if self.replaces_id:
            links = dict(PolicyPage.objects.values_list("pk", "replaces_id")) | {self.pk: self.replaces_id}
            if self.replaces_id == self.pk or leads_back(self.pk, links):
                faults["replaces"] = _(
                    "These documents would replace each other in a circle. Choose an older document."
                )
        kind = getattr(self.interpretation.specific, "kind", "") if self.interpretation else "interpretation"
        if kind != "interpretation":
            faults["interpretation"] = _(
                "Choose a page of the kind “Policy explained”: it leads back to this document."
            )
        return faults

    def validity_on(self, day: date) -> dict[str, str]:
        """Code and label of the state on `day`."""
        state = validity(
            on=day, effective_on=self.effective_on, expires_on=self.expires_on, repealed_on=self.repealed_on
        )
        return {"code": state.value, "label": str(VALIDITY_LABELS[state])}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the state today, the line of documents it stands in, its explanation and its files."""
        context = super().get_context(request, *args, **kwargs)
        interpretation = self.interpretation
        attachments = list(self.attachments.select_related("document"))
        return context | {
            "validity": self.validity_on(today()),
            "replaces": self.replaces if self.replaces and self.replaces.live else None,
            "replaced_by": self.replaced_by.live().first() if self.pk else None,
            "line": self.line(),
            "interpretation": interpretation if interpretation and interpretation.live else None,
            "attachments": [item for item in attachments if not item.replaced_on],
            "older_attachments": [item for item in attachments if item.replaced_on],
        }

    def line(self) -> list["PolicyPage"]:
        """The live documents before and after this one, the oldest first, each with its state today; two queries."""
        this = self.pk or 0  # a page that is looked at before it is first saved has no key
        links = dict(PolicyPage.objects.live().values_list("pk", "replaces_id")) | {this: self.replaces_id}
        keys = line_of(this, links)
        found = PolicyPage.objects.live().in_bulk(keys) | {this: self}
        line = [found[key] for key in keys if key in found]
        for policy in line:
            policy.validity_now = policy.validity_on(today())
        return line if len(line) > 1 else []
