"""Lists that are published and open later; appraisals; many lists at once; the worker."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from county.models.settings import CountySettings
from publicity.actions import batches
from publicity.actions.batches import publish_rosters
from publicity.actions.closing import close_due_lists
from publicity.actions.empties import publish_none, streaks
from publicity.actions.errors import AppraisalOff, BadWindow, SameHand
from publicity.actions.publishing import Wanted, publish_batch, publish_list
from publicity.actions.runs import do_run
from publicity.actions.windows import withdraw
from publicity.domain.windows import State
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import NameKey, Publication, PublicationEntry
from publicity.models.runs import PublishRun
from publicity.queries import look_up
from tests.factories_publicity import TODAY, people, published, roster, standard, village

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands():
    standard()
    return people()


def listed(hands, *, opens_on, stage="proposed", period="2026-11", today=TODAY, place=None):
    place = place or village()
    by, importer = (hands.lead, hands.township) if stage == "proposed" else (hands.county, hands.clerk)
    roster(village=place, by=importer, stage=stage, period=period)
    return publish_list(stage=stage, period=period, village=place, by=by, today=today, opens_on=opens_on)


def test_nobody_sees_a_row_before_the_day_and_the_time_is_counted_from_it(hands):
    made = listed(hands, opens_on=date(2026, 11, 25))
    assert (made.published_on, made.opens_on, made.closes_on) == (TODAY, date(2026, 11, 25), date(2026, 12, 2))
    assert made.state(date(2026, 11, 24)) is State.SCHEDULED
    assert not Publication.objects.open_on(date(2026, 11, 24)).exists()
    assert look_up(village=made.village, name="王秀英", today=date(2026, 11, 24))[1] == []
    assert Publication.objects.open_on(date(2026, 11, 25)).exists()
    assert list(Publication.objects.scheduled(TODAY)) == [made]


@pytest.mark.parametrize("opens_on", [date(2026, 11, 19), date(2026, 1, 1)])
def test_an_opening_in_the_past_is_refused(hands, opens_on):
    with pytest.raises(BadWindow):
        listed(hands, opens_on=opens_on)


def test_a_new_version_opens_at_once(hands):
    made = listed(hands, opens_on=None)
    roster(village=made.village, by=hands.township, stage="proposed", names=("王秀英",))
    with pytest.raises(BadWindow):
        publish_list(
            stage="proposed", period="2026-11", village=made.village, by=hands.lead, today=TODAY,
            reason_code="correction", opens_on=date(2026, 11, 25),
        )  # fmt: skip


def test_the_last_month_stands_until_the_next_one_opens(hands):
    october = published(period="2026-10")
    november = listed(hands, opens_on=date(2026, 11, 25), stage="long-term", place=october.village)
    october.refresh_from_db()
    for day, open_list in ((date(2026, 11, 24), october), (date(2026, 11, 25), november)):
        assert list(Publication.objects.open_on(day)) == [open_list]
    assert close_due_lists(today=date(2026, 11, 25)) == [october]
    october.refresh_from_db()
    assert october.closed_on == date(2026, 11, 25)


def test_a_month_that_is_withdrawn_before_it_opens_leaves_the_last_one_standing(hands):
    october = published(period="2026-10")
    november = listed(hands, opens_on=date(2026, 11, 25), stage="long-term", place=october.village)
    withdraw(publication=november, because="mistake", reason="花名册有误", by=hands.county, today=TODAY)
    assert list(Publication.objects.open_on(date(2026, 12, 20))) == [october]


def test_appraisals_are_the_countys_choice(hands):
    place = village()
    roster(village=place, by=hands.township, stage="appraisal")
    ask = {"stage": "appraisal", "period": "2026-11", "village": place, "by": hands.lead, "today": TODAY}
    settings = CountySettings.load()
    settings.appraisal_enabled = False
    settings.save()
    with pytest.raises(AppraisalOff):
        publish_list(**ask)
    settings.appraisal_enabled = True
    settings.save()
    assert publish_list(**ask, appraised_on=date(2026, 11, 18)).appraised_on == date(2026, 11, 18)


def test_a_batch_leaves_out_what_is_refused_and_publishes_the_rest_whole(hands, django_assert_max_num_queries):
    rosters = [roster(village=village(f"村{n}", f"37990110025{n}"), by=hands.clerk) for n in range(6)]
    bad = roster(village=village("前进村", "379901100299"), by=hands.county)
    with django_assert_max_num_queries(60):  # one at a time it was about 30 a village
        outcome = publish_rosters(rosters=[*rosters, bad], by=hands.county, today=TODAY)
    assert len(outcome.published) == 6
    assert [(place.name, type(error)) for place, error in outcome.refused] == [("前进村", SameHand)]
    assert PublicationEntry.objects.count() == NameKey.objects.count() == 24
    assert LedgerEntry.objects.count() == 6
    assert sorted(item.ledger_index for item in outcome.published) == list(range(6))


def test_a_batch_that_breaks_leaves_nothing_half(hands, monkeypatch):
    """The second township fails in the middle of writing: the first is out whole, of the second nothing is."""
    east = village("东街村", "379901001200")
    east.parent = east.parent.parent.children.create(code="379901001000", name="东城街道", kind="township")
    east.save()
    rosters = [roster(village=village(), by=hands.clerk), roster(village=east, by=hands.clerk)]
    real = batches.publish_batch
    calls = []

    def breaking(**ask):
        calls.append(ask)
        if len(calls) == 2:
            monkeypatch.setattr("publicity.actions.snapshots.insert_many", _break)
        return real(**ask)

    monkeypatch.setattr(batches, "publish_batch", breaking)
    with pytest.raises(RuntimeError):
        publish_rosters(rosters=rosters, by=hands.county, today=TODAY)
    assert Publication.objects.count() == LedgerEntry.objects.count() == 1
    assert PublicationEntry.objects.count() == 4


def _break(*_arguments):
    raise RuntimeError


def test_the_worker_goes_through_a_run_and_tells_how_far_it_is(hands):
    rosters = [roster(village=village(f"村{n}", f"37990110025{n}"), by=hands.clerk) for n in range(3)]
    bad = roster(village=village("前进村", "379901100299"), by=hands.county)
    run = PublishRun.objects.create(by=hands.county, today=TODAY, rosters=[item.pk for item in [*rosters, bad]])
    do_run(run=run)
    run.refresh_from_db()
    assert (run.published, run.done, run.total, run.broke_off) == (3, 4, 4, False)
    assert [item[:2] for item in run.refused] == [["379901100299", "same-hand"]]
    assert run.finished_at is not None


def test_months_without_recipients_are_counted_in_a_row(hands):
    place = village()
    for period, today in (("2026-09", date(2026, 9, 20)), ("2026-10", date(2026, 10, 20)), ("2026-11", TODAY)):
        publish_none(villages=[place], period=period, why="no-application", note="", by=hands.county, today=today)
    (streak,) = streaks(area=place.parent)
    assert (streak.village, streak.period, streak.months) == (place, "2026-11", 3)
    roster(village=place, by=hands.clerk, period="2026-12")
    publish_list(stage="long-term", period="2026-12", village=place, by=hands.county, today=date(2026, 12, 20))
    assert streaks(area=place.parent) == []


def test_rights_are_asked_for_each_list(hands):
    place = village()
    roster(village=place, by=hands.clerk)
    key = batches.Key(batches.Stage.LONG_TERM, "2026-11", place)
    (result,) = publish_batch(wanted=[Wanted(key)], by=hands.lead, today=TODAY)
    assert result.code == "not-allowed"


def test_the_command_takes_a_later_day(hands, settings):
    settings.PORTAL_TODAY = TODAY.isoformat()
    roster(village=village(), by=hands.township, stage="proposed")
    ask = ("publish_lists", "--stage", "proposed", "--period", "2026-11", "--by", "township-lead", "--opens-on")
    with pytest.raises(CommandError):
        call_command(*ask, "soon", stdout=StringIO())
    call_command(*ask, "2026-11-25", stdout=StringIO())
    assert Publication.objects.get().opens_on == date(2026, 11, 25)


def test_the_command_tells_how_far_it_is(hands, settings):
    settings.PORTAL_TODAY = TODAY.isoformat()
    east = village("东街村", "379901001200")
    east.parent = east.parent.parent.children.create(code="379901001000", name="东城街道", kind="township")
    east.save()
    for place in (village(), east):
        roster(village=place, by=hands.clerk)
    told = StringIO()
    call_command(
        "publish_lists", "--stage", "long-term", "--period", "2026-11", "--by", "county", stdout=StringIO(), stderr=told
    )
    assert "已处理 1 / 2" in told.getvalue()
