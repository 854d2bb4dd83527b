"""Short links: repointed, ended, counted without a trace, tried each night; codes and posters for what needs one."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.urls import reverse
from PIL import Image, ImageDraw

from county.actions import create_role_groups
from county.actions.links import check_links, count_scan, make_links, save_link, short_link
from county.codes import Target, target_groups
from county.domain.roles import Role
from county.link_check import answers
from county.models.audit import AuditEntry
from county.models.links import ScanCount, ShortLink
from county.papers.poster import SMALL_LINE, lines_of
from county.today import today
from tests.factories_cms import GuideFactory, ServicesFactory, WindowFactory
from tests.factories_county import AreaFactory, StaffFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def link_to(path="/statistics/", **fields):
    return ShortLink.objects.create(code="abc234", path=path, title="统计", **fields)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/statistics/", True),
        ("/tip/", True),
        ("/publicity/list/00000000-0000-0000-0000-000000000000/", False),
        ("/nosuch/", False),
        ("/admin/", False),
        ("/admin/codes/", False),
    ],
)
def test_a_path_answers_or_not_to_a_stranger(path, expected):
    assert answers(path) is expected


def test_a_page_answers_until_it_is_taken_down():
    guide = GuideFactory(slug="apply")
    assert answers(guide.local_path())
    guide.unpublish()
    assert not answers(guide.local_path())


@pytest.mark.parametrize(("until", "status"), [(None, 302), (DAY, 302), (DAY - timedelta(days=1), 410)])
def test_a_code_leads_until_its_last_day(client, settings, until, status):
    settings.PORTAL_TODAY = DAY.isoformat()
    answer = client.get(f"/q/{link_to(expires_on=until).pk}")
    assert answer.status_code == status
    if status == 410:
        assert "已停用" in answer.content.decode()
        assert not answer.cookies


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/statistics/", "/statistics/?v=2&h=x"),
        ("/statistics/?view=large", "/statistics/?view=large&v=2&h=x"),
        ("/services/#window-3", "/services/?v=2&h=x#window-3"),
    ],
)
def test_the_marks_of_a_paper_go_along(client, path, expected):
    assert client.get(f"/q/{link_to(path).pk}?v=2&h=x&z=1")["Location"] == expected


def test_scans_are_counted_by_day_and_nothing_else(client, settings):
    settings.PORTAL_TODAY = DAY.isoformat()
    link = link_to()
    for _time in range(3):
        client.get(f"/q/{link.pk}", headers={"user-agent": "canary"}, REMOTE_ADDR="203.0.113.9")
    client.head(f"/q/{link.pk}")
    assert list(ScanCount.objects.values_list("link", "day", "count")) == [(link.pk, DAY, 3)]
    assert {field.name for field in ScanCount._meta.get_fields()} == {"id", "link", "day", "count"}


@pytest.mark.parametrize(
    "path", ["/tip/", "/objection/?door=review", "/receipt/", "/tip/#x", "/tip", "/objection?list=1"]
)
def test_who_goes_to_speak_up_is_not_counted(client, path):
    client.get(f"/q/{link_to(path).pk}")
    assert not ScanCount.objects.exists()


def test_the_way_is_open_when_counting_fails(client, monkeypatch):
    def refuse(**fields):
        raise OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(ScanCount.objects, "filter", refuse)
    count_scan(link=link_to(), day=DAY)


def test_dead_targets_are_marked_once_and_unmarked_when_they_live_again():
    guide = GuideFactory(slug="apply")
    link, ended = short_link(path=guide.local_path(), title="申请"), link_to("/nosuch/", expires_on=DAY)
    guide.unpublish()
    late = DAY + timedelta(days=1)
    assert check_links(today=late) == {"asked": 1, "dead": 1}
    check_links(today=late + timedelta(days=5))
    link.refresh_from_db()
    ended.refresh_from_db()
    assert (link.dead_since, ended.dead_since) == (late, None)
    guide.save_revision().publish()
    check_links(today=late + timedelta(days=6))
    link.refresh_from_db()
    assert link.dead_since is None


def test_repointing_keeps_the_code_and_is_on_record():
    link, by = short_link(path="/statistics/", title="统计"), StaffFactory()
    link.path = "/tip/"
    save_link(link=link, by=by)
    assert ShortLink.objects.get().path == "/tip/"
    entry = AuditEntry.objects.get(verb="link.point")
    assert (entry.actor, entry.detail["from"], entry.detail["to"]) == (by, "/statistics/", "/tip/")


def test_a_paper_never_gets_a_code_that_ends():
    link_to(expires_on=DAY)
    assert short_link(path="/statistics/", title="统计").pk != "abc234"


def test_missing_codes_are_made_once():
    targets = [Target("/statistics/", "统计"), Target("/tip/", "举报", "不用留名")]
    by = StaffFactory()
    assert make_links(targets=targets, by=by) == 2
    assert make_links(targets=targets, by=by) == 0
    assert ShortLink.objects.get(path="/tip/").purpose == "不用留名"
    assert AuditEntry.objects.filter(verb="links.make").count() == 1


def test_a_poster_has_the_code_and_the_same_in_words(client):
    link = link_to(purpose="看看办理了多少件")
    answer = client.get(f"/qr/{link.pk}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert not answer.cookies
    page = pypdfium2.PdfDocument(answer.content)[0]
    text = page.get_textpage().get_text_range().replace("\r\n", "")
    address = f"{settings.PORTAL_BASE_URL}/q/{link.pk}"
    assert address.removeprefix("http://") in text
    assert "看看办理了多少件" in text
    image = page.render(scale=2).to_pil()
    assert zxingcpp.read_barcode(Image.open(BytesIO(_png(image)))).text == address
    assert len(pypdfium2.PdfDocument(answer.content)) == 1


def _png(image):
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("title", ["短", "明安县西河镇向阳村村民委员会" * 8])
def test_a_poster_of_any_title_is_one_page(client, title):
    link = ShortLink.objects.create(code="abc234", path="/statistics/", title=title[:120], purpose="说明" * 60)
    assert len(pypdfium2.PdfDocument(client.get(f"/qr/{link.pk}.pdf").content)) == 1


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("匿名举报", ["匿名举报"]),
        ("东城街道前进村2026年10月最低生活保障对象长期公示", ["东城街道前进村2026年10月", "最低生活保障对象长期公示"]),
        ("", [""]),
    ],
)
def test_a_title_breaks_evenly_and_tears_no_number(title, lines):
    assert lines_of(title, most=SMALL_LINE) == lines


@pytest.mark.parametrize("name", ["SVG", "PNG", "poster"])
def test_a_code_is_read_by_a_scanner_also_when_printed_small(client, name):
    link = link_to()
    address = f"{settings.PORTAL_BASE_URL}/q/{link.pk}"
    if name == "poster":
        # As a photograph of the whole sheet in grey: the code is 130 mm wide, here 4 pixels a module.
        image = pypdfium2.PdfDocument(client.get(f"/qr/{link.pk}.pdf").content)[0].render(scale=0.4).to_pil()
    elif name == "PNG":
        image = Image.open(BytesIO(client.get(f"/qr/{link.pk}.png").content))
        image = image.convert("L").resize([side * 2 // 10 for side in image.size], Image.Resampling.BILINEAR)
    else:
        image = drawn(client.get(f"/qr/{link.pk}.svg").content)
    assert zxingcpp.read_barcode(image.convert("L")).text == address


def drawn(svg):
    """The one path of a code's SVG, which is squares only, on the colour that the document lays below it."""
    root = ET.fromstring(svg)
    size = float(root.get("viewBox").split()[2])
    below = [rect.get("fill") for rect in root.iter("{http://www.w3.org/2000/svg}rect")]
    image = Image.new("RGB", (round(size * 4), round(size * 4)), below[0] if below else "black")
    pen = ImageDraw.Draw(image)
    for x, y, side in re.findall(
        r"M([\d.]+),([\d.]+)H[\d.]+V([\d.]+)", root.find(".//{http://www.w3.org/2000/svg}path").get("d")
    ):
        left, top = float(x) * 4, float(y) * 4
        pen.rectangle([left, top, left + 3, float(side) * 4 - 1], fill="black")
    return image


def test_there_is_no_poster_without_a_code(client):
    assert client.get("/qr/nosuch.pdf").status_code == 404


@pytest.fixture
def keeper(client):
    create_role_groups()
    user = StaffFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def test_targets_of_every_kind_register(keeper):
    ServicesFactory()
    WindowFactory(area=AreaFactory(township=True))
    assert [group.name for group in target_groups()] == [
        "1-guides",
        "2-services",
        "3-townships",
        "4-lists",
        "5-cases",
    ]
    for group in target_groups():
        found = group.targets()
        assert found or group.name in ("1-guides", "4-lists")
        assert all(answers(target.path) for target in found), group.name


def test_the_editor_makes_missing_codes(client, keeper):
    GuideFactory(slug="apply", title="申请低保")
    page = client.get(reverse("county_codes") + "?kind=1-guides")
    assert "申请低保" in page.content.decode()
    assert client.post(reverse("county_codes") + "?kind=1-guides").status_code == 302
    link = ShortLink.objects.get()
    assert f"/qr/{link.pk}.pdf" in client.get(reverse("county_codes") + "?kind=1-guides").content.decode()


def test_an_empty_kind_says_so(client, keeper):
    assert "还没有公开" in client.get(reverse("county_codes") + "?kind=4-lists").content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.EDITOR, Role.COUNTY, Role.ADMIN}))
def test_others_do_not_keep_codes(client, role):
    create_role_groups()
    client.force_login(StaffFactory(roles=[role]))
    for url in (reverse("county_codes"), reverse("county_scans", args=[link_to().pk])):
        assert client.get(url).status_code == 302
    assert client.post(reverse("county_codes") + "?kind=5-cases").status_code == 302
    assert ShortLink.objects.count() == 1


def test_a_link_is_repointed_in_the_form_and_its_code_stays(client, keeper):
    link = link_to()
    answer = client.post(reverse("shortlink:edit", args=[link.pk]), {"title": "举报", "path": "/tip/", "purpose": ""})
    assert answer.status_code == 302
    assert ShortLink.objects.get().path == "/tip/"
    refused = client.post(reverse("shortlink:edit", args=[link.pk]), {"title": "举报", "path": "/nosuch/"})
    assert "没有页面" in refused.content.decode()
    assert ShortLink.objects.get().path == "/tip/"


def test_a_new_link_draws_its_code(client, keeper):
    answer = client.post(reverse("shortlink:add"), {"title": "统计", "path": "/statistics/", "code": "chosen"})
    assert answer.status_code == 302
    assert len(ShortLink.objects.get().pk) == 6
    assert ShortLink.objects.get().pk != "chosen"


def test_links_are_listed_with_scans_and_never_deleted(client, keeper):
    link = link_to()
    count_scan(link=link, day=today())
    page = client.get(reverse("shortlink:index")).content.decode()
    assert f'href="{reverse("county_scans", args=[link.pk])}">1<' in page
    assert "delete" not in page
    assert client.post(f"/admin/shortlink/delete/{link.pk}/").status_code == 404
    dead = client.get(reverse("shortlink:index") + "?state=nowhere").content.decode()
    assert link.title not in dead
    scans = client.get(reverse("county_scans", args=[link.pk])).content.decode()
    assert "<svg" in scans


def test_dead_codes_stand_on_the_admin_s_home_page(client, keeper):
    link_to(dead_since=DAY)
    assert "统计" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_no_code_leads_to_another_site():
    with pytest.raises(ValidationError):
        ShortLink(code="abc234", path="//elsewhere.example/", title="x").full_clean()
