"""Staff's longer work at publishing: a press that publishes many lists, and villages found to have no recipients."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from publicity.models.publications import Publication


class PublishRun(models.Model):
    """One press that publishes many lists in the background, with how far it has come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    rosters = models.JSONField(_("rosters"), default=list)
    today = models.DateField(_("day"))
    opens_on = models.DateField(_("open from"), null=True)
    appraised_on = models.DateField(_("day of the appraisal"), null=True)
    reason_code = models.CharField(_("reason"), max_length=20, blank=True)
    replace = models.BooleanField(_("new versions"), default=False)
    published = models.PositiveIntegerField(_("published"), default=0)
    skipped = models.PositiveIntegerField(_("left as they were"), default=0)
    # [[village code, code of the refusal, its words]]: nothing of a person
    refused = models.JSONField(_("refused"), default=list)
    broke_off = models.BooleanField(_("broke off"), default=False)

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("publishing run")
        verbose_name_plural = _("publishing runs")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def total(self) -> int:
        """How many lists the press was for."""
        return len(self.rosters)

    @property
    def done(self) -> int:
        """How many have been dealt with."""
        return self.published + self.skipped + len(self.refused)


class NoRecipients(models.Model):
    """Why a village has nobody to publish, as its township explains it to the county; for staff only (东安县 2018)."""

    class Why(models.TextChoices):
        NO_APPLICATION = "no-application", _("nobody has applied")
        NOT_ELIGIBLE = "not-eligible", _("applications, and nobody was eligible")
        ALL_LEFT = "all-left", _("all recipients have left")
        MOVED = "moved", _("the village has been resettled or merged")

    # No way back: public code holds publications, and this is none of its business.
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(_("why"), max_length=16, choices=Why)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("village without recipients")
        verbose_name_plural = _("villages without recipients")

    def __str__(self) -> str:
        return self.publication_id
