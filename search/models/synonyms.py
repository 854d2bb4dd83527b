"""Words that mean the same, kept by editors."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from search.domain.text import tokens

FEWEST_TERMS = 2


class Synonym(models.Model):
    """A group of words; a search for one finds the others too."""

    terms = models.CharField(
        _("words that mean the same"),
        max_length=200,
        unique=True,
        help_text=_("Separated by commas, for example: 低保, 最低生活保障. A search for one finds the others."),
    )

    panels = [FieldPanel("terms")]

    class Meta:
        ordering = ["terms"]
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.terms

    def clean(self) -> None:
        """A group needs at least two words that can be searched."""
        super().clean()
        if len(self.token_lists) < FEWEST_TERMS:
            raise ValidationError({"terms": _("Give at least two words, separated by commas.")})

    @property
    def token_lists(self) -> list[list[str]]:
        """The words as search tokens; empty ones are left out."""
        parts = self.terms.replace("，", ",").replace("、", ",").split(",")
        return [found for found in (tokens(part) for part in parts) if found]


def synonym_groups() -> list[list[list[str]]]:
    """All groups, as tokens."""
    rows: Any = Synonym.objects.all()
    return [row.token_lists for row in rows]
