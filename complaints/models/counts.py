"""Closed-set counters for statistics, written when a case closes: no case can be found from them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.domain.kinds import Kind
from county.models.areas import Area
from county.models.audit import AppendOnly


class ClosedCount(models.Model):
    """How many cases of one sort were closed in a month; the township is left out for tips about officials."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.CharField(_("month"), max_length=7)
    township = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=[(str(kind), str(kind)) for kind in Kind])
    outcome = models.CharField(max_length=16)
    on_time = models.BooleanField()
    appeal = models.BooleanField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of closed cases")
        verbose_name_plural = _("counts of closed cases")
        constraints = [
            models.UniqueConstraint(
                fields=["month", "township", "kind", "outcome", "on_time", "appeal"],
                name="one_closed_count_a_sort",
            ),
            models.UniqueConstraint(
                fields=["month", "kind", "outcome", "on_time", "appeal"],
                condition=models.Q(township=None),
                name="one_closed_count_without_township",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.kind} {self.outcome}"


class ClosedDays(models.Model):
    """How many cases of a kind, closed in a month, took so many working days; no outcome."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.CharField(_("month"), max_length=7)
    township = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=[(str(kind), str(kind)) for kind in Kind])
    days = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of working days")
        verbose_name_plural = _("counts of working days")
        constraints = [
            models.UniqueConstraint(fields=["month", "township", "kind", "days"], name="one_count_a_length"),
            models.UniqueConstraint(
                fields=["month", "kind", "days"],
                condition=models.Q(township=None),
                name="one_count_a_length_without_township",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.kind} {self.days}"


class StatisticsRelease(AppendOnly):
    """What the public was told of a closed month: written once, in the ledger, never changed."""

    month = models.CharField(_("month"), max_length=7, primary_key=True)
    figures = models.JSONField()
    released_on = models.DateField(_("released on"))
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"))

    class Meta:
        ordering = ["-month"]
        verbose_name = _("released figures")
        verbose_name_plural = _("released figures")

    def __str__(self) -> str:
        return self.month
