"""The audit trail: every act of staff, never changed, never deleted, without personal data in clear."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnlyError(Exception):
    """Somebody tried to change or delete what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses the bulk ways round `save` and `delete`."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnlyError


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; saving it again is refused."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise AppendOnlyError


class AuditEntry(AppendOnly):
    """One act: who, when, what, to what; `detail` holds counts and codes, never a name from a roster or a case."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("actor")
    )
    verb = models.CharField(_("act"), max_length=60, db_index=True)
    subject = models.CharField(_("matter concerned"), max_length=120)
    area_code = models.CharField(_("area"), max_length=12, blank=True)
    detail = models.JSONField(_("detail"), default=dict)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class AuditSealed(AppendOnly):
    """Values of an entry that concern a household, sealed under its key (county.sealed_audit).

    They stay with the entry; when the household is erased its key goes, and nobody reads them any more.
    """

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="sealed")
    # No relation: the key is deleted, this row never is.
    key_id = models.UUIDField()
    box = models.BinaryField()

    def __str__(self) -> str:
        return str(self.entry_id)
