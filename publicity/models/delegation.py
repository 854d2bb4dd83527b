"""Townships that confirm applications by the county's delegation, with scope and letter: public (大武口区 2020)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations by day."""

    def in_force(self, day: date) -> "DelegationQuerySet":
        """Those that hold on `day`; `until` is the last day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Delegation(models.Model):
    """One delegation. Only its end is ever set later; the row stays as history.

    Revoked before it began, its `until` lies before `since`: it never held.
    """

    township = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("township"))
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    scope = models.CharField(_("what is delegated"), max_length=200)
    letter = models.CharField(_("document number of the letter"), max_length=80)
    document = models.ForeignKey(
        "wagtaildocs.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("the letter itself"),
    )
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"))
    revoked_index = models.PositiveBigIntegerField(_("ledger entry of the end"), null=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.UniqueConstraint(fields=["township"], condition=Q(until=None), name="one_open_delegation"),
            models.CheckConstraint(condition=~Q(scope="") & ~Q(letter=""), name="delegation_has_scope_and_letter"),
        ]
        indexes = [models.Index(fields=["township", "since"])]

    def __str__(self) -> str:
        return f"{self.township_id} {self.since} {self.letter}"

    def holds(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)
