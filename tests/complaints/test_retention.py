"""Cases that ended years ago: announced, held, destroyed; a trace stays, and only for those who knew of them."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client

from complaints.actions import handling, intake, reminding, retention
from complaints.actions.handling import NotAllowed
from complaints.actions.retention import NotEnded, announce_sealing, hold_case, release_hold, seal_away
from complaints.domain.kinds import Subject
from complaints.domain.lifecycle import NotAcceptedBecause, Rating
from complaints.domain.retention import BadHold
from complaints.finding import SealedCase
from complaints.finished import leaving, traces
from complaints.models.cases import Case, CaseEvent, CaseKeyWrap, CaseRecord, CaseSender
from complaints.models.retention import CaseHold, SealedAway, SealingWarning
from county.domain.roles import Role
from county.jobs import registered_jobs
from county.models.audit import AuditEntry
from county.models.settings import CountySettings
from tests.factories_complaints import FILED, file_case
from tests.factories_county import StaffFactory

END = date(2036, 11, 20)
"""Ten years after FILED."""
ANNOUNCED = END - timedelta(days=30)


def ended(world, name="township", **given):
    case, receipt = file_case(world, **given)
    handling.not_accept_case(
        **world.acting(name, case), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请向信访部门反映"
    )
    return case, receipt


def in_time():
    """Announced in time, sealed away on the day."""
    announce_sealing(today=ANNOUNCED)
    return seal_away(today=END)


def test_what_the_sender_objected_to_in_that_very_minute_is_kept(world, monkeypatch):
    cases = [ended(world)[0] for _each in range(2)]
    announce_sealing(today=ANNOUNCED)
    monkeypatch.setattr(retention, "_noted", lambda *given: Case.objects.update(state="reopened"))
    assert seal_away(today=END) == 1
    assert Case.objects.get() in cases


def auditor(world):
    return StaffFactory(username="auditor", roles=[Role.AUDITOR], office=world.offices["county"])


def test_everything_of_the_case_goes_and_a_trace_stays(world):
    case, receipt = ended(world)
    lookup, records = case.sender.lookup, case.records.count()
    other, _ = file_case(world)
    assert in_time() == 1
    for model in (CaseRecord, CaseEvent, CaseKeyWrap, CaseSender):
        assert set(model.objects.values_list("case", flat=True)) == {other.pk}
    trace = SealedAway.objects.get()
    assert (trace.number, trace.way, trace.office.code, trace.records) == (case.number, "web", "west", records)
    assert (trace.filed_on, trace.ended_on, trace.sealed_on) == (FILED, FILED, END)
    assert SealedAway.objects.get(lookup=lookup) == trace
    with pytest.raises(SealedCase):
        intake.open_by_receipt(receipt.code, today=END)
    entry = AuditEntry.objects.get(verb="case.seal-away")
    assert (entry.subject, entry.detail) == (f"case:{case.number}", {"records": records})


@pytest.mark.parametrize(
    ("announced", "sealed", "gone"),
    [(ANNOUNCED, END, 1), (ANNOUNCED, END - timedelta(days=1), 0), (END - timedelta(days=5), END, 0), (END, END, 0)],
    ids=["on the day", "a day early", "announced too late", "announced the same day"],
)
def test_nothing_goes_before_its_day_or_unannounced(world, announced, sealed, gone):
    ended(world)
    announce_sealing(today=announced)
    assert seal_away(today=sealed) == gone


def test_a_lowered_setting_is_announced_first(world):
    ended(world)
    settings = CountySettings.load()
    settings.case_years = 1
    settings.save()
    day = date(2030, 1, 1)
    assert announce_sealing(today=day) == 1
    assert announce_sealing(today=day) == 0
    assert seal_away(today=day) == 0
    assert seal_away(today=day + timedelta(days=30)) == 1


def test_a_raised_setting_takes_cases_off_the_list(world):
    ended(world)
    announce_sealing(today=END)
    settings = CountySettings.load()
    settings.case_years = 20
    settings.save()
    announce_sealing(today=END)
    assert not SealingWarning.objects.exists()
    assert seal_away(today=END + timedelta(days=40)) == 0


def test_open_cases_are_never_sealed_away(world):
    case, _ = file_case(world)
    handling.accept_case(**world.acting("township", case))
    assert in_time() == 0


def test_a_case_that_was_objected_to_begins_anew_and_a_rating_changes_nothing(world):
    rated, code = ended(world)
    again, objected = ended(world)
    intake.rate(code=code.code, rating=Rating.FAIR, text="", today=FILED + timedelta(days=9))
    intake.reopen(code=objected.code, text="不同意", today=FILED + timedelta(days=9))
    assert in_time() == 1
    assert not Case.objects.filter(pk=rated.pk).exists()
    assert Case.objects.filter(pk=again.pk).exists()


def test_a_held_case_stays_until_the_hold_ends(world):
    case, _ = ended(world)
    until = END + timedelta(days=100)
    hold_case(case=case, by=world.users["lead"], reason=CaseHold.Reason.COURT, until=until, today=ANNOUNCED)
    assert in_time() == 0
    (item,) = leaving(world.users["township"], END)
    assert (item.on, item.hold.reason) == (until + timedelta(days=1), "court")
    assert seal_away(today=until) == 0
    assert seal_away(today=until + timedelta(days=1)) == 1
    entry = AuditEntry.objects.get(verb="case.hold")
    assert entry.detail == {"reason": "court", "until": until.isoformat()}


def test_a_hold_can_be_given_up(world):
    case, _ = ended(world)
    until = END + timedelta(days=100)
    hold_case(case=case, by=world.users["county"], reason="archive", until=until, today=ANNOUNCED)
    release_hold(case=case, by=world.users["lead"])
    assert in_time() == 1


@pytest.mark.parametrize("name", ["township", "neighbour", "discipline"])
def test_only_who_leads_an_office_that_knows_the_case_holds_it(world, name):
    case, _ = ended(world)
    with pytest.raises(NotAllowed):
        hold_case(case=case, by=world.users[name], reason="court", until=END, today=ANNOUNCED)
    with pytest.raises(NotAllowed):
        release_hold(case=case, by=world.users[name])


@pytest.mark.parametrize(
    ("until", "error"),
    [(ANNOUNCED, BadHold), (ANNOUNCED + timedelta(days=366), BadHold), (ANNOUNCED + timedelta(days=29), NotEnded)],
)
def test_a_hold_is_for_a_year_at_most_and_for_a_case_that_would_go(world, until, error):
    case, _ = ended(world)
    with pytest.raises(error):
        hold_case(case=case, by=world.users["lead"], reason="court", until=until, today=ANNOUNCED)


def test_who_knew_nothing_of_the_case_learns_nothing_of_its_trace(world):
    tip, _ = ended(world, "discipline", subject=Subject.TOWNSHIP_STAFF)
    case, _ = ended(world)
    assert in_time() == 2
    known = {name: set(traces(user).values_list("number", flat=True)) for name, user in world.users.items()}
    assert known["township"] == known["lead"] == known["county"] == {case.number}
    assert known["discipline"] == {tip.number}
    assert known["neighbour"] == set()
    assert set(traces(auditor(world)).values_list("number", flat=True)) == {case.number}
    assert not AuditEntry.objects.filter(subject=f"case:{tip.number}").exists()


def test_the_list_before_it_happens_is_seen_by_those_with_a_key(world):
    case, _ = ended(world)
    assert [item.case for item in leaving(world.users["township"], ANNOUNCED)] == [case]
    for other in (world.users["neighbour"], world.users["discipline"], auditor(world)):
        assert leaving(other, ANNOUNCED) == []
    assert leaving(world.users["township"], ANNOUNCED - timedelta(days=1)) == []


def test_the_digest_counts_what_goes_soon(world):
    ended(world)
    world.users["lead"].email = "lead@example.org"
    world.users["lead"].save()
    (digest,) = reminding.digests(today=ANNOUNCED)
    assert (digest.soon, digest.overdue, digest.leaving) == (0, 0, 1)


def test_the_job_announces_seals_and_leaves_no_mail(world, settings):
    ended(world)
    seal = next(job for job in registered_jobs() if job.name == "seal-cases-away")
    for day in (ANNOUNCED, END):
        settings.PORTAL_TODAY = day.isoformat()
        seal.run()
    assert SealedAway.objects.count() == 1
    assert mail.outbox == []


def test_a_number_is_never_given_twice(world, monkeypatch):
    case, _ = ended(world)
    assert in_time() == 1
    drawn = iter([int(case.number), 4711])
    monkeypatch.setattr(intake.secrets, "randbelow", lambda below: next(drawn))
    assert file_case(world)[0].number == "00004711"


def client(user):
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def at_the_end(world, settings):
    settings.PORTAL_TODAY = ANNOUNCED.isoformat()
    return world


def test_the_lead_holds_a_case_on_the_page(at_the_end):
    case, _ = ended(at_the_end)
    lead = client(at_the_end.users["lead"])
    page = lead.get("/admin/cases-kept/").content.decode()
    assert case.number in page
    assert "暂缓封存" in page
    address = f"/admin/cases-kept/{case.number}/"
    wrong = lead.post(address, {"reason": "court", "until": "2040-01-01"}).content.decode()
    assert "不晚于" in wrong
    lead.post(address, {"reason": "court", "until": (END + timedelta(days=60)).isoformat()})
    assert CaseHold.objects.get().case == case
    assert "取消暂缓" in lead.get("/admin/cases-kept/").content.decode()
    lead.post(address, {"release": "1"})
    assert not CaseHold.objects.exists()


def test_others_find_no_such_case_on_the_page(at_the_end):
    case, _ = ended(at_the_end)
    for name in ("township", "neighbour", "discipline"):
        assert client(at_the_end.users[name]).get(f"/admin/cases-kept/{case.number}/").status_code == 404
    assert case.number not in client(at_the_end.users["neighbour"]).get("/admin/cases-kept/").content.decode()


def test_auditors_read_traces_and_others_are_turned_away(at_the_end):
    case, _ = ended(at_the_end)
    reader = client(auditor(at_the_end))
    assert "还没有封存的事项" in reader.get("/admin/cases-kept/").content.decode()
    in_time()
    page = reader.get("/admin/cases-kept/").content.decode()
    assert case.number in page
    assert "即将封存" not in page
    assert case.number not in reader.get("/admin/cases-kept/?q=x").content.decode()
    editor = StaffFactory(username="editor", roles=[Role.EDITOR], office=at_the_end.offices["county"])
    assert client(editor).get("/admin/cases-kept/").status_code in (302, 403)
