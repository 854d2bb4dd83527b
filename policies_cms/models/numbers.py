"""Index numbers: each is given once and stays with its page, or with nothing when the page is deleted."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from policies_cms.domain.numbers import index_number, next_serial


class IndexNumberQuerySet(models.QuerySet["IndexNumber"]):
    """Numbers by page and by year."""

    def of(self, page_id: int | None) -> str:
        """The number of a page, or nothing when none was given yet."""
        return self.filter(page_id=page_id).values_list("number", flat=True).first() or "" if page_id else ""

    def is_given(self, number: str) -> bool:
        """Whether a number belongs to a page already, or belonged to one that is deleted."""
        return self.filter(number=number).exists()

    def free(self, *, prefix: str, year: int) -> str:
        """The next number of a year that was never given."""
        taken = list(self.filter(number__startswith=f"{prefix}/{year}-").values_list("number", flat=True))
        return index_number(prefix=prefix, year=year, serial=next_serial(taken=taken, prefix=prefix, year=year))


class IndexNumber(models.Model):
    """A number that was given; rows are never changed, and outlive the page, so that no number comes twice."""

    number = models.CharField(_("index number"), max_length=60, primary_key=True)
    page = models.OneToOneField(
        "policies_cms.PolicyPage", on_delete=models.SET_NULL, null=True, related_name="given_number"
    )
    given_on: "models.DateField[date, date]" = models.DateField(_("given on"))

    objects = IndexNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("index number")
        verbose_name_plural = _("index numbers")

    def __str__(self) -> str:
        return self.number
