"""The allowance's standards, by the day they came into force."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class StandardQuerySet(models.QuerySet["Standard"]):
    """Standards by day."""

    def in_force(self, day: date) -> "Standard | None":
        """The standard that applies on `day`, or none when none was set."""
        return self.filter(effective_from__lte=day).order_by("-effective_from").first()


class Standard(models.Model):
    """Yuan per person and month, urban and rural, with the document that set them."""

    effective_from = models.DateField(_("standard in force from"), unique=True)
    urban = models.DecimalField(_("urban standard (yuan per person and month)"), max_digits=8, decimal_places=2)
    rural = models.DecimalField(_("rural standard (yuan per person and month)"), max_digits=8, decimal_places=2)
    document_number = models.CharField(_("document number"), max_length=60)

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_from"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")

    def __str__(self) -> str:
        return f"{self.effective_from} {self.document_number}"
