"""What happened to published lists after they went out: written once, read by everyone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from county.models.audit import AppendOnly, AppendOnlyQuerySet
from publicity.domain.events import Because, Kind
from publicity.models.publications import Publication, PublicationEntry


class ListEventQuerySet(AppendOnlyQuerySet):
    """Events."""

    def of(self, publication: Publication) -> "ListEventQuerySet":
        """Those of one list, in their order."""
        return self.filter(publication=publication).order_by("pk")


class ListEvent(AppendOnly):
    """One change of a list's window or of what it shows. `reason` is what the public reads."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(
        _("what happened"),
        max_length=12,
        choices=[
            (Kind.EXTEND, _("time extended")),
            (Kind.PAUSE, _("interrupted")),
            (Kind.RESUME, _("continued")),
            (Kind.EARLY_END, _("ends earlier")),
            (Kind.WITHDRAW, _("withdrawn")),
            (Kind.HIDE, _("hidden to protect privacy")),
            (Kind.CONFIRM, _("hiding confirmed")),
            (Kind.LIFT, _("shown again")),
        ],
    )
    day = models.DateField(_("day"))
    reason_code = models.CharField(
        _("reason"),
        max_length=12,
        choices=[
            (Because.OUTAGE, _("the site or the notice board was out of service")),
            (Because.OBJECTION, _("an objection is being looked into")),
            (Because.MISTAKE, _("a mistake in the list")),
            (Because.DECISION, _("by decision of the office in charge")),
            (Because.PRIVACY, _("protection of privacy")),
        ],
    )
    reason = models.CharField(_("reason in words"), max_length=200)
    closes_on = models.DateField(_("open through, after this"), null=True)
    days = models.PositiveSmallIntegerField(_("days added back"), default=0)
    through = models.DateField(_("last day lost"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ledger_index = models.PositiveBigIntegerField(_("ledger entry"))

    objects = ListEventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("event of a list")
        verbose_name_plural = _("events of lists")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="list_event_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.kind} {self.day}"

    @property
    def moves_the_end(self) -> bool:
        """Whether the last day is another after this."""
        return self.kind in (Kind.EXTEND, Kind.EARLY_END) or self.days > 0


class HidingQuerySet(models.QuerySet["Hiding"]):
    """Hides."""

    def waiting(self) -> "HidingQuerySet":
        """Those that no second person has looked at."""
        return self.filter(settled_on=None)


class Hiding(models.Model):
    """A list, or one entry, that one person hid at once; another confirms it or lifts it."""

    class Result(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        LIFTED = "lifted", _("shown again")

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="hidings")
    # Without a constraint in the database: erasing a household deletes its entry, and this row stays.
    entry = models.ForeignKey(PublicationEntry, on_delete=models.SET_NULL, null=True, related_name="+")
    whole_list = models.BooleanField(_("the whole list"))
    hidden_on = models.DateField(_("hidden on"))
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("result"), max_length=10, blank=True, choices=Result)
    settled_on = models.DateField(_("settled on"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = HidingQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("hiding")
        verbose_name_plural = _("hidings")
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=models.F("hidden_by")), name="hiding_has_two_hands"
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_on=None, result="")
                | Q(settled_by__isnull=False, settled_on__isnull=False) & ~Q(result=""),
                name="hiding_is_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.hidden_on}"
