"""After a restore: what was erased since the backup is erased again, from the list that lies outside it."""

from datetime import date, datetime

from django.db import transaction

from county.actions import record
from county.models.household_keys import HouseholdKey
from publicity import erasure_list
from publicity.actions.removing import CHUNK, Removed, remove_households
from publicity.householdkeys import household_digests
from publicity.models.households import EntryKey
from publicity.models.rosters import RosterRow


def replay_erasures(*, today: date) -> Removed:
    """Carries out every line of the list of erasures that the database does not follow yet; safe to repeat.

    What came in after a household's erasure stays: it has come back, and is a new household.
    """
    erased = erasure_list.read()
    total = Removed()
    if not erased:
        return total
    pairs = RosterRow.objects.order_by().values_list("roster__village", "certificate").distinct()
    in_rosters = {digest: pair for digest, pair in household_digests(pairs.iterator()).items() if digest in erased}
    on_lists = EntryKey.objects.order_by().values_list("household", flat=True).distinct()
    known = in_rosters.keys() | {digest for digest in on_lists.iterator() if digest in erased} | _keyed(erased)
    for digest in sorted(known):
        total.add(_replay(digest, in_rosters.get(digest), erased[digest], today))
    if total.rows or total.entries:
        record(actor=None, verb="household.replay-erasures", subject="erasures", detail=total.counts())
    return total


def _keyed(erased: dict[str, datetime]) -> set[str]:
    """Those of the erased that have a key for audit values again."""
    digests = sorted(erased)
    found: set[str] = set()
    for start in range(0, len(digests), CHUNK):
        chunk = digests[start : start + CHUNK]
        found.update(HouseholdKey.objects.filter(household__in=chunk).values_list("household", flat=True))
    return found


@transaction.atomic
def _replay(digest: str, pair: tuple[str, str] | None, at: datetime, today: date) -> Removed:
    return remove_households(households=[digest], pairs=[pair] if pair else [], day=today, until=at)
