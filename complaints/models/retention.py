"""What is left of a case that was sealed away, and what keeps a case from it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.models.cases import Case
from county.models.offices import Office


class CaseHold(models.Model):
    """A case that is kept beyond its time; the reason is one of a closed set, since words would tell of the case."""

    class Reason(models.TextChoices):
        COURT = "court", _("Reconsideration or a court case is pending")
        INSPECTION = "inspection", _("Audit or inspection asks for it")
        ARCHIVE = "archive", _("The office's archive does not have the file yet")
        RELATED = "related", _("Another case is still based on it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="hold")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    until = models.DateField(_("held until"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("hold on a case")
        verbose_name_plural = _("holds on cases")

    def __str__(self) -> str:
        return str(self.case)


class SealingWarning(models.Model):
    """A case stands on the list of those that are sealed away soon; nothing is sealed away without that."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="sealing_warning")
    since = models.DateField(_("announced on"))

    class Meta:
        verbose_name = _("announcement of sealing away")
        verbose_name_plural = _("announcements of sealing away")

    def __str__(self) -> str:
        return str(self.case)


class SealedAwayQuerySet(models.QuerySet["SealedAway"]):
    """Traces by who may see them."""

    def known_to(self, user: Any, *, all_of_civil_affairs: bool = False) -> "SealedAwayQuerySet":
        """Traces of cases that the user's office held a key to; for auditors, of all that civil affairs had."""
        known = Q(offices=user.office_id) if user.office_id else Q(pk__in=[])
        if all_of_civil_affairs:
            known |= ~Q(office__kind=Office.Kind.DISCIPLINE)
        return self.filter(known).distinct()


class SealedAway(models.Model):
    """The trace of a case whose records and keys were destroyed: nothing that anybody wrote, and nobody's name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("case number"), max_length=8, unique=True)
    way = models.CharField(_("way of entry"), max_length=8)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("handling office"))
    offices = models.ManyToManyField(Office, related_name="+")
    """Those that held a key to it: others learn nothing of the trace either."""
    filed_on = models.DateField(_("filed on"))
    ended_on = models.DateField(_("ended on"))
    sealed_on = models.DateField(_("sealed away on"))
    records = models.PositiveIntegerField(_("records destroyed"))
    lookup = models.CharField(max_length=64, blank=True, db_index=True)
    """The keyed digest of the receipt, so that its holder is told what became of the case."""

    objects = SealedAwayQuerySet.as_manager()

    class Meta:
        ordering = ["-sealed_on", "number"]
        verbose_name = _("case sealed away")
        verbose_name_plural = _("cases sealed away")

    def __str__(self) -> str:
        return self.number
