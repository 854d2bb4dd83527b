"""Who prints notices with full names, which ones, and what stays on record of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AuditEntry
from publicity.models.publications import Publication, PublicationEntry
from publicity.models.rosters import RosterRow
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory
from tests.publicity.papers import page_texts, text_of

pytestmark = pytest.mark.django_db
NAMES = ["王建国", "欧阳春华", "买买提·吐尔逊", "李𫖯", "赵㛃", "陈䶮", "孙𬭸"]


@pytest.fixture
def publication(notice_list):
    return notice_list(NAMES)


@pytest.fixture
def printer(client):
    create_role_groups()
    user = StaffFactory(username="township", office=OfficeFactory(township=True), roles=[Role.TOWNSHIP])
    client.force_login(user)
    return user


def address(publication):
    return reverse("publicity_notice_print", args=[publication.pk])


def prints():
    return AuditEntry.objects.filter(verb="notice.print")


def test_staff_print_full_names_and_it_is_on_record(client, printer, publication):
    response = client.get(address(publication), {"size": "A3", "copies": "4"})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    text = text_of(response.content)
    assert [name for name in NAMES if name not in text] == []
    assert "周小童" not in text
    assert "姓名已遮蔽" not in text
    entry = prints().get()
    assert (entry.actor, entry.subject, entry.area_code) == (printer, f"list:{publication.pk}", publication.village_id)
    pages = len(page_texts(response.content))
    assert entry.detail == {"size": "A3", "version": 1, "names": "full", "pages": pages, "copies": 4}


def test_a_masked_print_is_on_record_too(client, printer, publication):
    text = text_of(client.get(address(publication), {"names": "masked"}).content)
    assert not [name for name in NAMES if name in text]
    assert prints().get().detail["names"] == "masked"


def test_a_county_that_wants_masked_names_on_the_board_gets_them(client, printer, publication):
    Publication.objects.filter(pk=publication.pk).update(notice_name="masked")
    text = text_of(client.get(address(publication)).content)
    assert not [name for name in NAMES if name in text]
    assert prints().get().detail["names"] == "masked"


@pytest.mark.parametrize("query", [{"size": "A5"}, {"copies": "0"}, {"copies": "100"}, {"names": "half"}])
def test_other_wishes(client, printer, publication, query):
    assert client.get(address(publication), query).status_code == 404
    assert not prints().exists()


def test_the_staff_page_lists_what_is_open(client, printer, publication):
    page = client.get(reverse("publicity_notices"))
    assert page.status_code == 200
    assert f"{address(publication)}?size=A3" in page.content.decode()
    assert reverse("publicity_notice_options", args=[publication.pk]) in page.content.decode()
    assert "欧阳" not in page.content.decode()
    assert publication.title not in client.get(reverse("publicity_notices"), {"q": "别的村"}).content.decode()


def test_the_empty_page(client, printer):
    assert "没有正在公示的名单" in client.get(reverse("publicity_notices")).content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.DISCIPLINE, Role.APPROVER, Role.ADMIN])
@pytest.mark.parametrize("name", ["publicity_notice_print", "publicity_notice_options", "publicity_notices"])
def test_other_roles_print_nothing(client, publication, role, name):
    create_role_groups()
    client.force_login(StaffFactory(office=OfficeFactory(), roles=[role]))
    arguments = [] if name == "publicity_notices" else [publication.pk]
    assert client.get(reverse(name, args=arguments)).status_code in (302, 403)
    assert not prints().exists()


def test_nobody_prints_without_signing_in(client, publication):
    response = client.get(address(publication))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_another_township_prints_nothing(client, publication):
    create_role_groups()
    elsewhere = AreaFactory(township=True, code="379901200000", name="青山乡")
    office = OfficeFactory(township=True, code="qingshan", area=elsewhere)
    client.force_login(StaffFactory(office=office, roles=[Role.TOWNSHIP]))
    assert client.get(address(publication)).status_code in (302, 403)
    assert client.get(reverse("publicity_notice_options", args=[publication.pk])).status_code in (302, 403)
    assert publication.title not in client.get(reverse("publicity_notices")).content.decode()
    assert not prints().exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closed_on": date(2026, 11, 21)}, "公示时间已结束"),
        ({"closes_on": date(2026, 11, 20)}, "公示时间已结束"),
        ({"is_current": False}, "已有新版本"),
        ({"withdrawn_on": date(2026, 11, 21), "withdrawn_reason": "有误"}, "改贴撤回公示"),
        ({"hidden_on": date(2026, 11, 21)}, "保护隐私"),
        ({"paused_since": date(2026, 11, 21)}, "恢复前不打印"),
    ],
)
def test_what_is_not_open_is_refused_with_what_to_do(client, printer, publication, change, words):
    Publication.objects.filter(pk=publication.pk).update(**change)
    response = client.get(address(publication))
    assert response.status_code == 409
    assert words in response.content.decode()
    options = client.get(reverse("publicity_notice_options", args=[publication.pk])).content.decode()
    assert words in options
    assert address(publication) not in options
    assert not prints().exists()


def test_a_list_that_opens_later_is_printed_beforehand_with_a_warning(client, printer, publication):
    Publication.objects.filter(pk=publication.pk).update(opens_on=date(2026, 11, 23))
    page = client.get(reverse("publicity_notice_options", args=[publication.pk])).content.decode()
    assert "不要提前张贴" in page
    assert "2026年11月23日起公示" in client.get(reverse("publicity_notices")).content.decode()
    assert "王建国" in text_of(client.get(address(publication)).content)
    assert client.get(reverse("publicity:list_pdf", args=[publication.pk])).status_code == 410


@pytest.mark.parametrize(
    "change",
    [{"confidential": True}, {"minor": True}, {"amount": Decimal(999)}, {"head_name": "吴建国"}, {"category": "B"}],
)
def test_a_roster_that_says_something_else_prints_nothing(client, printer, publication, change):
    RosterRow.objects.filter(head_name="王建国").update(**change)
    response = client.get(address(publication))
    assert response.status_code == 409
    assert "王建国" not in response.content.decode()
    assert not prints().exists()


def test_a_hidden_row_is_not_printed_and_the_others_keep_their_names(client, printer, publication):
    PublicationEntry.objects.filter(publication=publication, number=2).update(hidden_on=date(2026, 11, 21))
    text = text_of(client.get(address(publication)).content)
    assert "欧阳" not in text
    assert [name for name in NAMES if name not in text] == ["欧阳春华"]
