"""The county's screens for erasing: found, asked for, confirmed by another person; no number in an address."""

from html import unescape

import pytest
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from publicity.models.households import ErasureRequest
from publicity.models.rosters import RosterRow
from tests.factories_county import StaffFactory
from tests.factories_publicity import NAMES, people
from tests.publicity.households import NUMBERS, out

pytestmark = pytest.mark.django_db
NUMBER = NUMBERS[NAMES[0]]


@pytest.fixture
def made():
    create_role_groups()
    return out()


def enter(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def text(response):
    return unescape(response.content.decode())


def ask(client, made, **changes):
    data = {"village": made.village_id, "certificate": NUMBER, "reason": "court", **changes}
    return client.post(reverse("publicity_erasing_ask"), data)


def test_from_an_empty_list_to_an_erased_household(client, made):
    enter(client, people().county)
    assert "还没有删除申请" in text(client.get(reverse("publicity_erasing")))
    shown = text(client.post(reverse("publicity_erasing_find"), {"typed": f" {NUMBER} "}))
    assert "将删除花名册 1 行、公示 1 行" in shown
    assert NAMES[0] not in shown
    address = ask(client, made)["Location"]
    assert NUMBER not in address
    page = text(client.get(address))
    assert "须由另一人确认" in page
    assert "永久删除" not in page
    assert NUMBER not in page
    assert client.post(address, {"certificate": NUMBER}).status_code == 422
    enter(client, StaffFactory(username="second", roles=[Role.COUNTY]))
    assert "永久删除" in text(client.get(address))
    wrong = client.post(address, {"certificate": NUMBERS[NAMES[1]]})
    assert (wrong.status_code, "没有删除任何内容" in text(wrong)) == (422, True)
    done = text(client.post(address, {"certificate": NUMBER}, follow=True))
    assert "本系统中不再有该户的数据" in done
    assert not RosterRow.objects.filter(certificate=NUMBER).exists()
    assert "已删除" in text(client.get(reverse("publicity_erasing")))
    assert "已经办结" in text(client.post(address, {"certificate": NUMBER}, follow=True))


def test_a_request_is_given_up(client, made):
    enter(client, people().county)
    address = ask(client, made)["Location"]
    assert "没有删除任何内容" in text(client.post(f"{address}withdraw/", follow=True))
    assert ErasureRequest.objects.get().state == "withdrawn"
    assert "已经办结" in text(client.post(f"{address}withdraw/", follow=True))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"certificate": "37990100000000"}, "没有这个证号"),
        ({"certificate": ""}, "请输入低保证号"),
        ({"reason": "retention"}, "选择"),
        ({"reason": ""}, ""),
        ({"village": "379901000000"}, "选择"),
    ],
)
def test_a_mistake_is_told_in_chinese_and_nothing_is_asked(client, made, changes, words):
    enter(client, people().county)
    answer = ask(client, made, **changes)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not ErasureRequest.objects.exists()


def test_nobody_is_found_under_an_unknown_number(client, made):
    enter(client, people().county)
    assert "没有这个号码的家庭" in text(client.post(reverse("publicity_erasing_find"), {"typed": "1"}))
    assert client.post(reverse("publicity_erasing_find"), {"typed": ""}).status_code == 422


def test_pages_are_kept_by_nobody(client, made):
    enter(client, people().county)
    for name in ("publicity_erasing", "publicity_erasing_find"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNTY])
def test_others_have_no_door(client, made, role):
    asked = ErasureRequest.objects.create(
        household="x" * 43, village=made.village, reason="exit", asked_by=people().county
    )
    other = enter(client, StaffFactory(username=f"the-{role}", roles=[role]))
    assert "删除家庭数据" not in text(client.get(reverse("wagtailadmin_home")))
    other.is_superuser = True
    other.save()
    pages = [reverse("publicity_erasing"), reverse("publicity_erasing_find")]
    pages.append(reverse("publicity_erasing_request", args=[asked.pk]))
    for page in pages:
        assert client.get(page).status_code in (302, 403)
    assert ask(client, made).status_code in (302, 403)
    assert client.post(reverse("publicity_erasing_withdraw", args=[asked.pk])).status_code in (302, 403)
    asked.refresh_from_db()
    assert asked.state == "asked"
