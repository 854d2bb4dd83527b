"""Opening commitments for an inspector, on record."""

from typing import Any

from django.db import transaction

from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.staff import User
from publicity.actions.errors import NotAllowed
from publicity.domain.rows_root import to_text
from publicity.models.ledger import LedgerOpening
from publicity.models.publications import Publication


@transaction.atomic
def open_list(*, publication: Publication, by: User) -> dict[str, Any]:
    """What opens the commitments of a list's entry: how many are protected, the roster's totals. Raises NotAllowed.

    Salts are base64url. Who holds them can prove the values to anyone: they are for inspectors, not for the public.
    """
    if not allowed(by, Action.READ_AUDIT):
        raise NotAllowed
    openings = LedgerOpening.objects.filter(entry=publication.ledger_index).order_by("field")
    record(
        actor=by,
        verb="ledger.open",
        subject=f"list:{publication.pk}",
        area=publication.village,
        detail={"openings": len(openings)},
    )
    return {
        "list": publication.pk,
        "entry": publication.ledger_index,
        "openings": [
            {"field": each.field, "value": each.value, "salt": to_text(bytes(each.salt))} for each in openings
        ],
    }
