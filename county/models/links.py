"""Short links behind the QR codes; they can be repointed without printing anew, and counted without knowing anybody."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q, Sum
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from county.codes import is_quiet


class ShortLinkQuerySet(models.QuerySet["ShortLink"]):
    """Links by their state, and with their counts."""

    def leading(self, day: date) -> "ShortLinkQuerySet":
        """Those that have not ended on `day`."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day))

    def with_scans(self, since: date) -> "ShortLinkQuerySet":
        """Each with `scans` (all), `recent` (from `since` on) and `last_scan`, a day."""
        return self.annotate(
            scans=Sum("counts__count", default=0),
            recent=Sum("counts__count", filter=Q(counts__day__gte=since), default=0),
            last_scan=Max("counts__day"),
        )


class ShortLink(models.Model):
    """A code of a few characters that leads to a path of this portal."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    path = models.CharField(_("path"), max_length=255, help_text=_("A path of this site, such as /guides/apply/."))
    title = models.CharField(_("title"), max_length=120)
    purpose = models.CharField(
        _("what it is for"),
        max_length=120,
        blank=True,
        help_text=_("One sentence for the poster: what people find there."),
    )
    expires_on = models.DateField(
        _("leads until"),
        null=True,
        blank=True,
        help_text=_(
            "The last day on which the code leads anywhere; empty for no end. Later it says that it has ended."
        ),
    )
    dead_since = models.DateField(_("leads nowhere since"), null=True, editable=False)

    objects = ShortLinkQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = _("short link")
        verbose_name_plural = _("short links")
        constraints = [models.CheckConstraint(condition=models.Q(path__startswith="/"), name="short_link_is_local")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_local(self) -> bool:
        """Whether the path stays on this site: "//elsewhere" and "/\\elsewhere" lead away from it."""
        return url_has_allowed_host_and_scheme(self.path, allowed_hosts=None)

    @property
    def is_counted(self) -> bool:
        """Scans of what leads to tips, objections and receipts are not counted: a 1 would tell that somebody spoke.

        Nor of what no view answers: "/tip" leads to "/tip/".
        """
        try:
            match = resolve(self.path.partition("?")[0].partition("#")[0])
        except Resolver404:
            return False
        return not is_quiet(match.view_name)

    def has_ended(self, day: date) -> bool:
        """Whether it leads nowhere any more on `day`, by its own date."""
        return self.expires_on is not None and self.expires_on < day

    def clean(self) -> None:
        """A printed code must never lead to another site."""
        super().clean()
        if not self.is_local:
            raise ValidationError({"path": _("Write a path of this site, such as /guides/apply/.")})


class ScanCount(models.Model):
    """How often a code was followed on a day: a number, and nothing of anybody who did."""

    id = models.BigAutoField(primary_key=True)
    link = models.ForeignKey(ShortLink, on_delete=models.CASCADE, related_name="counts")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("scans of a day")
        verbose_name_plural = _("scans of days")
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="one_count_a_link_and_day")]

    def __str__(self) -> str:
        return f"{self.link_id} {self.day}"
