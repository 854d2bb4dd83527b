"""After each commit: what changed is read anew, and Elasticsearch is told."""

import threading
from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from county.findable import sources
from policies_cms.models.services import ServiceIndexPage, ServiceWindow
from publicity.models.publications import Publication, ReviewNotice
from publicity.signals import list_changed, list_closed, list_published, review_published
from search.actions import refresh
from search.engines.choice import flush
from search.models.synonyms import Synonym
from search.tasks import rebuild_index


class Waiting(threading.local):
    """Rows of this thread's transaction, by the name of their source; what a rollback leaves here does no harm."""

    def __init__(self) -> None:
        self.rows: dict[str, set[str]] = defaultdict(set)


waiting = Waiting()


def later(name: str, *pks: object) -> None:
    """Refreshes these rows once the transaction is committed; at once when there is none."""
    waiting.rows[name].update(str(pk) for pk in pks if pk is not None)
    transaction.on_commit(refresh_waiting, robust=True)


def refresh_waiting() -> None:
    """Reads anew all that waits, once for however many signals."""
    rows, waiting.rows = waiting.rows, defaultdict(set)
    if not rows:
        return
    for source in sources():
        if rows.get(source.name):
            refresh(source=source, pks=sorted(rows[source.name]))
    flush()


@receiver([post_save, post_delete], dispatch_uid="search-row")
def row_changed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """A row of a model that something findable is made from."""
    for source in sources():
        if source.model and isinstance(instance, source.model):
            later(source.name, instance.pk)
    if isinstance(instance, ServiceIndexPage):
        later("window", *ServiceWindow.objects.values_list("pk", flat=True))


@receiver([list_published, list_closed, list_changed], dispatch_uid="search-list")
def list_moved(sender: object, publication: Publication, **kwargs: Any) -> None:
    """A list and the version that it takes the place of."""
    later("list", publication.pk, publication.replaces_id)


@receiver(review_published, dispatch_uid="search-review")
def review_out(sender: object, notice: ReviewNotice, **kwargs: Any) -> None:
    """The result of a review."""
    later("review", notice.pk)


@receiver([post_page_move, page_slug_changed], dispatch_uid="search-address")
def address_changed(sender: object, instance: Page, **kwargs: Any) -> None:
    """A page and all below it have other addresses."""
    pages_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="search-privacy")
def privacy_changed(sender: object, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page and all below it are for some readers only, or for all again."""
    pages_below(instance.page)


def pages_below(page: Page) -> None:
    """Refreshes a page and all below it, and the windows, which stand on a page."""
    later("page", *Page.objects.descendant_of(page, inclusive=True).values_list("pk", flat=True))
    later("window", *ServiceWindow.objects.values_list("pk", flat=True))


@receiver([post_save, post_delete], sender=Synonym, dispatch_uid="search-synonyms")
def synonyms_changed(sender: object, **kwargs: Any) -> None:
    """Elasticsearch has the synonyms in its index: a new one is built."""
    transaction.on_commit(rebuild_index, robust=True)
