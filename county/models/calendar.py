"""Days that staff declare off or worked where the published calendar does not know them yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarDay(models.Model):
    """A dated exception to the weekday rule, with the notice that announced it."""

    date = models.DateField(_("date"), primary_key=True)
    worked = models.BooleanField(_("worked"), help_text=_("Tick for a shifted working day, clear for a day off."))
    name = models.CharField(_("name"), max_length=60)
    source = models.CharField(_("source"), max_length=120, help_text=_("The notice that announced it."))

    class Meta:
        ordering = ["date"]
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
