"""Extension, pause, early end, withdrawal: what each does to the window, the ledger, the rows and who may."""

import json
from datetime import date, timedelta

import pytest

from county.models.audit import AppendOnlyError, AuditEntry
from county.models.settings import CountySettings
from publicity.actions.closing import close_due_lists
from publicity.actions.errors import (
    AlreadyPublished,
    BadWindow,
    ForbiddenPattern,
    NotAllowed,
    NotLonger,
    ReasonMissing,
    TooShort,
    UnknownReason,
    WrongState,
)
from publicity.actions.outages import record_outage
from publicity.actions.publishing import publish_list
from publicity.actions.windows import end_early, extend, pause, resume, withdraw
from publicity.domain.windows import State
from publicity.models.events import ListEvent
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import NameKey, Publication
from tests.factories_publicity import TODAY, people, published, roster, standard, village

pytestmark = pytest.mark.django_db
WHY = "站点维护期间无法查看"


def day(text):
    return date.fromisoformat(text)


@pytest.fixture
def listed():
    return published(stage="proposed")


@pytest.fixture
def lead(listed):
    return people().lead


def ask(listed, lead, **more):
    given = {"publication": listed, "because": "outage", "reason": WHY, "by": lead, "today": TODAY}
    return {**given, **more}


def body_of(event):
    return json.loads(bytes(LedgerEntry.objects.get(pk=event.ledger_index).leaf))


def test_an_extension_is_an_event_an_entry_and_an_act(listed, lead):
    assert listed.closes_on == day("2026-11-27")
    event = extend(**ask(listed, lead, closes_on=day("2026-12-01")))
    listed.refresh_from_db()
    assert listed.closes_on == event.closes_on == day("2026-12-01")
    assert listed.is_open(day("2026-12-01"))
    body = body_of(event)
    assert (body["type"], body["list"], body["closes_on"], body["was"], body["reason"]) == (
        "extend",
        listed.pk,
        "2026-12-01",
        "2026-11-27",
        "outage",
    )
    assert WHY not in json.dumps(body, ensure_ascii=False)
    assert set(body["commitments"]) == {"reason"}
    assert AuditEntry.objects.get(verb="list.extend").actor == lead


def test_an_extension_that_ends_on_a_day_off_runs_to_the_next_working_day(listed, lead):
    extend(**ask(listed, lead, closes_on=day("2026-11-28")))
    listed.refresh_from_db()
    assert listed.closes_on == day("2026-11-30")


@pytest.mark.parametrize("to", ["2026-11-20", "2026-11-26", "2026-11-27"])
def test_an_extension_only_lengthens(listed, lead, to):
    with pytest.raises(NotLonger):
        extend(**ask(listed, lead, closes_on=day(to)))
    assert not ListEvent.objects.exists()


@pytest.mark.parametrize(
    ("because", "reason", "error"),
    [
        ("privacy", WHY, UnknownReason),  # fits a withdrawal, not an extension
        ("whim", WHY, UnknownReason),
        ("outage", "  ", ReasonMissing),
        ("outage", "字" * 201, ReasonMissing),
        ("outage", "请联系 13912345678", ForbiddenPattern),
    ],
)
def test_the_reason_is_one_that_everyone_may_read(listed, lead, because, reason, error):
    with pytest.raises(error):
        extend(**ask(listed, lead, closes_on=day("2026-12-01"), because=because, reason=reason))
    listed.refresh_from_db()
    assert listed.closes_on == day("2026-11-27")


def test_the_lists_own_phone_may_stand_in_a_reason():
    settings = CountySettings.load()
    settings.supervision_phone = "13912345678"
    settings.save()
    listed = published(stage="proposed")
    extend(**ask(listed, people().lead, closes_on=day("2026-12-01"), reason="如有疑问请电 13912345678"))


@pytest.mark.parametrize(("name", "may"), [("lead", True), ("county", True), ("township", False), ("clerk", False)])
def test_who_may_change_a_first_list(listed, name, may):
    by = getattr(people(), name)
    if may:
        extend(**ask(listed, by, closes_on=day("2026-12-01")))
        return
    with pytest.raises(NotAllowed):
        extend(**ask(listed, by, closes_on=day("2026-12-01")))


def test_a_township_does_not_touch_what_the_county_publishes():
    listed = published(stage="approved")
    with pytest.raises(NotAllowed):
        withdraw(**ask(listed, people().lead, because="mistake"))


@pytest.mark.parametrize(
    ("opened", "unit", "paused", "resumed", "through", "closes"),
    [
        # paused and resumed on one day: a day lost in part counts whole
        ("2026-11-20", "calendar", "2026-11-23", "2026-11-23", None, "2026-11-30"),  # the 28th is a Saturday
        ("2026-11-20", "calendar", "2026-11-23", "2026-11-25", None, "2026-11-30"),
        ("2026-11-20", "calendar", "2026-11-23", "2026-11-27", "2026-11-26", "2026-12-01"),
        # it outlasts the last day, a Friday: one day of the window was lost, and one is given after the outage
        ("2026-11-20", "calendar", "2026-11-27", "2026-12-01", None, "2026-12-02"),
        # working days: the weekend inside the outage is none of them
        ("2026-11-20", "working", "2026-11-27", "2026-11-30", None, "2026-12-03"),
        ("2026-11-20", "working", "2026-11-28", "2026-11-29", None, "2026-12-01"),
        # over the year's end, 1 to 3 January 2026 off, Sunday the 4th worked
        ("2025-12-25", "calendar", "2025-12-30", "2025-12-31", None, "2026-01-06"),
        ("2025-12-25", "working", "2025-12-30", "2026-01-02", None, "2026-01-08"),
        # 春节 2026: off 15 to 23 February; Saturdays 14 and 28 are worked
        ("2026-02-05", "calendar", "2026-02-10", "2026-02-11", None, "2026-02-14"),
        ("2026-02-05", "working", "2026-02-10", "2026-02-11", None, "2026-02-25"),
        ("2026-02-12", "working", "2026-02-14", "2026-02-24", None, "2026-03-03"),
    ],
)
def test_a_pause_gives_back_what_was_lost(opened, unit, paused, resumed, through, closes):
    settings = CountySettings.load()
    settings.proposed_unit = unit
    settings.save()
    start = day(opened)
    standard_from(start)
    listed = published(stage="proposed", today=start, period=f"{start:%Y-%m}")
    lead = people().lead
    pause(**ask(listed, lead, today=day(paused)))
    listed.refresh_from_db()
    assert listed.state(day(paused)) is State.PAUSED
    event = resume(**ask(listed, lead, today=day(resumed), through=through and day(through)))
    listed.refresh_from_db()
    assert (listed.closes_on, listed.paused_since) == (day(closes), None)
    assert body_of(event)["closes_on"] == closes


def standard_from(start):
    made = standard()
    made.effective_from = min(made.effective_from, start)
    made.save()


def test_rows_are_not_public_during_a_pause_and_the_job_leaves_it_alone(listed, lead):
    pause(**ask(listed, lead, today=day("2026-11-26")))
    listed.refresh_from_db()
    for when in ("2026-11-26", "2026-11-27", "2026-12-05"):
        assert not listed.is_open(day(when))
        assert not Publication.objects.open_on(day(when)).exists()
    assert close_due_lists(today=day("2026-12-05")) == []


def test_what_is_withdrawn_is_not_extended(listed, lead):
    withdraw(**ask(listed, lead, because="mistake"))
    with pytest.raises(WrongState):
        extend(**ask(listed, lead, closes_on=day("2026-12-01")))


def test_a_day_is_given_back_once(listed, lead):
    for _ in range(2):
        pause(**ask(listed, lead, today=day("2026-11-23")))
        resume(**ask(listed, lead, today=day("2026-11-23")))
    listed.refresh_from_db()
    assert listed.closes_on == day("2026-11-30")
    assert [event.days for event in ListEvent.objects.of(listed)] == [0, 1, 0, 0]


@pytest.mark.parametrize("since", ["2026-11-19", "2026-11-24"])
def test_a_pause_lies_between_the_opening_and_today(listed, lead, since):
    with pytest.raises(BadWindow):
        pause(**ask(listed, lead, today=day("2026-11-23"), since=day(since)))


@pytest.mark.parametrize(
    ("days", "to", "allowed"),
    [
        (10, "2026-11-27", True),  # seven days after the 20th
        (10, "2026-11-26", False),
        (7, "2026-11-26", False),
        (7, "2026-11-27", False),  # not earlier than it ends anyway
    ],
)
def test_an_early_end_leaves_the_legal_days(days, to, allowed):
    settings = CountySettings.load()
    settings.proposed_days = days
    settings.save()
    listed = published(stage="proposed")
    lead = people().lead
    arguments = ask(listed, lead, closes_on=day(to), because="decision", today=day("2026-11-23"))
    if not allowed:
        with pytest.raises((TooShort, BadWindow)):
            end_early(**arguments)
        return
    end_early(**arguments)
    listed.refresh_from_db()
    assert (listed.closes_on, listed.is_open(day(to))) == (day(to), True)
    assert not listed.is_open(day(to) + timedelta(days=1))


def test_days_lost_to_an_outage_count_among_the_legal_days():
    settings = CountySettings.load()
    settings.proposed_days = 10
    settings.save()
    listed = published(stage="proposed")
    lead = people().lead
    pause(**ask(listed, lead, today=day("2026-11-23")))
    resume(**ask(listed, lead, today=day("2026-11-24")))
    with pytest.raises(TooShort) as caught:
        end_early(**ask(listed, lead, closes_on=day("2026-11-27"), because="decision", today=day("2026-11-25")))
    assert caught.value.earliest == day("2026-11-30")  # the 29th is a Sunday


def test_a_list_that_stays_is_withdrawn_and_not_ended_early():
    listed = published(stage="approved")
    with pytest.raises(WrongState):
        end_early(**ask(listed, people().county, closes_on=TODAY, because="decision"))


def test_a_withdrawal_stays_visible_and_shows_no_row(listed, lead):
    event = withdraw(**ask(listed, lead, because="mistake", reason="村名有误"))
    listed.refresh_from_db()
    assert listed.state(TODAY) is State.WITHDRAWN
    assert (listed.withdrawn_on, listed.withdrawn_reason) == (TODAY, "村名有误")
    assert not Publication.objects.open_on(TODAY).exists()
    assert not NameKey.objects.exists()
    assert listed.entries.count() == listed.shown_households
    assert body_of(event)["type"] == "withdraw"
    with pytest.raises(WrongState):
        withdraw(**ask(listed, lead, because="mistake"))


def test_after_a_withdrawal_a_new_version_needs_its_reason(listed, lead):
    withdraw(**ask(listed, lead, because="mistake"))
    roster(village=listed.village, by=people().township, stage="proposed", names=("王秀英",))
    again = {"stage": "proposed", "period": "2026-11", "village": listed.village, "by": lead, "today": TODAY}
    with pytest.raises(AlreadyPublished):
        publish_list(**again)
    made = publish_list(**again, reason_code="correction")
    assert (made.version, made.is_open(TODAY)) == (2, True)
    listed.refresh_from_db()
    assert listed.state(TODAY) is State.REPLACED


def test_events_are_written_once(listed, lead):
    event = extend(**ask(listed, lead, closes_on=day("2026-12-01")))
    event.reason = "另一个理由"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        ListEvent.objects.all().delete()


def test_an_outage_of_the_site_is_given_back_to_every_open_list(listed, lead):
    other = published(stage="proposed", place=village("前进村", "379901100299"), today=day("2026-11-23"))
    standing = published(stage="approved", place=village("后湾村", "379901100298"))
    lists = record_outage(
        area=listed.village.parent, since=day("2026-11-21"), through=day("2026-11-24"), because="outage", reason=WHY,
        by=lead, today=day("2026-11-25"),
    )  # fmt: skip
    assert {item.pk for item in lists} == {listed.pk, other.pk}
    for item, closes in ((listed, "2026-12-01"), (other, "2026-12-02")):
        item.refresh_from_db()
        assert (item.closes_on, item.paused_since) == (day(closes), None)
    standing.refresh_from_db()
    assert standing.closes_on is None
    with pytest.raises(BadWindow):
        record_outage(
            area=listed.village, since=day("2026-11-25"), through=day("2026-11-26"), because="outage", reason=WHY,
            by=lead, today=day("2026-11-25"),
        )  # fmt: skip
