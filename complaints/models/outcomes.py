"""What the public reads of problems that the media exposed (内蒙古 2013: handled, and the outcome published)."""

import secrets
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from complaints.models.cases import Case
from county.models.offices import Office

ID_BYTES = 9
TITLE_LIMIT = 60
TEXT_LIMIT = 2000


def new_id() -> str:
    """12 random characters: numbers in a row would show what is missing."""
    return secrets.token_urlsafe(ID_BYTES)


class MediaOutcomeQuerySet(models.QuerySet["MediaOutcome"]):
    """Outcomes by whether they stand."""

    def standing(self) -> "MediaOutcomeQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_on=None)


class MediaOutcome(models.Model):
    """A published outcome; until it is approved its words lie sealed in the case. Its page never names the case."""

    id = models.CharField(primary_key=True, max_length=12, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    title = models.CharField(_("title"), max_length=TITLE_LIMIT)
    text = models.TextField(_("text"))
    published_on = models.DateField(_("published on"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    withdrawn_because = models.TextField(_("reason of the withdrawal"), blank=True)

    objects = MediaOutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "id"]
        verbose_name = _("published outcome")
        verbose_name_plural = _("published outcomes")
        constraints = [
            models.CheckConstraint(condition=~Q(written_by=F("approved_by")), name="media_outcome_has_two_hands"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(withdrawn_because=""), name="media_outcome_goes_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_on=None), name="one_standing_outcome_a_case"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def withdraw(self, *, day: date, because: str) -> None:
        """Takes the words off the page and out of the database; that it stood there stays."""
        self.title = self.text = ""
        self.withdrawn_on, self.withdrawn_because = day, because
        self.save(update_fields=["title", "text", "withdrawn_on", "withdrawn_because"])
