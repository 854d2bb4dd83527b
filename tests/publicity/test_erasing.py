"""Erasing a household: two people, all months and lists at once, proofs stay, and nothing of it is left to read."""

import ast
import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from county.domain.roles import Role
from county.keys import secret
from county.models.audit import AuditEntry
from county.models.household_keys import HouseholdKey
from county.sealed_audit import opened
from publicity import erasure_list
from publicity.actions.erasing import (
    AlreadyAsked,
    ErasingRefused,
    MayNotErase,
    NobodyFound,
    NotWaiting,
    OtherCertificate,
    OwnRequest,
    ask_erasure,
    erase_household,
    expire_requests,
    find_households,
    withdraw_erasure,
)
from publicity.actions.importing import person_key
from publicity.actions.ledger import Opening, append_entry
from publicity.actions.printing import full_rows
from publicity.actions.publishing import publish_list
from publicity.actions.replaying import replay_erasures
from publicity.actions.retention import apply_retention
from publicity.actions.reviews import publish_review_notice
from publicity.domain.periods import period_of
from publicity.domain.retention import add_months
from publicity.ledger_check import check_ledger
from publicity.ledger_checks.pages import in_process
from publicity.models.erasures import ErasedRow
from publicity.models.households import EntryKey, ErasureRequest
from publicity.models.ledger import LedgerEntry, LedgerOpening
from publicity.models.publications import NameKey, PublicationEntry, ReviewNotice
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from publicity.signals import rows_erased
from tests.factories_county import OfficeFactory, StaffFactory
from tests.factories_publicity import HIDDEN_NAME, NAMES, TODAY, people, roster, standard, village
from tests.factories_rosters import identity
from tests.publicity.households import NUMBERS, out

pytestmark = pytest.mark.django_db
settings_of_hypothesis = hypothesis.settings(
    max_examples=8, deadline=None, suppress_health_check=list(hypothesis.HealthCheck)
)
GONE = NAMES[0]
NUMBER = NUMBERS[GONE]


@pytest.fixture
def second():
    """The other pair of eyes at the county."""
    return StaffFactory(username="second", roles=[Role.COUNTY])


def ask(place, *, number=NUMBER, reason="exit", by=None):
    return ask_erasure(village=place, certificate=number, reason=reason, by=by or people().county)


def erase(place, second, *, number=NUMBER, reason="exit", typed=None, now=None):
    asked = ask(place, number=number, reason=reason)
    now = now or datetime.now(UTC)
    return erase_household(request=asked, certificate=typed or number, by=second, today=TODAY, now=now)


def problems(fetch=None):
    """What verify_ledger finds wrong, besides that nothing was signed within the test's transaction."""
    unsigned = {"not-signed-yet", "state-missing", "checkpoint-missing"}
    return [problem for problem in check_ledger(today=TODAY, fetch=fetch).problems if problem["code"] not in unsigned]


def last_body():
    return json.loads(bytes(LedgerEntry.objects.order_by("-index").first().leaf))


def test_row_name_and_salt_go_and_the_root_still_verifies(second):
    made = out()
    salt = bytes(made.entries.get(number=1).salt)
    assert PublicationEntry.objects.count() == NameKey.objects.count() == EntryKey.objects.count() == 4
    done = erase(made.village, second)
    assert done.counts == {"rows": 1, "entries": 1, "lists": 1, "keys": 1}
    assert [row.number for row in made.entries.all()] == [2, 3, 4]
    assert NameKey.objects.count() == EntryKey.objects.count() == 3
    assert not RosterRow.objects.filter(head_name=GONE).exists()
    assert salt not in {bytes(row.salt) for row in PublicationEntry.everything.all()}
    made.refresh_from_db()
    assert made.shown_households == 4
    assert ErasedRow.objects.filter(publication=made).count() == 1
    assert last_body() == {"type": "erase", "list": made.pk, "count": 1, "day": "2026-11-20"}
    assert problems(fetch=in_process) == []


def test_every_month_stage_and_version_is_reached_and_other_villages_are_not(second):
    october = out(period="2026-10", today=date(2026, 10, 9))
    out(stage="proposed")
    out()
    out(names=NAMES[:2], reason_code="correction")
    elsewhere = out(place=village("前进村", "379901100299"))
    done = erase(october.village, second)
    assert (done.counts["rows"], done.counts["entries"], done.counts["lists"]) == (4, 4, 4)
    left = RosterRow.objects.filter(certificate=NUMBER)
    assert [row.roster.village for row in left] == [elsewhere.village]
    assert elsewhere.entries.count() == 4
    assert problems() == []


def test_a_protected_household_leaves_without_a_word_in_the_ledger(second):
    made = out()
    before = LedgerEntry.objects.size()
    done = erase(made.village, second, number=NUMBERS[HIDDEN_NAME])
    assert (done.counts["rows"], done.counts["entries"]) == (1, 0)
    assert LedgerEntry.objects.size() == before
    kept = VillageRoster.objects.get()
    assert (kept.households, kept.suppressed_households) == (4, 0)


def test_what_is_left_can_be_printed_and_published_anew(second):
    made = out()
    erase(made.village, second)
    made.refresh_from_db()
    assert [row.name for row in full_rows(made)] == list(NAMES[1:])
    ask_again = {"stage": "long-term", "period": "2026-11", "village": made.village, "by": people().county}
    again = publish_list(**ask_again, today=TODAY, reason_code="privacy")
    assert (again.shown_households, again.reconciles) == (3, True)


def test_a_hidden_row_is_erased_too(second):
    made = out()
    PublicationEntry.everything.filter(publication=made, number=1).update(hidden_on=TODAY)
    assert erase(made.village, second).counts["entries"] == 1
    assert PublicationEntry.everything.count() == 3


@pytest.mark.parametrize("reason", ["exit", "court", "protection", "error"])
def test_the_reason_is_one_of_a_closed_set(second, reason):
    assert erase(out().village, second, reason=reason).reason == reason


def test_another_reason_is_refused():
    with pytest.raises(ValueError, match="because"):
        ask(out().village, reason="because")


def test_who_asks_never_confirms_superusers_too(second):
    made = out()
    asked = ask(made.village, by=second)
    second.is_superuser = True
    second.save()
    with pytest.raises(OwnRequest):
        erase_household(request=asked, certificate=NUMBER, by=second, today=TODAY, now=datetime.now(UTC))
    assert RosterRow.objects.filter(certificate=NUMBER).exists()
    assert not erasure_list.path().exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.filter(pk=asked.pk).update(state="done", settled_by=second, household="")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNTY])
def test_only_the_county_finds_asks_and_confirms(role, second):
    made = out()
    other = StaffFactory(username=f"the-{role}", roles=[role], is_superuser=True)
    asked = ask(made.village)
    for attempt in (
        lambda: find_households(typed=NUMBER, by=other),
        lambda: ask(made.village, number=NUMBERS[NAMES[1]], by=other),
        lambda: withdraw_erasure(request=asked, by=other, now=datetime.now(UTC)),
        lambda: erase_household(request=asked, certificate=NUMBER, by=other, today=TODAY, now=datetime.now(UTC)),
    ):
        with pytest.raises(MayNotErase):
            attempt()


def test_the_area_of_the_office_bounds_it():
    made = out(place=village("前进村", "379901100299"))
    elsewhere = OfficeFactory(code="other", area=village("河东村", "379901100298"))
    other = StaffFactory(username="other-county", roles=[Role.COUNTY], office=elsewhere)
    assert find_households(typed=NUMBER, by=other) == []
    with pytest.raises(MayNotErase):
        ask(made.village, by=other)


def test_another_number_confirms_nothing(second):
    made = out()
    with pytest.raises(OtherCertificate):
        erase(made.village, second, typed=NUMBERS[NAMES[1]])
    assert RosterRow.objects.filter(certificate=NUMBER).exists()
    assert not erasure_list.path().exists()


@pytest.mark.parametrize("typed", [f" {NUMBER[:6]} {NUMBER[6:]} ", "".join(chr(ord(c) + 0xFEE0) for c in NUMBER)])
def test_blanks_and_wide_digits_are_the_same_number(second, typed):
    assert erase(out().village, second, typed=typed).state == "done"


def test_a_request_is_made_once_and_settled_once(second):
    made = out()
    asked = ask(made.village)
    with pytest.raises(AlreadyAsked):
        ask(made.village, by=second)
    withdraw_erasure(request=asked, by=people().county, now=datetime.now(UTC))
    with pytest.raises(NotWaiting):
        erase_household(request=asked, certificate=NUMBER, by=second, today=TODAY, now=datetime.now(UTC))
    erase(made.village, second)
    with pytest.raises(NobodyFound):
        ask(made.village)
    assert set(ErasureRequest.objects.values_list("household", flat=True)) == {""}


def test_a_request_that_nobody_confirms_expires():
    asked = ask(out().village)
    assert expire_requests(now=asked.asked_at + timedelta(days=13)) == 0
    assert expire_requests(now=asked.asked_at + timedelta(days=14)) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.household) == ("expired", "")


def test_a_household_is_found_by_certificate_or_by_the_heads_id_number():
    made = out()
    key = person_key(identity(7), secret("person-key"))
    RosterRow.objects.filter(certificate=NUMBER).update(person_key=key)
    for typed in (NUMBER, identity(7), identity(7).lower()):
        (found,) = find_households(typed=typed, by=people().county)
        assert (found.village, found.certificate, found.rows, found.entries) == (made.village, NUMBER, 1, 1)
    assert find_households(typed="", by=people().county) == []
    assert find_households(typed=GONE, by=people().county) == []
    acts = AuditEntry.objects.filter(verb="household.find")
    assert [act.detail for act in acts.order_by("pk")] == [{"found": 1}] * 3 + [{"found": 0}] * 2


def test_the_audit_trail_keeps_the_act_and_loses_the_values(second):
    made = out()
    asked = ask(made.village)
    entry = AuditEntry.objects.get(verb="household.ask-erasure")
    assert opened([entry]) == {entry.pk: {"certificate": NUMBER, "reason": "exit"}}
    erase_household(request=asked, certificate=NUMBER, by=second, today=TODAY, now=datetime.now(UTC))
    assert opened([entry]) == {entry.pk: None}
    assert not HouseholdKey.objects.exists()
    act = AuditEntry.objects.get(verb="household.erase")
    assert (act.actor, act.area_code) == (second, made.village_id)
    assert act.detail["entries"] == 1
    everything = repr(list(AuditEntry.objects.values())) + repr(list(ErasureRequest.objects.values()))
    assert NUMBER not in everything
    assert GONE not in everything


def test_the_list_of_erasures_is_private_and_says_nothing(second):
    erase(out().village, second)
    file = erasure_list.path()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    text = file.read_text()
    assert len(text.splitlines()) == len(erasure_list.read()) == 1
    for word in (GONE, NUMBER, village().pk, "exit"):
        assert word not in text


def test_the_line_is_on_disk_before_the_commit(second, monkeypatch):
    made = out()

    def full(*_arguments, **_options):
        raise OSError("no space left on device")

    monkeypatch.setattr("publicity.actions.erasing.erasure_list.append", full)
    with pytest.raises(OSError, match="no space"):
        erase(made.village, second)
    assert RosterRow.objects.filter(certificate=NUMBER).exists()
    assert made.entries.count() == 4
    assert ErasureRequest.objects.get().state == "asked"


def test_a_crash_between_the_line_and_the_commit_is_made_good_by_replaying(second, monkeypatch):
    made, real = out(), erasure_list.append

    def crashes(households, *, at):
        real(households, at=at)
        raise KeyboardInterrupt

    monkeypatch.setattr("publicity.actions.erasing.erasure_list.append", crashes)
    with pytest.raises(KeyboardInterrupt):
        erase(made.village, second)
    assert RosterRow.objects.filter(certificate=NUMBER).exists()
    assert replay_erasures(today=TODAY).counts() == {"rows": 1, "entries": 1, "lists": 1, "keys": 1}
    assert not RosterRow.objects.filter(certificate=NUMBER).exists()
    assert made.entries.count() == 3


def test_a_review_of_an_erased_row_keeps_its_outcome_alone(second):
    made, hands = out(), people()
    words = "经复核，该户收入超过标准，不予纳入。"
    ask_review = {"village": made.village, "publication": made, "outcome": "upheld", "explanation": words}
    hands_of = {"by": hands.county, "approved_by": hands.lead, "today": TODAY}
    mine = publish_review_notice(**ask_review, **hands_of, entry_number=1)
    other = publish_review_notice(**ask_review, **hands_of, entry_number=2)
    erase(made.village, second)
    mine.refresh_from_db()
    assert (mine.explanation, mine.entry_number, mine.outcome) == ("", None, "upheld")
    assert ReviewNotice.objects.get(pk=other.pk).explanation == words
    with_words = LedgerOpening.objects.filter(field="explanation").values_list("entry", flat=True)
    assert list(with_words) == [other.ledger_index]
    assert problems() == []


def test_words_that_a_later_log_repeats_go_with_the_first(second):
    """After a restore a new log repeats entries with openings of their own (restart_ledger)."""
    made, hands = out(), people()
    notice = publish_review_notice(
        village=made.village, publication=made, entry_number=1, outcome="upheld", explanation="经复核，予以保留。",
        by=hands.county, approved_by=hands.lead, today=TODAY,
    )  # fmt: skip
    first = LedgerEntry.objects.get(pk=notice.ledger_index)
    body = json.loads(bytes(first.leaf)) | {"reanchors": first.pk}
    words = first.openings.get(field="explanation")
    opening = Opening(words.value, bytes(words.salt))
    again = append_entry(body=body, openings={"explanation": opening}, day=TODAY)
    ReviewNotice.objects.update(ledger_index=again)
    assert LedgerOpening.objects.filter(field="explanation").count() == 2
    erase(made.village, second)
    assert not LedgerOpening.objects.filter(field="explanation").exists()


def test_a_file_name_that_tells_the_name_is_forgotten(second):
    made = out()
    RosterImport.objects.update(file_name=f"{GONE}等5户.xlsx")
    erase(made.village, second, number=NUMBERS[NAMES[1]])
    assert RosterImport.objects.get().file_name
    erase(made.village, second)
    assert RosterImport.objects.get().file_name == ""


def test_caches_and_listeners_are_told_after_the_commit(second, django_capture_on_commit_callbacks):
    made, told = out(), []

    def listen(publication_ids, **_):
        told.append(publication_ids)

    cache.set(f"notice:{made.pk}:A4", b"%PDF")
    rows_erased.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            erase(made.village, second)
            assert told == []
    finally:
        rows_erased.disconnect(listen)
    assert told == [[made.pk]]
    assert cache.get(f"notice:{made.pk}:A4") is None


def test_replaying_erases_again_and_spares_who_has_come_back(second):
    made = out()
    erase(made.village, second)
    assert replay_erasures(today=TODAY).counts() == {"rows": 0, "entries": 0, "lists": 0, "keys": 0}
    back = out(reason_code="correction")
    assert replay_erasures(today=TODAY).counts()["rows"] == 0
    assert back.entries.count() == 4
    # As after a restore: the database has the household from before its erasure.
    RosterImport.objects.update(uploaded_at=datetime(2026, 1, 1, tzinfo=UTC))
    EntryKey.objects.update(made_at=datetime(2026, 1, 1, tzinfo=UTC))
    HouseholdKey.objects.update(made_at=datetime(2026, 1, 1, tzinfo=UTC))
    counts = replay_erasures(today=TODAY).counts()
    assert (counts["rows"], counts["entries"]) == (1, 1)
    assert [row.name_masked for row in back.entries.all()] == ["李**", "欧阳**", "阿**"]
    assert replay_erasures(today=TODAY).counts()["rows"] == 0
    assert AuditEntry.objects.filter(verb="household.replay-erasures").count() == 1


def test_a_line_cut_short_by_a_crash_is_no_line(second):
    erasure_list.append(["a" * 43], at=datetime(2026, 11, 20, tzinfo=UTC))
    with erasure_list.path().open("a") as file:
        file.write(f"e1 {'b' * 43} 2026-11")
    erasure_list.append(["c" * 43], at=datetime(2026, 11, 21, tzinfo=UTC))
    assert set(erasure_list.read()) == {"a" * 43, "c" * 43}


def test_another_copy_of_the_list_is_merged_once(tmp_path):
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    erasure_list.append(["a" * 43, "b" * 43], at=late)
    copy = tmp_path / "copy"
    copy.write_text(f"e1 {'a' * 43} {early.isoformat()}\ne1 {'c' * 43} {early.isoformat()}\nnonsense\n")
    assert (erasure_list.merge(copy), erasure_list.merge(copy)) == (1, 0)
    assert erasure_list.read() == {"a" * 43: late, "b" * 43: late, "c" * 43: early}


def test_every_refusal_has_a_code_of_its_own():
    codes = [error.code for error in (ErasingRefused, *ErasingRefused.__subclasses__())]
    assert len(codes) == len(set(codes))


def test_the_page_says_how_many_were_erased(client, second):
    made = out()
    erase(made.village, second)
    page = client.get(f"/publicity/list/{made.pk}/").content.decode()
    assert "王**" not in page
    assert "李**" in page
    assert "本名单已依法删除 1 户" in page
    data = client.get(f"/publicity/list/{made.pk}.json").json()
    assert [row["number"] for row in data["rows"]] == [2, 3, 4]


def test_nobody_who_serves_the_public_imports_the_way_to_households():
    """The import contract in code: only actions, staff's screens and the start of the app know the module."""
    secret_modules = {"publicity.models.households", "publicity.householdkeys"}
    base = Path(settings.BASE_DIR, "publicity")
    public = ["feeds.py", "queries.py", "coverage_queries.py", "panels.py", "urls.py", "ledger_views.py", "forms.py"]
    files = [base / name for name in public] + [*(base / "views").rglob("*.py"), *(base / "api").rglob("*.py")]
    for file in filter(Path.is_file, files):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [f"{node.module}.{item.name}" for item in node.names] if isinstance(node, ast.ImportFrom) else []
            names += [item.name for item in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.startswith(tuple(secret_modules))], file


def test_an_erased_entry_keeps_no_way_back():
    assert not [field for field in PublicationEntry._meta.get_fields() if field.name == "entrykey"]
    standard()
    assert roster(village=village(), by=people().clerk).households == 5


@settings_of_hypothesis
@given(steps=st.lists(st.sampled_from(["next", "replace", "erase-first", "erase-last", "night", "replay"]), max_size=6))
def test_whatever_happens_the_ledger_verifies(steps):
    """Random sequences of publishing, replacing, erasing and nights: rows and erased leaves always make the roots."""
    with transaction.atomic():
        _play(steps)
        transaction.set_rollback(True)


def _play(steps):
    hands = people()
    other = StaffFactory(username="second", roles=[Role.COUNTY])
    month, day, names = 7, date(2026, 7, 9), list(NAMES)
    place = village()
    out(place=place, period="2026-07", today=day)
    for step in steps:
        if step == "next":
            month, day = month + 1, add_months(day, 1)
            out(place=place, period=period_of(day), today=day, names=tuple(names))
        elif step == "replace":
            out(place=place, period=period_of(day), today=day, names=tuple(names), reason_code="correction")
        elif step == "night":
            apply_retention(today=add_months(day, 7), now=datetime.now(UTC))
        elif step == "replay":
            replay_erasures(today=day)
        elif names:
            name = names.pop(0 if step == "erase-first" else -1)
            with suppress(NobodyFound):
                asked = ask_erasure(village=place, certificate=NUMBERS[name], reason="exit", by=hands.county)
                now = datetime.now(UTC)
                erase_household(request=asked, certificate=NUMBERS[name], by=other, today=day, now=now)
                assert not RosterRow.objects.filter(head_name=name).exists()
        assert problems() == []
