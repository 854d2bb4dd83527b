"""Reasons and schedules in the admin: who may open which door, what stands there, what is refused in which words."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AuditEntry
from publicity.actions.schedules import log_schedule
from publicity.models.change_reasons import HouseholdChange
from publicity.models.changes import TownshipReasons
from publicity.models.schedules import VillageClosing
from tests.factories_county import StaffFactory
from tests.factories_publicity import people, village
from tests.publicity.test_changes import AFTER, left_households, publish

pytestmark = pytest.mark.django_db
DOORS = {"publicity_changes": Role.TOWNSHIP, "publicity_reasons": Role.COUNTY, "publicity_schedules": Role.COUNTY}


def enter(client, user):
    create_role_groups()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response):
    return unescape(response.content.decode())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("door", DOORS)
def test_each_door_opens_to_one_role(client, door, role):
    enter(client, StaffFactory(username="someone", roles=[role]))
    answer = client.get(reverse(door))
    assert answer.status_code == (200 if role is DOORS[door] else 302), role


@pytest.mark.parametrize("door", DOORS)
def test_without_an_office_no_door_opens(client, door):
    enter(client, StaffFactory(username="someone", roles=list(Role), office=None))
    assert client.get(reverse(door)).status_code == 302


def test_menus_show_what_may_be_opened(client):
    enter(client, people().township)
    page = text(client.get(reverse("wagtailadmin_home")))
    assert reverse("publicity_changes") in page
    assert reverse("publicity_reasons") not in page


def test_a_township_sees_its_households_and_notes_one_reason_for_many(client):
    left_households(3)
    enter(client, people().township)
    page = text(client.get(reverse("publicity_changes")))
    assert "王秀英" in page
    assert "尚无原因的：3 户" in page
    picked = list(HouseholdChange.objects.values_list("pk", flat=True)[:2])
    data = {"period": "2026-11", "household": picked, "reason": "death"}
    page = text(client.post(reverse("publicity_changes"), data, follow=True))
    assert "已为 2 户记下原因" in page
    assert "尚无原因的：1 户" in page
    only = client.get(reverse("publicity_changes"), {"only_open": "on"})
    assert len(only.context["page"].object_list) == 1
    views = AuditEntry.objects.filter(verb="reasons.view").order_by("pk")
    assert [entry.detail for entry in views] == [{"households": 3}, {"households": 3}, {"households": 1}]


@pytest.mark.parametrize("data", [{"reason": "death"}, {"household": "1"}, {"household": "x", "reason": "death"}])
def test_nothing_ticked_or_chosen_says_what_to_do(client, data):
    left_households(1)
    enter(client, people().township)
    page = text(client.post(reverse("publicity_changes"), {"period": "2026-11", **data}, follow=True))
    assert "请至少勾选一户并选择原因" in page
    assert not HouseholdChange.objects.exclude(reason="").exists()


def test_another_townships_household_is_refused(client):
    left_households(1)
    other = village("山口村", "379901200200")
    other.parent = type(other).objects.create(
        code="379901200000", name="青山乡", kind="township", parent_id="379901000000"
    )
    other.save()
    publish(other, "2026-10", {"x": 300, "y": 300})
    publish(other, "2026-11", {"x": 300})
    enter(client, people().township)
    assert "山口村" not in text(client.get(reverse("publicity_changes")))
    foreign = HouseholdChange.objects.get(row__certificate="y")
    client.post(reverse("publicity_changes"), {"period": "2026-11", "household": foreign.pk, "reason": "death"})
    foreign.refresh_from_db()
    assert foreign.reason == ""


def test_the_empty_state_says_so(client):
    village()
    enter(client, people().township)
    assert "本月没有不再列入或降低的户" in text(client.get(reverse("publicity_changes")))
    enter(client, people().county)
    assert "本月还没有可与以前比较的名单" in text(client.get(reverse("publicity_reasons")))
    assert "尚未记录" in text(client.get(reverse("publicity_schedules")))


def test_the_county_looks_at_numbers_without_names_and_releases_them_once(client, settings):
    settings.PORTAL_TODAY = AFTER.isoformat()
    place = left_households(22)
    enter(client, people().county)
    page = text(client.get(reverse("publicity_reasons")))
    address = reverse("publicity_reasons_release", args=[place.parent_id, "2026-11"])
    assert address in page
    assert "王秀英" not in page
    confirm = text(client.get(address))
    assert "不能撤回" in confirm
    assert "<td>22</td>" in confirm
    assert not TownshipReasons.objects.exists()
    assert "已公布" in text(client.post(address, follow=True))
    assert TownshipReasons.objects.get().cells["left"]["other"] is None  # the total alone would give zeros away
    assert "不再更改" in text(client.post(address, follow=True))
    enter(client, people().township)
    assert 'name="household"' not in text(client.get(reverse("publicity_changes")))


def test_an_open_month_is_not_released(client):
    place = left_households(1)
    enter(client, people().county)
    address = reverse("publicity_reasons_release", args=[place.parent_id, "2026-11"])
    assert address not in text(client.get(reverse("publicity_reasons")))
    assert "本月尚未结束" in text(client.post(address, follow=True))


def test_a_merged_village_is_put_on_record(client):
    place = village()
    log_schedule(period="2026-11", today=date(2026, 11, 1))
    enter(client, people().county)
    page = text(client.get(reverse("publicity_schedules")))
    assert "2026年11月25日" in page
    data = {"village": place.pk, "from_period": "2026-12", "reason": "merged"}
    page = text(client.post(reverse("publicity_schedules"), data, follow=True))
    assert "西河镇向阳村：自2026年12月起，并入他村" in page
    assert VillageClosing.objects.get().from_period == "2026-12"
    page = text(client.post(reverse("publicity_schedules"), data))
    assert VillageClosing.objects.count() == 1


def test_a_month_that_has_begun_is_no_choice(client):
    place = village()
    enter(client, people().county)
    data = {"village": place.pk, "from_period": "2026-11", "reason": "merged"}
    client.post(reverse("publicity_schedules"), data)
    assert not VillageClosing.objects.exists()
