"""Which household left a list or gets less, and why: for staff only, and gone when the household is erased."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from publicity.domain.changes import ChangeKind, ChangeReason
from publicity.models.changes import VillageChange

REASONS = [
    (ChangeReason.DEATH, _("death")),
    (ChangeReason.MOVED, _("moved away")),
    (ChangeReason.INCOME, _("income above the standard")),
    (ChangeReason.ASSETS, _("assets above the limit")),
    (ChangeReason.FAMILY, _("family circumstances")),
    (ChangeReason.OTHER, _("other reasons")),
]


class HouseholdChange(models.Model):
    """One household of the earlier roster, waiting for its reason. What is not known at release counts as other."""

    change = models.ForeignKey(VillageChange, on_delete=models.PROTECT, related_name="households")
    row = models.ForeignKey("publicity.RosterRow", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(
        _("change"),
        max_length=8,
        choices=[(ChangeKind.LEFT, _("no longer on the list")), (ChangeKind.LOWERED, _("amount lowered"))],
    )
    reason = models.CharField(_("reason"), max_length=8, choices=REASONS, blank=True)
    # A household that is protected from now on still receives. Its reason is fixed, lest a cell tell of it.
    is_fixed = models.BooleanField(_("reason is fixed"), default=False)

    class Meta:
        ordering = ["change__publication__village", "kind", "pk"]
        verbose_name = _("household that left or gets less")
        verbose_name_plural = _("households that left or get less")
        constraints = [models.UniqueConstraint(fields=["change", "row"], name="one_change_a_household")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.kind}"
