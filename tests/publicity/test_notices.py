"""Notices: what the paper says, that it can be scanned, and who gets which names."""

import re
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AuditEntry
from county.models.settings import CountySettings
from publicity.domain.masking import mask_name
from publicity.models.publications import Publication, PublicationEntry
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from publicity.notices import UnknownSize, notice_pdf, notice_url
from publicity.notices.content import heading_lines
from publicity.notices.glyphs import all_legible, legible
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory

pytestmark = pytest.mark.django_db
NAMES = ["王建国", "欧阳春华", "买买提·吐尔逊", "李𫖯", "赵㛃", "陈䶮", "孙𬭸"]
NOWHERE = "𪚥"  # a character of four dragons, in neither font


def text_of(pdf):
    """All text without blanks: justified Chinese comes out with spaces between its characters."""
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))


def codes_of(pdf, scale=2):
    pages = [page.render(scale=scale).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]


@pytest.fixture
def village():
    return AreaFactory(name="向阳村")


@pytest.fixture
def roster(village):
    clerk = StaffFactory(username="clerk")
    made = RosterImport.objects.create(stage="proposed", period="2026-11", uploaded_by=clerk, file_name="r.xlsx")
    roster = VillageRoster.objects.create(
        roster_import=made, stage="proposed", period="2026-11", village=village, imported_by=clerk,
        households=8, persons=8, amount=Decimal(8000), suppressed_households=1,
    )  # fmt: skip
    for n, name in enumerate(["周小童", *NAMES]):
        RosterRow.objects.create(
            roster=roster, certificate=f"c{n}", head_name=name, household_size=3, covered_persons=2,
            residence="rural", category="A", amount=Decimal("1000.00"), confidential=n == 0, person_key=f"k{n}",
        )  # fmt: skip
    return roster


@pytest.fixture
def publication(village, roster):
    made = Publication.objects.create(
        programme="dibao", stage="proposed", period="2026-11", village=village,
        title="西河镇向阳村2026年11月第1批拟纳入最低生活保障对象公示", issuer="西河镇人民政府",
        published_on=date(2026, 11, 20), opens_on=date(2026, 11, 20), closes_on=date(2026, 11, 27),
        shown_households=7, shown_persons=14, shown_amount=Decimal(7000), reconciles=True,
        standard_text="农村 580 元/人·月（明民发〔2026〕1号）", supervision_phone="0599-123-4567",
        published_by=StaffFactory(username="lead"), roster_ref=str(roster.pk),
        rows_root="A" * 43, short_hash="7F3A-91C2",
    )  # fmt: skip
    for number, name in enumerate(NAMES, start=1):
        PublicationEntry.objects.create(
            publication=made, number=number, name_masked=mask_name(name), household_size=3, covered_persons=2,
            residence="rural", category="A", amount=Decimal("1000.00"), salt=bytes(32),
        )  # fmt: skip
    return made


def row(number, name):
    return SimpleNamespace(
        number=number, name=name, name_masked=mask_name(name), household_size=3, covered_persons=2,
        residence="rural", category="A", amount=Decimal(1000),
    )  # fmt: skip


@pytest.fixture
def roles():
    create_role_groups()


@pytest.fixture
def printer(client, village, roles):
    office = OfficeFactory(township=True)
    user = StaffFactory(username="township", office=office, roles=[Role.TOWNSHIP])
    client.force_login(user)
    return user


def test_the_public_pdf_is_masked_and_carries_all_that_a_notice_must(client, publication):
    response = client.get(reverse("publicity:list_pdf", args=[publication.pk]))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert "no-cache" in response["Cache-Control"]
    assert not response.cookies
    text = text_of(response.content)
    for needed in (
        "西河镇向阳村2026年11月第1批", "拟纳入最低生活保障对象公示", "7户14人", "7,000元", "农村580元/人·月",
        "0599-123-4567", "2026年11月20日至2026年11月27日24时", "西河镇人民政府", "盖章处", "12345", "12388",
        "7F3A-91C2", "第1页共1页", "姓名已遮蔽", "欧阳**", CountySettings.load().objection_address,
    ):  # fmt: skip
        assert needed in text, needed
    assert not [name for name in NAMES if name in text]


@pytest.mark.parametrize("size", ["A4", "A3"])
def test_the_code_leads_to_the_list(client, publication, size):
    pdf = client.get(reverse("publicity:list_pdf", args=[publication.pk]), {"size": size}).content
    [url] = codes_of(pdf)
    assert url == notice_url(publication)
    assert url.endswith("?v=1&h=7F3A-91C2")
    parts = urlsplit(url)
    page = client.get(f"{parts.path}?{parts.query}")
    assert page.status_code == 200
    assert "7F3A-91C2" in page.content.decode()


@pytest.mark.parametrize(("size", "width"), [("A4", 210), ("A3", 297)])
def test_paper_sizes(publication, size, width):
    pdf = notice_pdf(publication=publication, rows=[], size=size)
    page = pypdfium2.PdfDocument(pdf)[0]
    assert round(page.get_width() / 72 * 25.4) == width


@pytest.mark.parametrize("size", ["A5", "", "a4"])
def test_other_sizes(client, publication, size):
    assert client.get(reverse("publicity:list_pdf", args=[publication.pk]), {"size": size}).status_code == 404
    with pytest.raises(UnknownSize):
        notice_pdf(publication=publication, rows=[], size=size)


@pytest.mark.parametrize(
    "change", [{"closed_on": date(2026, 11, 21)}, {"is_current": False}, {"closes_on": date(2026, 11, 20)}]
)
def test_after_the_window_there_is_a_page_without_names(client, publication, change):
    address = reverse("publicity:list_pdf", args=[publication.pk])
    assert client.get(address).status_code == 200
    Publication.objects.filter(pk=publication.pk).update(**change)
    response = client.get(address)
    assert response.status_code == 410
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert reverse("publicity:list", args=[publication.pk]) in page
    assert "欧阳" not in page


def test_an_unknown_list(client):
    assert client.get(reverse("publicity:list_pdf", args=["nosuchlist"])).status_code == 404


def test_staff_print_full_names_and_it_is_on_record(client, printer, publication):
    response = client.get(reverse("publicity_notice_print", args=[publication.pk]), {"size": "A3"})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    text = text_of(response.content)
    assert [name for name in NAMES if name not in text] == []
    assert "周小童" not in text
    assert "姓名已遮蔽" not in text
    entry = AuditEntry.objects.get(verb="notice.print")
    assert (entry.actor, entry.subject, entry.area_code) == (printer, f"list:{publication.pk}", publication.village_id)
    assert entry.detail == {"size": "A3", "version": 1}


def test_the_staff_page_lists_what_is_open(client, printer, publication):
    page = client.get(reverse("publicity_notices"))
    assert page.status_code == 200
    assert f"{reverse('publicity_notice_print', args=[publication.pk])}?size=A3" in page.content.decode()
    assert "欧阳" not in page.content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.DISCIPLINE])
def test_other_roles_print_nothing(client, publication, role, roles):
    user = StaffFactory(office=OfficeFactory(), roles=[role])
    client.force_login(user)
    response = client.get(reverse("publicity_notice_print", args=[publication.pk]))
    assert response.status_code in (302, 403)
    assert not AuditEntry.objects.filter(verb="notice.print").exists()


def test_nobody_prints_without_signing_in(client, publication):
    response = client.get(reverse("publicity_notice_print", args=[publication.pk]))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_another_township_prints_nothing(client, publication, roles):
    elsewhere = AreaFactory(township=True, code="379901200000", name="青山乡")
    office = OfficeFactory(township=True, code="qingshan", area=elsewhere)
    client.force_login(StaffFactory(office=office, roles=[Role.TOWNSHIP]))
    assert client.get(reverse("publicity_notice_print", args=[publication.pk])).status_code in (302, 403)
    assert not AuditEntry.objects.filter(verb="notice.print").exists()


def test_a_closed_list_is_not_printed(client, printer, publication):
    Publication.objects.filter(pk=publication.pk).update(closed_on=date(2026, 11, 21))
    assert client.get(reverse("publicity_notice_print", args=[publication.pk])).status_code == 409


@pytest.mark.parametrize(
    "change", [{"confidential": True}, {"minor": True}, {"amount": Decimal(999)}, {"head_name": "吴建国"}]
)
def test_a_roster_that_says_something_else_prints_nothing(client, printer, publication, change):
    RosterRow.objects.filter(head_name="王建国").update(**change)
    response = client.get(reverse("publicity_notice_print", args=[publication.pk]))
    assert response.status_code == 409
    assert "王建国" not in response.content.decode()


def test_a_long_list_repeats_its_heading_and_counts_its_pages(publication):
    pdf = notice_pdf(publication=publication, rows=[row(n, "王建国") for n in range(1, 45)], names="full")
    pages = pypdfium2.PdfDocument(pdf)
    texts = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pages]
    assert len(texts) == 3
    assert all(f"第{n}页共3页" in text for n, text in enumerate(texts, start=1))
    assert "户主" in texts[1]
    assert publication.title in texts[1]
    assert "".join(texts).count("王建国") == 44
    # A seal alone on a page could be put under any list.
    assert "44王建国" in texts[2]
    assert "盖章处" in texts[2]


def test_a_village_without_anyone_says_so(publication):
    publication.shown_households = 0
    assert "本期无公示对象" in text_of(notice_pdf(publication=publication, rows=[]))


def test_a_character_without_a_glyph_is_named_and_never_blank(publication):
    text = text_of(notice_pdf(publication=publication, rows=[row(1, f"孙{NOWHERE}")], names="full"))
    assert "孙[U+2A6A5]" in text
    assert "须手写补正的字：[U+2A6A5]" in text


def test_a_masked_notice_cannot_print_a_full_name_by_mistake(publication):
    with pytest.raises(AttributeError):
        notice_pdf(publication=publication, rows=[SimpleNamespace(name="王建国", residence="rural")])


def test_other_names_are_refused(publication):
    with pytest.raises(ValueError, match="half"):
        notice_pdf(publication=publication, rows=[], names="half")


def test_markup_in_a_name_stays_text(publication):
    name = '#sys.inputs $x$ *b* [c] "d" \\u{41}'
    text = text_of(notice_pdf(publication=publication, rows=[row(1, name)], names="full"))
    assert re.sub(r"\s", "", name) in text


@pytest.mark.parametrize(
    ("text", "expected", "missing"),
    [
        ("王建国", "王建国", {}),
        ("李𫖯㛃𬭸䶮", "李𫖯㛃𬭸䶮", {}),
        (f"孙{NOWHERE}", "孙[U+2A6A5]", {NOWHERE: "[U+2A6A5]"}),
        ("葛\U000e0100", "葛", {}),
        ("王\ue000", "王[U+E000]", {"\ue000": "[U+E000]"}),
    ],
)
def test_legible(text, expected, missing):
    found = {}
    assert legible(text, found) == expected
    assert found == missing


def test_every_string_is_checked():
    found = {}
    assert all_legible({"a": [NOWHERE, (NOWHERE, 1)]}, found) == {"a": ["[U+2A6A5]", ["[U+2A6A5]", 1]]}
    assert list(found) == [NOWHERE]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "西河镇向阳村2026年11月第1批拟纳入最低生活保障对象公示",
            ["西河镇向阳村2026年11月第1批", "拟纳入最低生活保障对象公示"],
        ),
        ("西河镇向阳村2026年11月最低生活保障对象长期公示", ["西河镇向阳村2026年11月", "最低生活保障对象长期公示"]),
        ("短标题", ["短标题"]),
        ("没有年月却很长很长很长很长很长很长很长的标题", ["没有年月却很长很长很长很长很长很长很长的标题"]),
    ],
)  # fmt: skip
def test_heading_lines(title, lines):
    assert heading_lines(title) == lines
