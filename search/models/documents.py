"""Everything that can be found, as the search page shows it; and what Elasticsearch has not been told yet."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from modelsearch import index

LONGEST_TITLE = 255


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    """Documents."""

    def shown_on(self, day: date) -> "SearchDocumentQuerySet":
        """Those that may be found on `day`, whether or not a job has run since midnight."""
        begun = Q(shown_from=None) | Q(shown_from__lte=day)
        return self.filter(begun & (Q(shown_until=None) | Q(shown_until__gte=day)))


class SearchDocument(index.Indexed, models.Model):
    """One `county.findable.Findable`, written by `search.actions` alone: it can be thrown away and made anew."""

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=LONGEST_TITLE)
    url = models.CharField(max_length=500)
    township = models.CharField(max_length=12, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.CharField(max_length=80, blank=True)
    day = models.DateField(null=True)
    shown_from = models.DateField(null=True)
    shown_until = models.DateField(null=True)
    # The last column: SQLite reads a row up to what was asked for, and every match is asked for the others.
    body = models.TextField(blank=True)

    objects = SearchDocumentQuerySet.as_manager()
    search_fields = [
        index.SearchField("title"),
        index.SearchField("number"),
        index.SearchField("body"),
        index.AutocompleteField("title"),
        index.AutocompleteField("sort"),
    ]
    # A word that no reader types: it lets SQLite pass over the entries of Wagtail's pages without reading them.
    sort = "zqsearchdocument"
    # Written in bulk and read into the index in the same step; a signal a row would only cost.
    search_auto_update = False
    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    def as_dict(self) -> dict[str, Any]:
        """All fields but the row's number."""
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = tuple(field.name for field in SearchDocument._meta.concrete_fields if not field.primary_key)


class PendingChange(models.Model):
    """A document that changed since Elasticsearch was told; written in the transaction of the change.

    Only the key: what is sent is read when it is sent, so that the last state wins whatever the order.
    """

    key = models.CharField(max_length=64)
    sent = models.BooleanField(default=False, help_text="To the index in use; one that is being built still needs it.")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["sent"])]

    def __str__(self) -> str:
        return self.key
