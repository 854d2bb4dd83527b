"""What has been kept long enough goes by itself: the day before nothing, on the day everything, and proofs hold."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from county.actions import record
from county.housekeeping import prune_traces
from county.jobs import registered_jobs
from county.models.audit import AuditEntry
from county.models.household_keys import HouseholdKey
from county.models.settings import CountySettings
from county.sealed_audit import opened
from publicity import erasure_list
from publicity.actions import retention
from publicity.actions.closing import close_due_lists
from publicity.actions.hiding import hide
from publicity.actions.printing import full_rows
from publicity.actions.removing import remove_households
from publicity.actions.retention import apply_retention
from publicity.actions.reviews import publish_review_notice
from publicity.householdkeys import household_digest, sealed_about
from publicity.ledger_check import check_ledger
from publicity.models.erasures import ErasedRow
from publicity.models.households import EntryKey
from publicity.models.ledger import LedgerEntry, LedgerOpening
from publicity.models.publications import NameKey, Publication, PublicationEntry
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from tests.factories_publicity import NAMES, TODAY, people, village
from tests.publicity.households import NUMBERS, handed_in, out

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 6, 1, 2, 40, tzinfo=UTC)
STAYING = NAMES[1:]
LEFT = NUMBERS[NAMES[0]]


def problems(day):
    unsigned = {"not-signed-yet", "state-missing", "checkpoint-missing"}
    return [problem for problem in check_ledger(today=day, fetch=None).problems if problem["code"] not in unsigned]


def night(day):
    return apply_retention(today=day, now=NOW)


def test_the_defaults_are_those_of_the_decision_page():
    county = CountySettings.load()
    assert (county.roster_months, county.closed_months, county.exit_months) == (15, 6, 6)


def test_a_household_that_left_is_out_of_sight_at_once_and_erased_six_months_after_its_last_month():
    october = out(period="2026-10", today=date(2026, 10, 9))
    out(names=STAYING)
    october.refresh_from_db()
    assert not october.is_open(TODAY)
    assert not NameKey.objects.filter(publication=october).exists()
    assert night(date(2027, 4, 30))["exited_rows"] == 0
    assert RosterRow.objects.filter(certificate=LEFT).exists()
    counts = night(date(2027, 5, 1))
    assert (counts["exited_rows"], counts["exited_entries"]) == (1, 1)
    assert not RosterRow.objects.filter(certificate=LEFT).exists()
    digest = household_digest(village_code=october.village_id, certificate=LEFT)
    assert not EntryKey.objects.filter(household=digest).exists()
    assert set(erasure_list.read()) == {digest}
    assert RosterRow.objects.filter(certificate=NUMBERS[STAYING[0]]).count() == 2
    assert problems(date(2027, 5, 1)) == []
    assert night(date(2027, 5, 2))["exited_rows"] == 0


def test_an_applicant_who_was_never_confirmed_goes_too():
    out(stage="proposed", period="2026-10", today=date(2026, 10, 9))
    out(names=STAYING)
    counts = night(date(2027, 5, 1))
    assert counts["exited_rows"] == 1
    assert not RosterRow.objects.filter(certificate=LEFT).exists()


def test_whoever_is_on_the_newest_roster_stays_however_old_it_is():
    handed_in(place=village(), period="2025-01")
    counts = night(date(2027, 5, 1))
    assert (counts["exited_rows"], counts["roster_rows"]) == (0, 0)
    assert RosterRow.objects.count() == 5


def test_all_batches_of_the_newest_month_count():
    place = village()
    handed_in(place=place, period="2025-01", names=NAMES[:2], hidden=())
    VillageRoster.objects.update(batch=2)
    handed_in(place=place, period="2025-01", names=NAMES[2:], hidden=())
    assert night(date(2027, 5, 1))["exited_rows"] == 0


def test_a_closed_list_keeps_its_rows_six_months():
    made = out(stage="proposed")
    out()
    close_due_lists(today=date(2026, 11, 28))
    assert night(date(2027, 5, 27))["closed_entries"] == 0
    counts = night(date(2027, 5, 28))
    assert (counts["closed_lists"], counts["closed_entries"]) == (1, 4)
    made.refresh_from_db()
    assert (made.shown_households, PublicationEntry.everything.filter(publication=made).count()) == (4, 0)
    assert ErasedRow.objects.filter(publication=made).count() == 4
    erased = [json.loads(bytes(entry.leaf)) for entry in LedgerEntry.objects.filter(kind="erase")]
    assert erased == [{"type": "erase", "list": made.pk, "count": 4, "day": "2027-05-28"}]
    assert problems(date(2027, 5, 28)) == []


def test_what_was_replaced_to_protect_somebody_goes_the_same_night():
    first = out()
    out(names=STAYING, reason_code="privacy")
    assert night(TODAY)["closed_entries"] == 4
    assert not PublicationEntry.everything.filter(publication=first).exists()


def test_what_was_replaced_for_another_reason_waits():
    out()
    out(names=STAYING, reason_code="correction")
    assert night(TODAY)["closed_entries"] == 0


def test_who_is_paid_no_more_leaves_the_standing_list_of_the_confirmed_within_a_day():
    confirmed = out(stage="approved", period="2026-10", today=date(2026, 10, 9))
    out(names=STAYING)
    assert confirmed.entries.count() == 4
    assert night(TODAY + timedelta(days=1))["left_entries"] == 1
    assert confirmed.entries.count() == NameKey.objects.filter(publication=confirmed).count() == 3
    assert RosterRow.objects.filter(certificate=LEFT).exists()
    assert [row.name for row in full_rows(confirmed)] == list(STAYING)
    assert problems(TODAY) == []


def test_the_confirmed_stay_until_a_later_roster_is_there():
    confirmed = out(stage="approved")
    out(names=STAYING)
    assert night(TODAY)["left_entries"] == 0
    assert confirmed.entries.count() == 4


def test_old_rosters_lose_their_rows_and_file_names():
    handed_in(place=village(), period="2025-08")
    out()
    RosterImport.objects.update(file_name="王秀英.xlsx")
    assert night(date(2026, 11, 30))["roster_rows"] == 0
    counts = night(date(2026, 12, 1))
    assert (counts["roster_rows"], counts["file_names"]) == (5, 1)
    assert sorted(RosterImport.objects.values_list("period", "file_name")) == [
        ("2025-08", ""),
        ("2026-11", "王秀英.xlsx"),
    ]
    assert VillageRoster.objects.get(period="2025-08").households == 5


def test_what_a_review_explained_goes_after_six_months():
    made, hands = out(), people()
    notice = publish_review_notice(
        village=made.village, publication=made, entry_number=2, outcome="upheld", explanation="经复核，予以保留。",
        by=hands.county, approved_by=hands.lead, today=TODAY,
    )  # fmt: skip
    assert night(notice.closes_on + timedelta(days=180))["explanations"] == 0
    assert night(date(2027, 6, 1))["explanations"] == 1
    notice.refresh_from_db()
    assert notice.explanation == ""
    assert not LedgerOpening.objects.filter(field="explanation").exists()


def test_values_in_the_audit_trail_go_with_the_households_last_row():
    made = out(stage="proposed")
    entry = made.entries.get(number=1)
    act = record(
        actor=people().lead, verb="entry.hide", subject=f"list:{made.pk}", area=made.village,
        **sealed_about(entry, number=1, why="户主系未成年人"),
    )  # fmt: skip
    night(TODAY)
    assert opened([act])[act.pk] == {"number": 1, "why": "户主系未成年人"}
    RosterRow.objects.all().delete()
    PublicationEntry.everything.all().delete()
    assert night(TODAY)["keys"] == 1
    assert opened([act]) == {act.pk: None}
    assert not HouseholdKey.objects.exists()


def test_who_was_hidden_and_why_is_sealed_until_the_household_goes():
    made, hands = out(), people()
    hide(publication=made, entry=made.entries.get(number=2), reason="涉及隐私，依法撤下", by=hands.county, today=TODAY)
    act = AuditEntry.objects.get(verb="entry.hide")
    assert opened([act])[act.pk] == {"number": 2, "reason": "涉及隐私，依法撤下"}
    assert "number" not in act.detail
    digest = household_digest(village_code=made.village_id, certificate=NUMBERS[NAMES[1]])
    remove_households(households=[digest], pairs=[(made.village_id, NUMBERS[NAMES[1]])], day=TODAY)
    assert opened([act])[act.pk] is None


def test_a_night_that_breaks_off_is_made_good_by_the_next(monkeypatch):
    for number in range(3):
        out(stage="proposed", place=village(f"第{number}村", f"37990110020{number}"))
    close_due_lists(today=date(2026, 11, 28))
    monkeypatch.setattr(retention, "LISTS_AT_ONCE", 1)
    real, calls = retention.remove_entries, []

    def breaks_off(entries, day):
        calls.append(entries)
        if len(calls) == 2:
            raise OSError("power cut")
        return real(entries, day)

    monkeypatch.setattr(retention, "remove_entries", breaks_off)
    with pytest.raises(OSError, match="power cut"):
        night(date(2027, 5, 28))
    assert PublicationEntry.everything.count() == 8
    monkeypatch.setattr(retention, "remove_entries", real)
    assert night(date(2027, 5, 28))["closed_entries"] == 8
    assert problems(date(2027, 5, 28)) == []


def test_each_night_is_on_record_as_counts_alone():
    handed_in(place=village(), period="2025-01")
    night(TODAY)
    entry = AuditEntry.objects.get(verb="retention.apply")
    assert entry.actor is None
    assert all(isinstance(value, int) for value in entry.detail.values())


def test_the_job_is_registered_for_each_night():
    jobs = {job.name: job.cron for job in registered_jobs()}
    assert jobs["apply-retention"].split()[2:] == ["*", "*", "*"]
    assert jobs["prune-traces"].split()[2:] == ["*", "*", "*"]


def test_traces_of_sessions_and_failed_sign_ins_are_pruned():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(hours=1))
    for name, hours in (("old", 13), ("new", 1)):
        made = AccessAttempt.objects.create(username=name, failures_since_start=1)
        AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=now - timedelta(hours=hours))
    assert prune_traces() == {"sessions": 1, "tasks": 0, "sign_ins": 1}
    assert AccessAttempt.objects.get().username == "new"
    assert Publication.objects.count() == 0
