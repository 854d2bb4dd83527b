from html import unescape

import pytest
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from publicity.models.publications import Publication
from tests.factories_county import StaffFactory
from tests.factories_publicity import HIDDEN_NAME, NAMES, people, published, roster, standard, village

pytestmark = pytest.mark.django_db


@pytest.fixture
def hands():
    standard()
    return people()


def text(response):
    return unescape(response.content.decode())


def enter(client, user, role=None):
    """Signs in without the login page, which has its own tests."""
    create_role_groups()  # roles open the admin's door; what is behind it, the views decide
    if role:
        user = StaffFactory(username=f"the-{role}", roles=[role])
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def index(client, **query):
    return client.get(reverse("publicity_publishing"), query)


def confirm(client, method, *rosters, stage="long-term", period="2026-11", **more):
    data = {"stage": stage, "period": period, "roster": [item.pk for item in rosters], **more}
    return getattr(client, method)(reverse("publicity_publishing_confirm"), data, follow=True)


def test_county_looks_at_two_lists_and_publishes_them_with_one_press(client, hands):
    first = roster(village=village(), by=hands.clerk)
    second = roster(village=village("前进村", "379901100299"), by=hands.clerk)
    enter(client, hands.county)
    assert "未发布" in text(index(client, stage="long-term", period="2026-11"))
    shown = text(confirm(client, "get", first, second))
    for part in ("王**", "0599-123-4567", "580 元/人·月", "明安县民政局", "4 行脱敏信息中有 4 行在本村是唯一的"):
        assert part in shown, part
    assert not any(name in shown for name in (*NAMES, HIDDEN_NAME))
    assert not Publication.objects.exists()
    assert "已发布 2 份名单" in text(confirm(client, "post", first, second))
    assert Publication.objects.current().count() == 2


def test_the_importer_sees_the_roster_and_cannot_choose_it(client, hands):
    mine = roster(village=village(), by=hands.county)
    enter(client, hands.county)
    shown = text(index(client, stage="long-term", period="2026-11"))
    assert "须由另一人发布" in shown
    assert f'value="{mine.pk}"' not in shown
    confirm(client, "post", mine)
    assert not Publication.objects.exists()


def test_what_blocks_is_named_and_there_is_no_press(client):
    hands = people()
    made = roster(village=village(), by=hands.clerk)
    enter(client, hands.county)
    shown = text(confirm(client, "get", made))
    assert "“五公开”缺少：保障标准" in shown
    assert "发布 1 份名单" not in shown
    confirm(client, "post", made)
    assert not Publication.objects.exists()


def test_a_new_version_asks_for_a_reason(client):
    first = published()
    hands = people()
    made = roster(village=first.village, by=hands.clerk, names=("王秀英",))
    enter(client, hands.county)
    assert "此后花名册有更新" in text(index(client, stage="long-term", period="2026-11"))
    confirm(client, "post", made)
    assert Publication.objects.count() == 1
    confirm(client, "post", made, reason_code="correction")
    assert Publication.objects.current().get().version == 2


def test_a_township_lead_sees_its_own_stage_and_area_only(client, hands):
    roster(village=village(), by=hands.clerk)
    made = roster(village=village(), by=hands.township, stage="proposed")
    enter(client, hands.lead)
    assert 'value="long-term"' not in text(index(client))
    assert f'value="{made.pk}"' in text(index(client, stage="proposed", period="2026-11"))
    confirm(client, "post", made, stage="proposed")
    assert Publication.objects.get().stage == "proposed"


@pytest.mark.parametrize("role", [Role.CLERK, Role.TOWNSHIP, Role.DISCIPLINE, Role.EDITOR, Role.AUDITOR, Role.ADMIN])
def test_others_have_no_door(client, hands, role):
    enter(client, None, role)
    assert "/login/" not in client.get(reverse("wagtailadmin_home")).get("Location", "")
    assert index(client).status_code in (302, 403)
    assert "发布公示" not in text(client.get(reverse("wagtailadmin_home")))


@pytest.mark.parametrize(
    ("role", "seen"), [(Role.COUNTY, True), (Role.CLERK, True), (Role.AUDITOR, True), (Role.EDITOR, False)]
)
def test_published_lists_are_read_by_those_who_need_them(client, role, seen):
    made = published()
    enter(client, None, role)
    response = client.get(reverse("publicity_published"))
    assert (response.status_code == 200) is seen
    assert (made.title in text(response)) is seen
    if seen:
        assert reverse("publicity_published_list", args=[made.pk]) in text(response)
        assert reverse("publicity_notice_print", args=[made.pk]) in text(response)


def test_a_month_that_is_none_falls_back_to_this_month(client, hands):
    enter(client, hands.county)
    assert "2026年11月" in text(index(client, stage="long-term", period="2026-99"))
