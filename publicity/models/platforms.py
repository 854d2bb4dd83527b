"""Named recipient platforms (东安县 2018: 纪委"互联网+监督"、"互联网+政务"): who may fetch full names, sealed to whom.

Nothing here leads to a roster. A token is kept as a digest under a key outside the database.
"""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from publicity.domain.stages import Stage
from publicity.models.publications import ID_LENGTH, new_id


class PlatformQuerySet(models.QuerySet["Platform"]):
    """Platforms by what they may."""

    def served_on(self, day: date) -> "PlatformQuerySet":
        """Confirmed by a second person, not revoked, with a token that has not run out."""
        return self.filter(revoked_on=None, token_expires_on__gte=day).exclude(confirmed_by=None)


class Platform(models.Model):
    """A recipient that law or an agreement names; it gets the full names of households that are shown, no others."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        WITHOUT_TOKEN = "without-token", _("confirmed, without a token")
        SERVED = "served", _("may fetch")
        EXPIRED = "expired", _("token has run out")
        REVOKED = "revoked", _("revoked")

    id = models.CharField(primary_key=True, max_length=ID_LENGTH, default=new_id, editable=False)
    name = models.CharField(_("name of the platform"), max_length=80)
    purpose = models.CharField(_("what it uses the names for"), max_length=200)
    legal_basis = models.TextField(_("legal basis or agreement"), max_length=1000)
    stages = models.JSONField(_("lists it may fetch"), default=list)
    algorithm = models.CharField(_("method of sealing"), max_length=60)
    public_key = models.CharField(_("public key"), max_length=43)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    created_on = models.DateField(_("entered on"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True)
    token_digest = models.CharField(max_length=43, null=True, unique=True)  # noqa: DJ001 - unique, and none for many
    token_expires_on = models.DateField(_("token valid through"), null=True)
    last_used_on = models.DateField(_("last fetched on"), null=True)
    revoked_on = models.DateField(_("revoked on"), null=True)

    objects = PlatformQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("recipient platform")
        verbose_name_plural = _("recipient platforms")
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(revoked_on=None), name="one_platform_a_name"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("created_by")), name="platform_has_two_hands"
            ),
            models.CheckConstraint(
                condition=Q(token_digest=None) | (Q(confirmed_by__isnull=False) & Q(revoked_on=None)),
                name="token_needs_a_confirmed_platform",
            ),
            models.CheckConstraint(
                condition=Q(token_digest=None) | Q(token_expires_on__isnull=False), name="token_runs_out"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stage_set(self) -> frozenset[Stage]:
        """The stages whose lists it may fetch."""
        return frozenset(Stage(item) for item in self.stages)

    def state_on(self, day: date) -> "Platform.State":
        """What it may on `day`."""
        if self.revoked_on:
            return self.State.REVOKED
        if self.confirmed_by_id is None:
            return self.State.WAITING
        if not self.token_digest:
            return self.State.WITHOUT_TOKEN
        return self.State.SERVED if self.token_expires_on >= day else self.State.EXPIRED
