"""What other apps learn: who decides by delegation.

What goes when a list ends, changes or loses a row: kept PDFs, photos, stamped originals, notices being made.
"""

from collections.abc import Iterable
from typing import Any

from django.dispatch import receiver

from county.deciding import register_delegations
from publicity import sealed_prints
from publicity.actions import posting, stamped
from publicity.actions.delegation import delegated_townships
from publicity.models.publications import Publication
from publicity.notices import forget
from publicity.signals import list_changed, list_closed, rows_erased

register_delegations(delegated_townships)


@receiver([list_closed, list_changed], dispatch_uid="papers-of-a-changed-list")
def forget_changed(sender: object, publication: Publication, **kwargs: Any) -> None:
    """What was set before says something that no longer holds."""
    forget(publication.pk)
    sealed_prints.remove_lists([publication.pk])


@receiver(rows_erased, dispatch_uid="papers-of-erased-rows")
def forget_erased(sender: object, publication_ids: Iterable[str], **kwargs: Any) -> None:
    """A household that is erased is read on no photo and in no copy that we hold."""
    ids = list(publication_ids)
    for publication_id in ids:
        forget(publication_id)
    sealed_prints.remove_lists(ids)
    posting.drop_photos_of(publication_ids=ids)
    stamped.remove_of(publication_ids=ids)
