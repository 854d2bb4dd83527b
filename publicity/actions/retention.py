"""What is no longer needed goes by itself, each night: docs/decisions/0026-retention.md says what, when and why.

Every step works in batches of one transaction each and starts from what is still there, so a night that breaks off is
made good by the next. What goes is logged as counts.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from county.actions import record
from county.models.audit import AuditEntry
from county.models.household_keys import HouseholdKey
from county.models.settings import CountySettings
from county.sealed_audit import destroy_keys
from county.storage import cut_log, rewrite
from publicity import erasure_list
from publicity.actions.erasing import expire_requests
from publicity.actions.removing import (
    CHUNK,
    Removed,
    remove_entries,
    remove_households,
    silence_reviews,
)
from publicity.domain.reasons import Reason
from publicity.domain.retention import is_due, last_due_period
from publicity.domain.stages import Stage
from publicity.householdkeys import household_digests
from publicity.models.households import EntryKey
from publicity.models.publications import Publication, PublicationEntry, ReviewNotice
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster

RETENTION = "retention.apply"
ERASING = ("household.erase", "household.replay-erasures")
#: Lists of one transaction: one signature for all of them.
LISTS_AT_ONCE = 50


def apply_retention(*, today: date, now: datetime) -> dict[str, int]:
    """Erases everything whose time of keeping has ended by `today`; answers counts. Safe to repeat and to break off."""
    county = CountySettings.load()
    left = erase_left_from_open_lists(today=today)
    exits = erase_exited(months=county.exit_months, today=today, now=now)
    lists = erase_closed_lists(months=county.closed_months, today=today)
    counts = {
        "left_entries": left.entries,
        "exited_rows": exits.rows,
        "exited_entries": exits.entries,
        "closed_lists": len(lists.lists),
        "closed_entries": lists.entries,
        "roster_rows": erase_old_rosters(months=county.roster_months, today=today),
        "file_names": forget_file_names(months=county.roster_months, today=today),
        "explanations": silence_old_reviews(months=county.closed_months, today=today),
        "keys": exits.keys + destroy_unused_keys(),
        "requests": expire_requests(now=now),
    }
    due = any(counts.values()) or _erased_since_rewriting()
    counts["rewritten"] = int(due and rewrite())
    record(actor=None, verb=RETENTION, subject="retention", detail=counts)
    cut_log()
    return counts


def erase_exited(*, months: int, today: date, now: datetime) -> Removed:
    """Erases households that no newest long-term roster has, `months` after the last month of any roster of theirs."""
    due, total = last_due_period(today, months), Removed()
    for village in _villages_with_rows():
        for pairs in _batches(_exited(village, due)):
            households = household_digests(pairs)
            with transaction.atomic():
                total.add(remove_households(households=list(households), pairs=pairs, day=today))
                erasure_list.append(households, at=now)
    return total


def erase_left_from_open_lists(*, today: date) -> Removed:
    """Erases from lists of confirmed households whoever is not on the long-term roster of a later month.

    Such a list stands for as long as a household is paid (东安县 2018); the long-term list ends by its next version.
    """
    total = Removed()
    standing = Publication.objects.open_on(today).filter(stage=Stage.APPROVED)
    for publication in list(standing.order_by("pk")):
        later = VillageRoster.objects.filter(
            pk__in=_newest_long_term(publication.village_id),
            programme=publication.programme,
            period__gt=publication.period,
        )
        if not later.exists():
            continue
        numbers = RosterRow.objects.filter(roster__in=later).values_list("certificate", flat=True)
        paid = household_digests((publication.village_id, number) for number in numbers)
        keys = EntryKey.objects.filter(entry__publication=publication).values_list("entry", "household")
        gone = [entry for entry, digest in keys if digest not in paid]
        total.add(remove_entries(PublicationEntry.everything.filter(pk__in=gone), today))
    return total


def erase_closed_lists(*, months: int, today: date) -> Removed:
    """Erases the masked rows and salts of lists that ended `months` ago, and at once those replaced for privacy."""
    total = Removed()
    with_rows = PublicationEntry.everything.values("publication")
    ended = Publication.objects.filter(Q(closed_on__isnull=False) | Q(withdrawn_on__isnull=False), pk__in=with_rows)
    due = [item.pk for item in ended.select_related("replaced_by").order_by("pk") if _is_over(item, months, today)]
    for chunk in _batches(due, LISTS_AT_ONCE):
        total.add(remove_entries(PublicationEntry.everything.filter(publication__in=chunk), today))
    return total


def erase_old_rosters(*, months: int, today: date) -> int:
    """Erases roster rows `months` after their month, but for the newest long-term roster of each village."""
    old = VillageRoster.objects.filter(period__lte=last_due_period(today, months))
    with_rows = old.filter(pk__in=RosterRow.objects.values("roster"))
    count = 0
    for roster in with_rows.exclude(pk__in=_newest_long_term()).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            count += RosterRow.objects.filter(roster=roster).delete()[1].get(RosterRow._meta.label, 0)
    return count


def forget_file_names(*, months: int, today: date) -> int:
    """Blanks the names of files whose month is as long ago: people write names into them."""
    old = RosterImport.objects.filter(period__lte=last_due_period(today, months)).exclude(file_name="")
    return old.exclude(rosters__rows__isnull=False).update(file_name="")


def silence_old_reviews(*, months: int, today: date) -> int:
    """Takes away what reviews explained, `months` after their notice came down; outcome and ledger entry stay."""
    with_words = ReviewNotice.objects.exclude(explanation="").filter(closes_on__lt=today)
    due = [notice.pk for notice in with_words if is_due(notice.closes_on, months, today)]
    with transaction.atomic():
        return silence_reviews(ReviewNotice.objects.filter(pk__in=due))


def destroy_unused_keys() -> int:
    """Destroys the audit keys of households that neither a roster nor a list has any more."""
    held = set(HouseholdKey.objects.values_list("household", flat=True))
    pairs = RosterRow.objects.order_by().values_list("roster__village", "certificate").distinct()
    held -= household_digests(pairs.iterator()).keys()
    held -= set(EntryKey.objects.order_by().values_list("household", flat=True).distinct())
    return sum(destroy_keys(chunk) for chunk in _batches(sorted(held)))


def _exited(village: str, due: str) -> list[tuple[str, str]]:
    """Village and certificate of those whose last month is `due` or earlier, and who are not on the newest roster."""
    last = RosterRow.objects.filter(roster__village=village).order_by().values("certificate")
    gone = set(last.annotate(last=Max("roster__period")).filter(last__lte=due).values_list("certificate", flat=True))
    newest = RosterRow.objects.filter(roster__in=_newest_long_term(village))
    return [(village, number) for number in sorted(gone - set(newest.values_list("certificate", flat=True)))]


def _newest_long_term(village: str | None = None) -> list[int]:
    """The rosters of the newest long-term month of each village and programme: who is on them receives."""
    rosters = VillageRoster.objects.filter(stage=Stage.LONG_TERM, is_current=True)
    if village is not None:
        rosters = rosters.filter(village=village)
    newest: dict[tuple[str, str], tuple[str, list[int]]] = {}
    for programme, place, period, pk in rosters.order_by("period").values_list("programme", "village", "period", "pk"):
        known = newest.get((programme, place))
        if known and known[0] == period:
            known[1].append(pk)
        else:
            newest[programme, place] = period, [pk]
    return [pk for _period, pks in newest.values() for pk in pks]


def _villages_with_rows() -> list[str]:
    rows = RosterRow.objects.order_by().values_list("roster__village", flat=True).distinct()
    return sorted(rows)


def _is_over(publication: Publication, months: int, today: date) -> bool:
    """Whether a list's rows have been kept long enough; one replaced to protect somebody waits for nothing."""
    newer = getattr(publication, "replaced_by", None)
    ended_on = min(day for day in (publication.closed_on, publication.withdrawn_on) if day)
    hides = newer is not None and newer.reason_code == Reason.PRIVACY
    return is_due(ended_on, 0 if hides else months, today)


def _erased_since_rewriting() -> bool:
    """Whether staff or a replay have erased something since the last night."""
    last = AuditEntry.objects.filter(verb=RETENTION).order_by("-pk").values_list("pk", flat=True).first() or 0
    return AuditEntry.objects.filter(verb__in=ERASING, pk__gt=last).exists()


def _batches(items: list[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
