"""What content health counted last, so that the admin's home page needs no walk through every page."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class HealthCount(models.Model):
    """Faults by kind on the day they were counted; the last row is the one that is shown."""

    day: "models.DateField[date, date]" = models.DateField(_("day"), unique=True)
    counts = models.JSONField(_("counts"))

    class Meta:
        ordering = ["-day"]
        verbose_name = _("count of content health")
        verbose_name_plural = _("counts of content health")

    def __str__(self) -> str:
        return f"{self.day}: {sum(self.counts.values())}"
