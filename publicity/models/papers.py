"""A township's notices in one file while they are being made, and originals that bear an electronic seal."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from publicity.domain.stages import Programme, Stage
from publicity.models.publications import ID_LENGTH, Publication, new_id


class PrintRunQuerySet(models.QuerySet["PrintRun"]):
    """Runs."""

    def expired(self, now: datetime) -> "PrintRunQuerySet":
        """Those whose files have to go."""
        return self.filter(expires_at__lte=now)


class PrintRun(models.Model):
    """One order for all notices of an area. What is made lies sealed to `public_key`; the session holds its other half.

    Neither this row nor the task that works on it, nor the files, can be read without that session.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for the worker")
        RUNNING = "running", _("Being made")
        DONE = "done", _("All made")
        FAILED = "failed", _("Not all made")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    programme = models.CharField(max_length=20, default=Programme.DIBAO)
    stage = models.CharField(max_length=12, choices=[(item, item) for item in Stage])
    period = models.CharField(max_length=7)
    size = models.CharField(max_length=2)
    names = models.CharField(max_length=8)
    public_key = models.BinaryField(max_length=32)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    expires_at = models.DateTimeField()

    objects = PrintRunQuerySet.as_manager()

    class Meta:
        ordering = ["-expires_at"]

    def __str__(self) -> str:
        return f"{self.area_id} {self.stage} {self.period}"

    @property
    def percent(self) -> int:
        """How far it is, for a progress bar."""
        return 100 * (self.done + len(self.refused)) // self.total if self.total else 0


class StampedNoticeQuerySet(models.QuerySet["StampedNotice"]):
    """Stamped originals."""

    def offered(self) -> "StampedNoticeQuerySet":
        """Those that a second person has confirmed."""
        return self.filter(state=StampedNotice.State.CONFIRMED)


class StampedNotice(models.Model):
    """A masked notice that bears the province's electronic seal, as it came from there: not one byte is changed."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for the second person")
        CONFIRMED = "confirmed", _("Offered to the public")
        REMOVED = "removed", _("Taken back")

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="stamped_notices")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("number of pages"))
    signatures = models.PositiveSmallIntegerField(_("electronic seals"))
    has_text = models.BooleanField(_("its text can be read"))
    digest = models.CharField(_("SHA-256"), max_length=43)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_on = models.DateField(_("handed in on"))
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(_("confirmed on"), null=True)

    objects = StampedNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_on"]
        verbose_name = _("stamped original")
        verbose_name_plural = _("stamped originals")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("uploaded_by")), name="stamped_has_two_hands"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False), name="stamped_is_confirmed"
            ),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(state="confirmed"), name="one_stamped_original_a_list"
            ),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(state="waiting"), name="one_stamped_original_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.publication_id
