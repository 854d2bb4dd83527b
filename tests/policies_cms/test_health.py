"""Content health: each kind of fault is found, what is well is not, and who may read it."""

import json
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from county.health import Kind, findings
from county.models.links import ScanCount, ShortLink
from county.models.offices import Office
from county.models.settings import CountySettings
from county.models.standards import Standard
from policies_cms import health
from policies_cms.actions import count_faults
from policies_cms.domain.age import months_before
from policies_cms.models.health import HealthCount
from policies_cms.models.news import NewsKind
from tests.factories_cms import GuideFactory, InfoFactory, NewsFactory, PolicyFactory, WindowFactory
from tests.factories_county import AreaFactory, StaffFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def day(settings):
    settings.PORTAL_TODAY = DAY.isoformat()


def raw_image(alt: str, *, decorative: bool) -> str:
    value = {"image": 1, "alt_text": alt, "decorative": decorative}
    return json.dumps([{"type": "image", "value": value, "id": "a"}])


def found(check) -> list[tuple[str, str]]:
    return [(item.title, str(item.detail)) for item in check(DAY)]


@pytest.mark.parametrize(
    ("months", "before"),
    [(0, date(2026, 8, 31)), (6, date(2026, 2, 28)), (8, date(2025, 12, 31)), (20, date(2024, 12, 31))],
)
def test_months_before(months, before):
    assert months_before(date(2026, 8, 31), months) == before


@pytest.mark.parametrize(("newest", "stale"), [(date(2026, 5, 21), False), (date(2026, 5, 20), True)])
def test_a_section_is_stale_after_the_county_s_months(newest, stale):
    NewsFactory(day=newest)
    NewsFactory(day=date(2026, 11, 1), live=False)
    assert [title for title, _said in found(health.stale_sections)] == (["动态与案例"] if stale else [])


def test_links_that_lead_nowhere(client):
    there = InfoFactory(title="在")
    hidden = InfoFactory(title="藏", live=False)
    links = [
        f'<a linktype="page" id="{there.pk}">a</a>',
        f'<a linktype="page" id="{hidden.pk}">b</a>',
        '<a linktype="page" id="99999">c</a>',
        '<a id="88888" linktype="document">d</a>',
        '<a href="/publicity/">e</a>',
        '<a href="/nowhere-at-all/">f</a>',
        '<a href="/q/zzzzzz">g</a>',
        '<a href="tel:12345">h</a>',
        '<a href="https://example.org/x?a=1&amp;b=2">i</a>',
    ]
    InfoFactory(title="带链接", body=[("text", f"<p>{''.join(links)}</p>")])
    items = [item for item in health.contents(DAY) if item.title == "带链接"]
    dead = [item for item in items if item.kind is Kind.DEAD_LINK]
    assert len(dead) == 5
    assert [item.detail for item in items if item.kind is Kind.EXTERNAL] == ["https://example.org/x?a=1&b=2"]
    assert any("/nowhere-at-all/" in item.detail for item in dead)


def test_a_link_in_a_text_costs_no_scan():
    link = ShortLink.objects.create(code="abcdef", path="/publicity/", title="公示")
    InfoFactory(title="带短码", body=[("text", '<p><a href="/q/abcdef">a</a></p>')])
    assert found(health.contents) == []
    assert not ScanCount.objects.filter(link=link).exists()


def test_a_dead_short_link_is_told():
    ShortLink.objects.create(code="abcdef", path="/gone/", title="旧海报", dead_since=DAY)
    assert [title for title, _said in found(health.dead_codes)] == ["旧海报"]


def test_gaps_are_named():
    PolicyFactory(title="无号", document_number="", subject="低保", date_written=date(2026, 6, 1))
    for title in ("同号一", "同号二"):
        PolicyFactory(title=title, document_number="明民发〔2026〕8号", subject="低保", date_written=date(2026, 6, 1))
    WindowFactory(name="无电话", phone="", area=AreaFactory(township=True))
    assert {title for title, _said in found(health.gaps)} == {"无号", "同号一", "同号二", "无电话"}


def test_an_image_wants_words_unless_it_only_adorns():
    InfoFactory(title="无字图", body=raw_image("", decorative=False))
    InfoFactory(title="装饰图", body=raw_image("", decorative=True))
    assert found(health.contents) == [("无字图", "图片的文字说明")]


def test_more_pages_cost_no_more_statements(django_assert_max_num_queries):
    for _number in range(3):
        PolicyFactory(document_number="")
    with CaptureQueriesContext(connection) as few:
        findings(DAY)
    for _number in range(6):
        PolicyFactory(document_number="")
    with django_assert_max_num_queries(len(few)):
        assert sum(item.kind is Kind.UNEXPLAINED for item in findings(DAY)) == 9


def test_the_county_s_own_documents_want_an_explanation():
    explained = NewsFactory(kind=NewsKind.INTERPRETATION)
    hidden = NewsFactory(kind=NewsKind.INTERPRETATION, live=False)
    PolicyFactory(title="有解读", interpretation=explained)
    PolicyFactory(title="解读未发", interpretation=hidden)
    PolicyFactory(title="没有解读")
    PolicyFactory(title="上级文件", issuing_body="民政部")
    PolicyFactory(title="已废止", repealed_on=date(2026, 7, 2))
    assert {title for title, _said in found(health.unexplained)} == {"解读未发", "没有解读"}


def test_a_guide_with_last_year_s_amount_is_outdated():
    Standard.objects.create(effective_from=date(2025, 7, 1), urban=690, rural=580, document_number="明民发〔2025〕6号")
    Standard.objects.create(effective_from=date(2026, 7, 1), urban=720, rural=580, document_number="明民发〔2026〕8号")
    GuideFactory(title="旧额", summary="城市每人每月690元。")
    GuideFactory(title="新额", summary="城市每人每月720元，农村580元。")
    GuideFactory(title="旧文", legal_basis="明民发〔2025〕6号")
    assert {title for title, _said in found(health.outdated_standards)} == {"旧额", "旧文"}


def test_villages_without_their_list_are_told():
    village = AreaFactory(name="向阳村")
    CountySettings.objects.update_or_create(pk=1, defaults={"publish_day": 20})
    late = [item for item in findings(DAY) if item.kind is Kind.LATE_COLUMN]
    assert len(late) == 2
    assert all(village.name in str(item.detail) for item in late)


def sign_in(client, role: Role | None):
    create_role_groups()
    user = StaffFactory(roles=[role] if role else [], is_superuser=role is None)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (Role.EDITOR, True),
        (Role.APPROVER, True),
        (Role.COUNTY, True),
        (Role.ADMIN, True),
        (Role.CLERK, False),
        (Role.DISCIPLINE, False),
        (Role.AUDITOR, False),
        (None, False),
    ],
)
def test_who_reads_the_report(client, role, shown):
    sign_in(client, role)
    response = client.get(reverse("policies_health"))
    assert (response.status_code == 200) == shown
    home = client.get(reverse("wagtailadmin_home")).content.decode() if role else ""
    assert (reverse("policies_health") in home) == shown


def test_the_report_by_kind_and_as_a_sheet(client):
    PolicyFactory(title="没有解读", document_number="")
    sign_in(client, Role.EDITOR)
    everything = client.get(reverse("policies_health")).content.decode()
    assert everything.count("没有解读") > 1
    narrowed = client.get(reverse("policies_health"), {"kind": Kind.UNEXPLAINED})
    assert [item.kind for item in narrowed.context["object_list"]] == [Kind.UNEXPLAINED]
    response = client.get(reverse("policies_health"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][1] == "位置"
    assert any(row[1] == "没有解读" for row in rows)


def test_nothing_to_mend_is_said(client):
    sign_in(client, Role.EDITOR)
    Office.objects.update(phone="0599-000-0000")
    assert "没有需要处理" in client.get(reverse("policies_health")).content.decode()


def test_the_home_page_shows_the_last_count(client):
    PolicyFactory(title="没有解读")
    InfoFactory(body=[("text", '<p><a href="https://example.org/">a</a></p>')])
    counts = count_faults(today=DAY)
    assert counts[Kind.UNEXPLAINED] == 1
    assert Kind.EXTERNAL not in counts
    assert count_faults(today=date(2026, 11, 22)) == counts
    assert HealthCount.objects.get().day == date(2026, 11, 22)
    sign_in(client, Role.EDITOR)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f"{sum(counts.values())}处需要处理" in html
    assert f"?kind={Kind.UNEXPLAINED.value}" in html
