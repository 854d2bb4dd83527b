"""What changed from one published list to the next, as numbers: public, and made of the shown rows alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from county.models.audit import AppendOnly
from publicity.domain.stages import Programme
from publicity.models.publications import Publication


class VillageChange(AppendOnly):
    """The four numbers of one long-term list against the list before it."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="change")
    since = models.CharField(_("compared with the list of"), max_length=7)
    new = models.PositiveIntegerField(_("newly on the list"))
    left = models.PositiveIntegerField(_("no longer on the list"))
    raised = models.PositiveIntegerField(_("amount raised"))
    lowered = models.PositiveIntegerField(_("amount lowered"))
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"))

    class Meta:
        verbose_name = _("changes of a list")
        verbose_name_plural = _("changes of lists")

    def __str__(self) -> str:
        return self.publication_id


class TownshipReasons(AppendOnly):
    """Why households left the lists of a township or get less, for one closed month; released once, never revised.

    `cells` is {"left": {reason: number or null}, "lowered": {...}}: a null is a number that can't be shown.
    """

    programme = models.CharField(_("programme"), max_length=20, default=Programme.DIBAO)
    township = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("township"))
    period = models.CharField(_("month"), max_length=7)
    left = models.PositiveIntegerField(_("no longer on the list"))
    lowered = models.PositiveIntegerField(_("amount lowered"))
    cells = models.JSONField(_("reasons"))
    released_on = models.DateField(_("released on"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"))

    class Meta:
        ordering = ["-period", "township"]
        verbose_name = _("reasons of changes")
        verbose_name_plural = _("reasons of changes")
        constraints = [models.UniqueConstraint(fields=["programme", "township", "period"], name="reasons_once_a_month")]

    def __str__(self) -> str:
        return f"{self.township_id} {self.period}"
