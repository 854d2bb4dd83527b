"""What has to be published when, written down beforehand, and the totals of areas that may be told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from county.models.audit import AppendOnly
from publicity.domain.stages import Programme, Stage

STAGES = [
    (Stage.APPRAISAL, _("Appraisal")),
    (Stage.PROPOSED, _("Proposed")),
    (Stage.APPROVED, _("Approved for the allowance")),
    (Stage.LONG_TERM, _("Long-term")),
]


class Expectation(AppendOnly):
    """One village owes one list by a day. It stands in the ledger from before that day, so a missing list is proven."""

    programme = models.CharField(_("programme"), max_length=20, default=Programme.DIBAO)
    stage = models.CharField(_("stage"), max_length=12, choices=STAGES)
    period = models.CharField(_("month"), max_length=7)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    due_on = models.DateField(_("due on"))
    logged_on = models.DateField(_("written down on"))
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"))

    class Meta:
        ordering = ["-period", "village"]
        verbose_name = _("expected list")
        verbose_name_plural = _("expected lists")
        constraints = [
            models.UniqueConstraint(fields=["programme", "stage", "period", "village"], name="one_expectation_a_list"),
            models.CheckConstraint(condition=Q(logged_on__lte=models.F("due_on")), name="expected_beforehand"),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.stage} {self.period}"


class VillageClosing(AppendOnly):
    """A village that was merged or resettled owes no list from a month on."""

    class Reason(models.TextChoices):
        MERGED = "merged", _("merged into another")
        RESETTLED = "resettled", _("resettled")

    village = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    from_period = models.CharField(_("from month"), max_length=7)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"))

    class Meta:
        verbose_name = _("village without lists")
        verbose_name_plural = _("villages without lists")

    def __str__(self) -> str:
        return f"{self.village_id} {self.from_period}"


class AreaTotal(AppendOnly):
    """A township's or the county's long-term total, protected households included; released once, never revised."""

    programme = models.CharField(_("programme"), max_length=20, default=Programme.DIBAO)
    period = models.CharField(_("month"), max_length=7)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    households = models.PositiveIntegerField(_("households"))
    persons = models.PositiveIntegerField(_("covered persons"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    shown_households = models.PositiveIntegerField(_("households shown"))
    shown_persons = models.PositiveIntegerField(_("persons shown"))
    released_on = models.DateField(_("released on"))
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"))

    class Meta:
        ordering = ["-period", "area"]
        verbose_name = _("total of an area")
        verbose_name_plural = _("totals of areas")
        constraints = [
            models.UniqueConstraint(fields=["programme", "period", "area"], name="one_total_an_area"),
            models.CheckConstraint(
                # design "Disclosure": totals with the suppressed only where there are at least ten of them
                condition=Q(households__gte=models.F("shown_households") + 10)
                & Q(persons__gte=models.F("shown_persons") + 10),
                name="ten_in_a_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.period}"
