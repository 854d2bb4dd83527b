"""Who owes a list by when stands in the ledger beforehand; what came, late or never, can be seen by anyone."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from county.models.areas import Area
from county.models.audit import AuditEntry
from county.models.settings import CountySettings
from publicity import coverage_queries
from publicity.actions.errors import NotAllowed
from publicity.actions.schedules import (
    AlreadyClosed,
    Backdated,
    close_village,
    log_batches,
    log_due_schedules,
    log_schedule,
)
from publicity.domain.coverage import Coverage
from publicity.domain.stages import Stage
from publicity.models.ledger import LedgerEntry
from publicity.models.publications import Publication
from publicity.models.schedules import Expectation
from tests.factories_county import AreaFactory
from tests.factories_publicity import people, published, roster, village

pytestmark = pytest.mark.django_db
NOVEMBER_1 = date(2026, 11, 1)


def bodies(kind: str) -> list[dict]:
    entries = [json.loads(bytes(entry.leaf)) for entry in LedgerEntry.objects.order_by("index")]
    return [body for body in entries if body["type"] == kind]


def two_villages() -> tuple[Area, Area]:
    return village(), village("新河村", "379901100201")


def cells(client, **query) -> dict[str, str]:
    """The words of the last month by village."""
    page = client.get(reverse("publicity:coverage"), query)
    assert page.status_code == 200
    return {item.name: str(found[-1]["word"]) for block in page.context["blocks"] for item, found in block["rows"]}


def test_a_schedule_is_one_entry_a_township_and_signed(django_capture_on_commit_callbacks):
    two_villages()
    other = AreaFactory(code="379901200000", name="青山乡", kind="township", parent_id="379901000000")
    AreaFactory(code="379901200200", name="山口村", parent=other)
    with django_capture_on_commit_callbacks(execute=False) as called:
        indexes = log_schedule(period="2026-12", today=NOVEMBER_1)
    assert len(indexes) == 2
    assert len(called) == 1
    first, second = bodies("schedule")
    assert first == {
        "type": "schedule",
        "programme": "dibao",
        "stage": "long-term",
        "period": "2026-12",
        "township": "379901100000",
        "villages": ["379901100200", "379901100201"],
        "due_on": "2026-12-25",
        "day": "2026-11-01",
    }
    assert second["villages"] == ["379901200200"]
    assert set(Expectation.objects.values_list("village", "due_on", "ledger_index")) == {
        ("379901100200", date(2026, 12, 25), indexes[0]),
        ("379901100201", date(2026, 12, 25), indexes[0]),
        ("379901200200", date(2026, 12, 25), indexes[1]),
    }
    assert AuditEntry.objects.get(verb="schedule.log").detail == {"entries": 2}


def test_logging_again_adds_only_what_is_new():
    village()
    assert len(log_schedule(period="2026-11", today=NOVEMBER_1)) == 1
    assert log_schedule(period="2026-11", today=date(2026, 11, 2)) == []
    village("新河村", "379901100201")
    assert len(log_schedule(period="2026-11", today=date(2026, 11, 3))) == 1
    assert [body["villages"] for body in bodies("schedule")] == [["379901100200"], ["379901100201"]]


def test_nothing_is_written_after_the_day_it_was_due():
    village()
    assert log_schedule(period="2026-11", today=date(2026, 11, 26)) == []
    assert not Expectation.objects.exists()


def test_a_changed_day_holds_for_months_not_yet_written_down():
    village()
    log_schedule(period="2026-11", today=NOVEMBER_1)
    county = CountySettings.load()
    county.publish_day = 10
    county.save()
    village("新河村", "379901100201")
    log_schedule(period="2026-11", today=date(2026, 11, 12))
    log_schedule(period="2026-12", today=date(2026, 11, 12))
    due = dict(Expectation.objects.order_by().values_list("period", "due_on").distinct())
    assert due == {"2026-11": date(2026, 11, 25), "2026-12": date(2026, 12, 10)}


def test_the_daily_job_writes_this_month_and_the_next():
    village()
    assert log_due_schedules(today=date(2026, 11, 30)) == 1  # November's day has passed
    assert log_due_schedules(today=date(2026, 12, 1)) == 1
    assert set(Expectation.objects.values_list("period", flat=True)) == {"2026-12", "2027-01"}


def test_a_closed_village_owes_no_more_lists(client, settings):
    settings.PORTAL_TODAY = "2026-12-26"
    place, other = two_villages()
    hands = people()
    with pytest.raises(NotAllowed):
        close_village(village=place, from_period="2026-12", reason="merged", by=hands.township, today=NOVEMBER_1)
    for begun in ("2026-10", "2026-11"):  # what is owed can't be made never to have been owed
        with pytest.raises(Backdated):
            close_village(village=place, from_period=begun, reason="merged", by=hands.county, today=NOVEMBER_1)
    log_schedule(period="2026-12", today=NOVEMBER_1)
    close_village(village=place, from_period="2026-12", reason="merged", by=hands.county, today=NOVEMBER_1)
    with pytest.raises(AlreadyClosed):
        close_village(village=place, from_period="2026-12", reason="merged", by=hands.county, today=NOVEMBER_1)
    assert bodies("schedule-end")[0]["village"] == place.pk
    log_schedule(period="2027-01", today=date(2026, 12, 1))
    assert [body["villages"] for body in bodies("schedule")] == [[place.pk, other.pk], [other.pk]]
    assert cells(client) == {"向阳村": "无名单", "新河村": "未公示"}


def test_a_batch_is_owed_once_its_roster_is_confirmed():
    place, other = two_villages()
    hands = people()
    roster(village=place, by=hands.township, stage="proposed")
    roster(village=other, by=hands.township, stage="proposed", names=())  # all of them protected: nothing may tell
    log_batches(period="2026-11", today=NOVEMBER_1)
    assert [(body["stage"], body["villages"]) for body in bodies("schedule")] == [("proposed", [place.pk])]


@pytest.mark.parametrize(
    ("published_on", "today", "word"),
    [
        ("2026-11-20", "2026-11-26", "按时"),
        ("2026-11-26", "2026-11-26", "逾期"),
        (None, "2026-11-25", "未到期限"),
        (None, "2026-11-26", "未公示"),
    ],
)
def test_a_cell_says_how_it_stands(client, settings, published_on, today, word):
    settings.PORTAL_TODAY = today
    place = village()
    log_schedule(period="2026-11", today=NOVEMBER_1)
    if published_on:
        published(place=place, today=date.fromisoformat(published_on))
    assert cells(client) == {"向阳村": word}


def test_a_missing_list_leads_to_the_entry_that_proves_it(client, settings):
    settings.PORTAL_TODAY = "2026-11-26"
    village()
    (index,) = log_schedule(period="2026-11", today=NOVEMBER_1)
    address = reverse("publicity:schedule", args=[index])
    assert f'href="{address}"' in client.get(reverse("publicity:coverage")).content.decode()
    entry = client.get(address)
    text = entry.content.decode()
    for shown in ("2026年11月1日", "2026年11月25日", "西河镇向阳村", "379901100200"):
        assert shown in text
    assert client.get(reverse("publicity:schedule", args=[index + 1])).status_code == 404


def test_an_entry_of_another_kind_is_no_schedule(client):
    index = published().ledger_index
    assert client.get(reverse("publicity:schedule", args=[index])).status_code == 404


def test_withdrawn_replaced_and_empty_lists_say_so(client, settings):
    settings.PORTAL_TODAY = "2026-11-26"
    place, other = two_villages()
    log_schedule(period="2026-11", today=NOVEMBER_1)
    made, empty = published(place=place), published(place=other, names=(), hidden=())
    assert empty.reason_code == "none-to-show"
    page = client.get(reverse("publicity:coverage")).content.decode()
    assert "无公示对象" in page
    Publication.objects.filter(pk=made.pk).update(withdrawn_on=date(2026, 11, 25), withdrawn_reason="发布错误")
    assert cells(client) == {"向阳村": "已撤回", "新河村": "按时"}
    Publication.objects.filter(pk=made.pk).update(withdrawn_on=None, withdrawn_reason="", version=2)
    assert "有更正" in client.get(reverse("publicity:coverage")).content.decode()


def test_a_list_that_opens_later_has_not_come_yet(client, settings):
    settings.PORTAL_TODAY = "2026-11-22"
    place = village()
    log_schedule(period="2026-11", today=NOVEMBER_1)
    made = published(place=place)
    Publication.objects.filter(pk=made.pk).update(opens_on=date(2026, 11, 28))
    assert cells(client) == {"向阳村": "未到期限"}
    settings.PORTAL_TODAY = "2026-11-28"
    assert cells(client) == {"向阳村": "逾期"}


def test_months_before_there_were_schedules_go_by_the_setting(client, settings):
    settings.PORTAL_TODAY = "2026-11-26"
    place, _other = two_villages()
    published(place=place)
    assert cells(client) == {"向阳村": "按时", "新河村": "未公示"}


def test_other_stages_owe_nothing_by_the_month(client, settings):
    settings.PORTAL_TODAY = "2026-11-26"
    place, _other = two_villages()
    published(place=place, stage="proposed")
    assert cells(client, stage="proposed") == {"向阳村": "已公示", "新河村": "无名单"}


@pytest.mark.parametrize("query", [{"stage": "nonsense"}, {"month": "nonsense"}, {"month": "2099-01"}, {"page": "99"}])
def test_odd_addresses_get_the_default(client, query):
    village()
    assert cells(client, **query) == {"向阳村": "未到期限"}


def test_an_unknown_township_is_not_found(client):
    place = village()
    for code in ("999", place.pk):
        assert client.get(reverse("publicity:coverage"), {"township": code}).status_code == 404


def test_totals_by_township_and_county(client, settings):
    settings.PORTAL_TODAY = "2026-11-26"
    place, _other = two_villages()
    log_schedule(period="2026-11", today=NOVEMBER_1)
    published(place=place)
    page = client.get(reverse("publicity:coverage"))
    assert page.context["sum"]["counts"] == [1, 0, 1, 0]
    assert page.context["totals"][0]["expected"] == 2
    assert "按时 1，未公示 1" in page.content.decode()


def test_months_can_be_turned(client, settings):
    settings.PORTAL_TODAY = "2026-12-20"
    place = village()
    for month in range(5, 13):
        log_schedule(period=f"2026-{month:02d}", today=date(2026, month, 1))
    page = client.get(reverse("publicity:coverage"))
    assert page.context["periods"] == ["2026-09", "2026-10", "2026-11", "2026-12"]
    assert (page.context["asked"].earlier, page.context["asked"].later) == ("2026-08", None)
    page = client.get(reverse("publicity:coverage"), {"month": "2026-06", "township": place.parent_id})
    assert page.context["periods"] == ["2026-05", "2026-06"]
    assert (page.context["asked"].earlier, page.context["asked"].later) == (None, "2026-10")


def test_the_picture_says_the_same_in_words_and_shapes(client, settings):
    settings.PORTAL_TODAY = "2026-11-26"
    place, _other = two_villages()
    log_schedule(period="2026-11", today=NOVEMBER_1)
    published(place=place)
    for query in ({}, {"township": place.parent_id}):
        answer = client.get(reverse("publicity:coverage_svg"), query)
        assert answer["Content-Type"].startswith("image/svg+xml")
        text = answer.content.decode()
        drawn = ElementTree.fromstring(text)
        names = [node.tag.rsplit("}", 1)[1] for node in drawn.iter()]
        assert {"title", "desc"} <= set(names)
        assert not {"style", "script", "a", "image"} & set(names)
        assert not any("style" in node.attrib or "class" in node.attrib for node in drawn.iter())
        words = "".join(drawn.itertext())
        assert "按时 1，未公示 1" in words
        assert "2026年11月" in words
        assert text in client.get(reverse("publicity:coverage"), query).content.decode()


def test_a_village_can_bear_any_name(client, settings):
    settings.PORTAL_TODAY = "2026-11-26"
    place = village(name='<script>&"村', code="379901100299")
    for name in ("coverage", "coverage_svg"):
        text = client.get(reverse(f"publicity:{name}"), {"township": place.parent_id}).content.decode()
        assert "<script" not in text
        assert "&lt;scrip" in text


def county_of(villages: int, townships: int) -> None:
    top = AreaFactory(county=True)
    towns = [
        AreaFactory(code=f"379901{n + 100}000", name=f"第{n}镇", kind="township", parent=top) for n in range(townships)
    ]
    Area.objects.bulk_create(
        Area(
            code=f"379901{n % townships + 100}{n // townships + 200:03d}",
            name=f"第{n}村",
            kind="village",
            parent=towns[n % townships],
        )
        for n in range(villages)
    )


def test_five_hundred_villages_cost_no_more_queries_than_two(client, django_assert_max_num_queries):
    county_of(500, 20)
    log_schedule(period="2026-11", today=NOVEMBER_1)
    client.get(reverse("publicity:coverage"))
    with django_assert_max_num_queries(6):
        page = client.get(reverse("publicity:coverage"))
    assert len(page.context["totals"]) == 20
    assert len(page.context["blocks"]) == 6
    assert page.context["sum"]["expected"] == 500
    found = coverage_queries.overview(periods=["2026-11"], publish_day=25, today=NOVEMBER_1, stage=Stage.LONG_TERM)
    assert len(found.in_state(Coverage.PENDING)) == 500


def test_one_question_has_one_address(client, settings):
    settings.PORTAL_TODAY = "2026-12-20"
    place = village()
    for month in range(5, 13):
        log_schedule(period=f"2026-{month:02d}", today=date(2026, month, 1))
    asked = client.get(reverse("publicity:coverage"), {"month": "2026-12", "stage": "long-term"}).context
    assert asked["blocks"][0]["address"] == f"/publicity/coverage/?township={place.parent_id}"
    asked = client.get(reverse("publicity:coverage"), {"township": place.parent_id, "month": "2026-10"}).context
    assert asked["earlier"] == f"/publicity/coverage/?township={place.parent_id}&month=2026-06"
    assert asked["later"] == f"/publicity/coverage/?township={place.parent_id}"
    assert asked["svg"] == f"/publicity/coverage.svg?township={place.parent_id}&month=2026-10"
    assert dict(asked["crumbs"])["各村公示情况"] == "/publicity/coverage/?month=2026-10"
    large = client.get(reverse("publicity:coverage"), {"view": "large", "month": "2026-10"}).content.decode()
    assert "month=2026-06&amp;view=large" in large
