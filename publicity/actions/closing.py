"""Ending a list: the names stay hidden, numbers and ledger stay. Reading decides by date; this puts it on record."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from county.actions import record
from publicity.actions.ledger import append_entry, publish_checkpoint
from publicity.domain.reasons import Ending
from publicity.models.publications import NameKey, Publication
from publicity.signals import list_closed


@transaction.atomic
def close_list(*, publication: Publication, ending: Ending, day: date, by: Any = None) -> None:
    """Records that a list's rows are not public from `day` on, and forgets its index of names.

    The end of a version that another replaces is told by the ledger entry of that other.
    """
    publication.closed_on = publication.closed_on or day
    publication.is_current = ending is not Ending.REPLACED
    publication.save(update_fields=["closed_on", "is_current"])
    NameKey.objects.filter(publication=publication).delete()
    if ending is not Ending.REPLACED:
        append_entry(
            body={"type": "close", "list": publication.pk, "day": day.isoformat(), "reason": ending.value}, day=day
        )
    record(
        actor=by,
        verb="list.close",
        subject=f"list:{publication.pk}",
        area=publication.village,
        detail={"reason": ending.value},
    )
    transaction.on_commit(partial(list_closed.send, Publication, publication=publication), robust=True)


def close_due_lists(*, today: date, by: Any = None) -> list[Publication]:
    """Puts on record the end of every window that has run out; answers the lists it closed. Safe to repeat."""
    closed = []
    with transaction.atomic():
        for publication in Publication.objects.due_on(today).order_by("pk").select_for_update(of=("self",)):
            first_day_closed = publication.closes_on + timedelta(days=1)
            close_list(publication=publication, ending=Ending.WINDOW, day=first_day_closed, by=by)
            closed.append(publication)
        if closed:
            transaction.on_commit(publish_checkpoint, robust=True)
    return closed
