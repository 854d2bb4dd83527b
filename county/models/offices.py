"""Offices that act: the county bureau, the township offices, discipline inspection."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area


class Office(models.Model):
    """An office with an area it answers for and an office that its overdue cases go to."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("County civil affairs")
        TOWNSHIP = "township", _("Township civil affairs")
        DISCIPLINE = "discipline", _("Discipline inspection")

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="offices", verbose_name=_("area"))
    escalates_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("escalates to")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The kind decides who receives tips, so nobody makes an office that tips are about into their mailbox."""
        super().clean()
        if not self._state.adding and type(self).objects.filter(pk=self.pk).exclude(kind=self.kind).exists():
            raise ValidationError({"kind": _("The kind of an office stays as it is; create another office.")})
