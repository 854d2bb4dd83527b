"""What an office has said of its rosters' columns, remembered for the next month."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from county.models.offices import Office
from publicity.domain.roster_terms import Column


class RememberedColumnsQuerySet(models.QuerySet["RememberedColumns"]):
    """What offices have said of columns."""

    def of_office(self, office: Office | None) -> "RememberedColumnsQuerySet":
        """Those of one office, which no other office's imports use."""
        return self.filter(office=office) if office is not None else self.none()

    def chosen(self) -> dict[str, Mapping[int, Column | None]]:
        """Columns by the signature of the headings, as the domain reads them."""
        return {item.signature: item.as_columns for item in self}


class RememberedColumns(models.Model):
    """The meaning of columns under headings of one signature; `columns` is index to column, blank for not read.

    `headings` names these columns for people. Neither has anything from the rows.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", verbose_name=_("office"))
    signature = models.CharField(_("signature of the headings"), max_length=64)
    columns = models.JSONField(_("columns"))
    headings = models.JSONField(_("headings"), default=dict)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("chosen by")
    )
    chosen_at = models.DateTimeField(_("chosen at"), auto_now=True)

    objects = RememberedColumnsQuerySet.as_manager()

    class Meta:
        ordering = ["-chosen_at"]
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [models.UniqueConstraint(fields=["office", "signature"], name="one_memory_a_heading")]

    def __str__(self) -> str:
        return f"{self.office} {self.signature[:8]}"

    @property
    def as_columns(self) -> dict[int, Column | None]:
        """Index to column, or None for not read; what a later version no longer knows is left out."""
        known = {item.value for item in Column}
        return {int(i): Column(c) if c else None for i, c in self.columns.items() if not c or c in known}
