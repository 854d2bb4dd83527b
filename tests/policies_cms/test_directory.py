"""The national directory: 13 items, each with what is there and what is missing, from live data alone."""

from datetime import date

import pytest

from county.models.settings import CountySettings
from policies_cms.directory import directory
from policies_cms.domain.directory import Item
from tests.factories_cms import GuideFactory, InfoFactory, PolicyFactory, WindowFactory, site_home
from tests.factories_county import AreaFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


def entry(item: Item):
    return next(found for section in directory(DAY) for found in section.entries if found.rule.item is item)


def test_an_empty_county_lacks_everything_and_says_so(client):
    site_home()
    response = client.get("/policies/directory/")
    html = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    assert html.count("<h1>") == 1
    assert html.count('<section class="panel item"') == 13
    assert "民办函〔2019〕52号" in html
    assert "<script" not in html
    assert sum(found.is_complete for section in directory(DAY) for found in section.entries) == 0


@pytest.mark.parametrize(
    ("made", "complete"),
    [
        ({}, True),
        ({"live": False}, False),
        ({"repealed_on": date(2026, 11, 1)}, False),
        ({"effective_on": date(2027, 1, 1)}, False),
        ({"directory_item": Item.TEKUN_POLICY}, False),
    ],
)
def test_a_policy_item_needs_a_document_in_force(made, complete):
    PolicyFactory(**{"directory_item": Item.DIBAO_POLICY, "document_number": "明民发〔2026〕8号"} | made)
    found = entry(Item.DIBAO_POLICY)
    assert found.is_complete == complete
    assert bool(found.links) == (made.get("live", True) and "directory_item" not in made)


@pytest.mark.parametrize(
    ("written", "published", "body", "late"),
    [
        (date(2026, 6, 18), date(2026, 7, 3), "明安县民政局", False),  # ten working days, the festival not counted
        (date(2026, 6, 18), date(2026, 7, 6), "明安县民政局", True),
        (date(2026, 1, 18), date(2026, 7, 6), "民政部", False),
    ],
)
def test_documents_that_came_late_are_counted(written, published, body, late):
    PolicyFactory(directory_item=Item.GENERAL_POLICY, date_written=written, date_published=published, issuing_body=body)
    assert bool(entry(Item.GENERAL_POLICY).notes) == late


def test_contacts_come_from_the_county_s_settings():
    county = CountySettings.load()
    county.supervision_phone = ""
    county.save()
    InfoFactory(shows_contacts=True)
    found = entry(Item.GENERAL_SUPERVISION)
    assert len(found.missing) == 1
    county.supervision_phone = "0599-000-1111"
    county.save()
    found = entry(Item.GENERAL_SUPERVISION)
    assert found.is_complete
    assert any("0599-000-1111" in note for note in found.notes)


def test_a_guide_must_say_what_the_directory_asks():
    WindowFactory(area=AreaFactory(township=True))
    guide = GuideFactory(directory_item=Item.DIBAO_GUIDE)
    assert len(entry(Item.DIBAO_GUIDE).missing) == 3
    guide.who = "<p>收入低于标准</p>"
    guide.materials = [("material", {"name": "身份证"})]
    guide.steps = [("step", {"title": "受理", "text": "登记", "branches": []})]
    guide.save()
    assert entry(Item.DIBAO_GUIDE).is_complete


def test_lists_that_the_county_has_switched_off_are_missing():
    assert not entry(Item.TEKUN_APPROVAL).links
    assert len(entry(Item.TEMPORARY_LISTS).missing) == 1
    assert entry(Item.DIBAO_REVIEW).links


@pytest.mark.parametrize(
    ("days", "unit", "told"),
    [(7, "working", False), (7, "calendar", True), (5, "working", True), (10, "working", False)],
)
def test_a_display_that_is_shorter_than_the_directory_s_is_told(days, unit, told):
    CountySettings.objects.update_or_create(pk=1, defaults={"proposed_days": days, "proposed_unit": unit})
    assert bool(entry(Item.DIBAO_REVIEW).notes) == told
    assert not entry(Item.DIBAO_APPROVAL).notes
