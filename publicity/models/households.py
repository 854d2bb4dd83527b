"""The way from a household to its published rows, for erasing alone. Public code must never import this module."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from publicity.models.publications import PublicationEntry

DIGEST_LENGTH = 43


class EntryKey(models.Model):
    """Which household a masked row stands for: a keyed digest (publicity.householdkeys), as long as the row lives."""

    # No way back from the entry: what public code holds must not lead here.
    entry = models.OneToOneField(PublicationEntry, on_delete=models.CASCADE, primary_key=True, related_name="+")
    household = models.CharField(max_length=DIGEST_LENGTH, db_index=True)
    # A household that comes back after its erasure is a new one: replaying old erasures must leave it alone.
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.household[:6]


class ErasureReason(models.TextChoices):
    """Why a household is erased: a closed set, so that the record tells nothing of a person."""

    EXIT = "exit", _("The household has left")
    COURT = "court", _("By order of a court or an authority")
    PROTECTION = "protection", _("To protect a person")
    RETENTION = "retention", _("The time of keeping has ended")
    ERROR = "error", _("Entered by mistake")


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    """Requests by where they stand."""

    def waiting(self) -> "ErasureRequestQuerySet":
        """Asked for and not settled."""
        return self.filter(state=ErasureRequest.State.ASKED)


class ErasureRequest(models.Model):
    """One person asks for a household's erasure, another confirms it. When settled, the digest goes too."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the second person")
        DONE = "done", _("Erased")
        WITHDRAWN = "withdrawn", _("Given up")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    reason = models.CharField(_("reason"), max_length=12, choices=ErasureReason)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("settled by")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)
    counts = models.JSONField(_("counts"), default=dict)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("erasure request")
        verbose_name_plural = _("erasure requests")
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(state="asked"), name="one_waiting_erasure_a_household"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(settled_by__isnull=False) & ~Q(settled_by=F("asked_by")),
                name="erasure_has_two_hands",
            ),
            models.CheckConstraint(condition=Q(state="asked") | Q(household=""), name="settled_erasure_forgets_whom"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
