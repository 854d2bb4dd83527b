"""Forms that people fill in, by version: a new one takes the old one's place, the old one stays reachable (B7)."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.documents import get_document_model_string
from wagtail.search import index

# What every phone and every window's computer opens.
EXTENSIONS = ("pdf", "doc", "docx", "xls", "xlsx")


class PaperForm(index.Indexed, ClusterableModel):
    """A form such as the declaration of income and property, whatever version it is in."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    purpose = models.CharField(_("what it is for"), max_length=160)
    help = models.CharField(
        _("how to fill it in"),
        max_length=200,
        blank=True,
        help_text=_("Who signs, what may stay empty, who helps at the window."),
    )
    source = models.CharField(_("document it belongs to"), max_length=120, blank=True)

    search_fields = [index.SearchField("name"), index.SearchField("purpose"), index.AutocompleteField("name")]
    panels = [
        FieldPanel("name"),
        FieldPanel("purpose"),
        FieldPanel("help"),
        FieldPanel("source"),
        InlinePanel("versions", label=_("Version"), min_num=1),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("form to fill in")
        verbose_name_plural = _("forms to fill in")

    def __str__(self) -> str:
        return self.name

    @property
    def anchor(self) -> str:
        """The id of this form in the directory."""
        return f"form-{self.pk}"

    def versions_on(self, day: date) -> "tuple[PaperFormVersion | None, list[PaperFormVersion]]":
        """The version that counts on `day`, and those it replaced, newest first."""
        begun = sorted(
            (version for version in self.versions.all() if version.valid_from <= day),
            key=lambda version: version.valid_from,
            reverse=True,
        )
        return (begun[0], begun[1:]) if begun else (None, [])


class PaperFormVersion(models.Model):
    """One version: a file that is never exchanged; whoever changes the form adds a version."""

    form = ParentalKey(PaperForm, on_delete=models.CASCADE, related_name="versions")
    document = models.ForeignKey(
        get_document_model_string(), on_delete=models.PROTECT, related_name="+", verbose_name=_("file")
    )
    version = models.CharField(_("version"), max_length=30, help_text=_("As printed on the form, such as 2026-07."))
    valid_from = models.DateField(_("in use from"))
    note = models.CharField(_("what changed"), max_length=120, blank=True)

    panels = [
        FieldPanel("document"),
        FieldRowPanel([FieldPanel("version"), FieldPanel("valid_from")]),
        FieldPanel("note"),
    ]

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        constraints = [
            models.UniqueConstraint(fields=["form", "version"], name="one_version_per_name"),
            models.UniqueConstraint(fields=["form", "valid_from"], name="one_version_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.version}"

    @property
    def type_label(self) -> str:
        """The file's type as people know it, such as PDF."""
        return str(self.document.file_extension).upper()

    def clean(self) -> None:
        """Forms are files that people can open and print."""
        super().clean()
        if self.document_id and self.document.file_extension.lower() not in EXTENSIONS:
            raise ValidationError(
                {"document": _("Choose a PDF, Word or Excel file: other files can't be filled in everywhere.")}
            )
