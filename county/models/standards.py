"""The allowance's standards and tiers, by the day they came into force."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

# Far above any county's standard: a figure that passes it was typed for a year or with a digit too many.
MOST = Decimal(10_000)
AMOUNT = [
    MinValueValidator(Decimal(1), message=_("Write an amount in yuan above zero.")),
    MaxValueValidator(MOST, message=_("This is too much for one person and month; check the digits.")),
]


_TOO_LARGE = _("No top-up is larger than the standard; check which of the two is right.")


class StandardForm(WagtailAdminModelForm):
    """The standard with its tiers: a new tier learns of its standard only here."""

    def is_valid(self) -> bool:
        """Each part by itself, then the tiers against the standard that is typed above them."""
        if not super().is_valid():
            return False
        too_large = [tier for tier in self.formsets["tiers"].forms if not self._fits(tier)]
        return not too_large

    def _fits(self, tier: Any) -> bool:
        values = tier.cleaned_data
        most = values.get("most")
        if most is None or values.get("DELETE"):
            return not tier.errors
        if most <= self.cleaned_data["urban" if values["residence"] == Residence.URBAN else "rural"]:
            return True
        tier.add_error("most", _TOO_LARGE)
        return False


class StandardQuerySet(models.QuerySet["Standard"]):
    """Standards by day."""

    def in_force(self, day: date) -> "Standard | None":
        """The standard that applies on `day`, or none when none was set."""
        return self.filter(effective_from__lte=day).order_by("-effective_from").first()


class Standard(ClusterableModel):
    """Yuan per person and month, urban and rural, with the document that set them."""

    effective_from = models.DateField(_("standard in force from"), unique=True)
    urban = models.DecimalField(
        _("urban standard (yuan per person and month)"), max_digits=8, decimal_places=2, validators=AMOUNT
    )
    rural = models.DecimalField(
        _("rural standard (yuan per person and month)"), max_digits=8, decimal_places=2, validators=AMOUNT
    )
    document_number = models.CharField(
        _("document number"), max_length=60, help_text=_("As on the policy's page; the two are then linked.")
    )

    objects = StandardQuerySet.as_manager()

    base_form_class = StandardForm
    panels = [
        FieldPanel("effective_from"),
        FieldRowPanel([FieldPanel("urban"), FieldPanel("rural")]),
        FieldPanel("document_number"),
        MultiFieldPanel(
            [InlinePanel("tiers", label=_("Tier"))],
            heading=_("Tiers"),
            help_text=_("Only where the county pays by tiers; leave empty otherwise."),
        ),
    ]

    class Meta:
        ordering = ["-effective_from"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")

    def __str__(self) -> str:
        return f"{self.effective_from} {self.document_number}"

    def amount(self, residence: str) -> Decimal:
        """The standard of a residence."""
        return self.urban if residence == Residence.URBAN else self.rural


class Residence(models.TextChoices):
    """Which standard applies."""

    URBAN = "urban", _("Urban")
    RURAL = "rural", _("Rural")


class StandardTier(models.Model):
    """A tier (分档): between which top-ups a person of a class is paid; 菏区政办发〔2022〕23号 三（二）."""

    standard = ParentalKey(Standard, on_delete=models.CASCADE, related_name="tiers")
    residence = models.CharField(_("residence"), max_length=5, choices=Residence)
    name = models.CharField(_("name"), max_length=20, help_text=_("Such as A类."))
    who = models.CharField(_("who belongs to it"), max_length=120)
    least = models.DecimalField(
        _("top-up from (yuan per person and month)"),
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
    )
    most = models.DecimalField(
        _("top-up to (yuan per person and month)"), max_digits=8, decimal_places=2, validators=AMOUNT
    )

    panels = [
        FieldRowPanel([FieldPanel("residence"), FieldPanel("name")]),
        FieldPanel("who"),
        FieldRowPanel([FieldPanel("least"), FieldPanel("most")]),
    ]

    class Meta:
        ordering = ["residence", "name"]
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        constraints = [
            models.UniqueConstraint(fields=["standard", "residence", "name"], name="one_tier_per_name"),
            models.CheckConstraint(condition=models.Q(least__lte=models.F("most")), name="tier_from_below_to"),
        ]

    def __str__(self) -> str:
        return f"{self.get_residence_display()} {self.name}"

    def clean(self) -> None:
        """From lies below to, and nobody is topped up by more than the standard."""
        super().clean()
        if self.least is None or self.most is None:
            return
        if self.least > self.most:
            raise ValidationError({"least": _("The lower amount is above the upper one.")})
        try:
            standard = self.standard
        except ObjectDoesNotExist:
            return
        limit = standard.amount(self.residence)
        if limit is not None and self.most > limit:
            raise ValidationError({"most": _TOO_LARGE})
