"""Rosters as imported: for staff only. What is public never comes from here but from the masked publication."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from publicity.domain.causes import Cause
from publicity.domain.stages import Programme, Stage

STAGES = [
    (Stage.APPRAISAL, _("Appraisal")),
    (Stage.PROPOSED, _("Proposed")),
    (Stage.APPROVED, _("Approved for the allowance")),
    (Stage.LONG_TERM, _("Long-term")),
]
PROGRAMMES = [(item, item) for item in Programme]


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Imports by where they stand."""

    def waiting(self) -> "RosterImportQuerySet":
        """Uploaded and neither confirmed nor cancelled."""
        return self.filter(status=RosterImport.Status.WAITING)


class RosterImport(models.Model):
    """One workbook that was handed in. `counts` are sums by the file; while it waits no row of it is stored."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for confirmation")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.CharField(_("programme"), max_length=20, choices=PROGRAMMES, default=Programme.DIBAO)
    stage = models.CharField(_("stage"), max_length=12, choices=STAGES)
    period = models.CharField(_("month"), max_length=7)
    batch = models.PositiveSmallIntegerField(_("batch"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    file_name = models.CharField(_("file"), max_length=200)
    counts = models.JSONField(_("counts"), default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("roster import")
        verbose_name_plural = _("roster imports")

    def __str__(self) -> str:
        return f"{self.period} {self.get_stage_display()}"


class VillageRosterQuerySet(models.QuerySet["VillageRoster"]):
    """Rosters by village and month."""

    def current(
        self,
        *,
        stage: str,
        period: str,
        village: Area | None = None,
        batch: int = 1,
        programme: str = Programme.DIBAO,
    ) -> "VillageRosterQuerySet":
        """The version in force of each village, or of one."""
        found = self.filter(programme=programme, stage=stage, period=period, batch=batch, is_current=True)
        return found if village is None else found.filter(village=village)

    def before(self, *, stage: str, period: str, programme: str = Programme.DIBAO) -> "VillageRosterQuerySet":
        """The versions in force for earlier months, the latest month last."""
        return self.filter(programme=programme, stage=stage, period__lt=period, is_current=True).order_by("period")


class VillageRoster(models.Model):
    """One village's households of one stage, month and batch. A later import of the same makes a new version."""

    roster_import = models.ForeignKey(RosterImport, on_delete=models.PROTECT, related_name="rosters")
    programme = models.CharField(_("programme"), max_length=20, choices=PROGRAMMES, default=Programme.DIBAO)
    stage = models.CharField(_("stage"), max_length=12, choices=STAGES)
    period = models.CharField(_("month"), max_length=7)
    batch = models.PositiveSmallIntegerField(_("batch"), default=1)
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("in force"), default=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("imported by")
    )
    households = models.PositiveIntegerField(_("households"))
    persons = models.PositiveIntegerField(_("covered persons"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    suppressed_households = models.PositiveIntegerField(_("households not named"), default=0)

    objects = VillageRosterQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "stage", "village"]
        verbose_name = _("village roster")
        verbose_name_plural = _("village rosters")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "stage", "period", "batch", "village", "version"], name="one_roster_a_version"
            ),
            models.UniqueConstraint(
                fields=["programme", "stage", "period", "batch", "village"],
                condition=Q(is_current=True),
                name="one_roster_in_force",
            ),
            models.CheckConstraint(
                condition=Q(suppressed_households__lte=F("households")), name="not_named_within_households"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.period} {self.stage}"


class RosterRowQuerySet(models.QuerySet["RosterRow"]):
    """Households of rosters."""

    def suppressed(self) -> "RosterRowQuerySet":
        """Those that no list may name."""
        return self.filter(Q(confidential=True) | Q(minor=True) | Q(person_key=""))

    def shown(self) -> "RosterRowQuerySet":
        """Those that a list names."""
        return self.filter(confidential=False, minor=False).exclude(person_key="")


class RosterRow(models.Model):
    """One household. Its ID number lives on only as a keyed digest, its account number not at all."""

    roster = models.ForeignKey(VillageRoster, on_delete=models.CASCADE, related_name="rows")
    certificate = models.CharField(_("certificate"), max_length=40)
    head_name = models.CharField(_("head of household"), max_length=50)
    household_size = models.PositiveSmallIntegerField(_("household size"))
    covered_persons = models.PositiveSmallIntegerField(_("covered persons"))
    residence = models.CharField(_("residence"), max_length=5, choices=[("rural", _("Rural")), ("urban", _("Urban"))])
    category = models.CharField(_("category"), max_length=1)
    per_capita = models.DecimalField(_("supplement per person"), max_digits=9, decimal_places=2, null=True)
    amount = models.DecimalField(_("amount a month"), max_digits=9, decimal_places=2)
    # Of temporary assistance: one of three words, none of which tells of health (publicity.domain.causes).
    cause = models.CharField(_("cause"), max_length=16, blank=True, choices=[(item, item) for item in Cause])
    since = models.CharField(_("since"), max_length=7, blank=True)
    confidential = models.BooleanField(_("confidential"), default=False)
    minor = models.BooleanField(_("minor"), default=False)
    person_key = models.CharField(_("person key"), max_length=43, db_index=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = RosterRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.UniqueConstraint(fields=["roster", "certificate"], name="one_household_a_certificate"),
            models.UniqueConstraint(fields=["roster", "person_key"], name="one_household_a_person"),
            models.CheckConstraint(
                condition=Q(covered_persons__gte=1, covered_persons__lte=F("household_size")),
                name="covered_within_household",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="roster_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return self.certificate

    @property
    def suppressed(self) -> bool:
        """Whether no list may name this household."""
        return self.confidential or self.minor
