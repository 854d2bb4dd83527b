"""Ending lists: the names stay hidden, numbers and ledger stay. Reading decides by date; this puts it on record."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import transaction

from county.actions import record_many
from publicity import notices
from publicity.actions.ledger import append_entries, publish_checkpoint
from publicity.domain.reasons import Ending
from publicity.domain.stages import Stage
from publicity.models.publications import NameKey, Publication
from publicity.signals import list_closed


@transaction.atomic
def close_lists(
    *, publications: Sequence[Publication], ending: Ending, day: date | None = None, by: Any = None
) -> None:
    """Records that lists' rows are not public from `day` on, and forgets their indexes of names.

    Without `day` each ends with its own window. The end of a version that another replaces is told by the ledger
    entry of that other.
    """
    for publication in publications:
        publication.closed_on = publication.closed_on or day or publication.closes_on + timedelta(days=1)
        publication.is_current = ending is not Ending.REPLACED
    Publication.objects.bulk_update(publications, ["closed_on", "is_current"], batch_size=100)
    NameKey.objects.filter(publication__in=publications).delete()
    if ending is not Ending.REPLACED:
        append_entries((_body(publication, ending), {}) for publication in publications)
    acts = ((f"list:{item.pk}", item.village, {"reason": ending.value}) for item in publications)
    record_many(actor=by, verb="list.close", acts=acts)
    transaction.on_commit(partial(_tell, publications), robust=True)


def close_due_lists(*, today: date, by: Any = None) -> list[Publication]:
    """Puts on record the end of every window that has run out; answers the lists it closed. Safe to repeat."""
    with transaction.atomic():
        due = Publication.objects.due_on(today).select_related("village").order_by("pk")
        closed = list(due.select_for_update(of=("self",)))
        for ending, lists in _by_ending(closed).items():
            close_lists(publications=lists, ending=ending, by=by)
        if closed:
            transaction.on_commit(publish_checkpoint, robust=True)
    return closed


def _by_ending(publications: Sequence[Publication]) -> dict[Ending, list[Publication]]:
    """A long-term list has a last day only where the list of a later month opens on the next."""
    found: dict[Ending, list[Publication]] = defaultdict(list)
    for item in publications:
        found[Ending.NEXT_PERIOD if item.stage == Stage.LONG_TERM else Ending.WINDOW].append(item)
    return found


def _body(publication: Publication, ending: Ending) -> dict[str, object]:
    return {
        "type": "close",
        "list": publication.pk,
        "day": publication.closed_on.isoformat(),
        "reason": ending.value,
    }


def _tell(publications: Sequence[Publication]) -> None:
    with transaction.atomic():  # as `publishing` announces
        for publication in publications:
            notices.forget(publication.pk)
            list_closed.send(Publication, publication=publication)
