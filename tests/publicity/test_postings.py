"""Postings on boards: recorded from a phone, with photos that only staff of the area see and that go in time."""

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AuditEntry
from county.models.settings import CountySettings
from publicity import photos
from publicity.actions.posting import drop_old_photos
from publicity.models.postings import Posting, PostingPhoto
from publicity.models.publications import Publication
from publicity.paper_queries import figures
from publicity.signals import rows_erased
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory

pytestmark = pytest.mark.django_db
POSTER = "张贴人赵大勇"
"""Who put it up: a canary, for staff alone."""
TODAY = date(2026, 11, 21)


@pytest.fixture
def publication(notice_list):
    return notice_list(["王建国", "李秀英"])


@pytest.fixture
def township(client):
    create_role_groups()
    user = StaffFactory(username="township", office=OfficeFactory(township=True), roles=[Role.TOWNSHIP])
    client.force_login(user)
    return user


def jpeg(*, size=(800, 600), turned=False, place=True):
    """A phone's photo: upright only by its mark, with place, device and a comment."""
    picture = Image.new("RGB", size, "white")
    exif = Image.Exif()
    exif[0x0110] = "Secretphone 9"
    if turned:
        exif[0x0112] = 6
    if place:
        exif.get_ifd(0x8825)[2] = (35.0, 14.0, 7.0)
        exif.get_ifd(0x8825)[4] = (115.0, 26.0, 9.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"SECRETCOMMENT")
    return out.getvalue()


def post(client, publication, *, pictures=(), **changes):
    data = {"board": "村委会公示栏", "up_on": "2026-11-20", "posted_by": POSTER, **changes}
    files = [SimpleUploadedFile(f"{n}.jpg", item, content_type="image/jpeg") for n, item in enumerate(pictures)]
    return client.post(reverse("publicity_posting", args=[publication.pk]), data | {"photos": files})


def test_from_to_do_to_posted_to_taken_down(client, township, publication, settings):
    page = client.get(reverse("publicity_postings")).content.decode()
    assert publication.title in page
    assert "待张贴" in page
    form = client.get(reverse("publicity_posting", args=[publication.pk])).content.decode()
    assert 'capture="environment"' in form
    assert post(client, publication, pictures=[jpeg()]).status_code == 302
    posting = Posting.objects.get()
    assert (posting.up_on, posting.posted_by, posting.recorded_by) == (date(2026, 11, 20), POSTER, township)
    assert "没有待张贴或待撤下" in client.get(reverse("publicity_postings")).content.decode()
    assert "张贴中" in client.get(reverse("publicity_postings"), {"show": "all"}).content.decode()
    settings.PORTAL_TODAY = "2026-11-29"
    assert "待撤下" in client.get(reverse("publicity_postings")).content.decode()
    down = {"down_on": "2026-11-28", "taken_down_by": POSTER}
    assert client.post(reverse("publicity_posting_down", args=[posting.pk]), down).status_code == 302
    posting.refresh_from_db()
    assert posting.down_on == date(2026, 11, 28)
    assert "没有待张贴或待撤下" in client.get(reverse("publicity_postings")).content.decode()
    verbs = list(AuditEntry.objects.filter(verb__startswith="posting").values_list("verb", flat=True))
    assert verbs == ["posting.down", "posting.record"]
    assert POSTER not in json.dumps(list(AuditEntry.objects.values_list("detail", flat=True)), ensure_ascii=False)


def test_an_overdue_posting_is_flagged(client, township, publication, settings):
    settings.PORTAL_TODAY = "2026-11-22"
    assert "张贴逾期" in client.get(reverse("publicity_postings")).content.decode()


def test_the_public_page_says_since_when_and_never_who(client, township, publication):
    post(client, publication, pictures=[jpeg()])
    client.logout()
    page = client.get(reverse("publicity:list", args=[publication.pk])).content.decode()
    assert "村公示栏自2026年11月20日起张贴" in page
    assert POSTER not in page
    assert "村委会公示栏" not in page
    assert PostingPhoto.objects.get().pk not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"up_on": "2026-11-22"}, "还没有到"),
        ({"up_on": "2026-11-19"}, "还没有公布"),
        ({"up_on": ""}, "必需字段"),
        ({"posted_by": ""}, "必需字段"),
        ({"pictures": [b"MZ not a photo"]}, "不是照片"),
        ({"pictures": [b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"]}, "不是照片"),
        ({"pictures": [jpeg()] * 7}, "最多保存 6 张"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(client, township, publication, changes, words, settings):
    response = post(client, publication, **changes)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Posting.objects.exists()
    assert not list(Path(settings.PORTAL_DATA).rglob("*.sealed"))


def test_one_notice_hangs_on_one_board_once(client, township, publication):
    post(client, publication)
    assert "已经登记" in post(client, publication).content.decode()
    assert post(client, publication, board="文化广场公示栏").status_code == 302
    assert Posting.objects.count() == 2


def test_a_photo_is_drawn_anew_without_what_the_phone_wrote(client, township, publication, settings):
    post(client, publication, pictures=[jpeg(size=(3000, 1000), turned=True)])
    photo = PostingPhoto.objects.get()
    response = client.get(reverse("publicity_posting_photo", args=[photo.pk]))
    assert response["Content-Type"] == "image/jpeg"
    assert "no-store" in response["Cache-Control"]
    assert b"Secretphone" not in response.content
    assert b"SECRETCOMMENT" not in response.content
    kept = Image.open(io.BytesIO(response.content))
    assert not kept.getexif()
    assert max(kept.size) == photos.LONGEST_SIDE
    assert kept.height > kept.width  # upright now, not by a mark
    assert AuditEntry.objects.filter(verb="posting.photo-see").count() == 1


def test_a_photo_on_disk_shows_nothing_and_is_not_public(client, township, publication, settings):
    post(client, publication, pictures=[jpeg()])
    photo = PostingPhoto.objects.get()
    [path] = Path(settings.PORTAL_DATA).rglob("*.sealed")
    assert path.stat().st_mode & 0o077 == 0
    assert b"JFIF" not in path.read_bytes()
    assert not Path(settings.MEDIA_ROOT).exists() or not list(Path(settings.MEDIA_ROOT).rglob("*"))
    client.logout()
    assert client.get(reverse("publicity_posting_photo", args=[photo.pk])).status_code == 302
    with pytest.raises(photos.PhotoLost):
        photos.load(photo.pk, bytes(32))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.DISCIPLINE, Role.CLERK])
def test_other_roles_see_neither_boards_nor_photos(client, township, publication, role):
    post(client, publication, pictures=[jpeg()])
    photo = PostingPhoto.objects.get()
    client.force_login(StaffFactory(office=OfficeFactory(), roles=[role]))
    for address in (
        reverse("publicity_postings"),
        reverse("publicity_posting", args=[publication.pk]),
        reverse("publicity_posting_photo", args=[photo.pk]),
        reverse("publicity_posting_photo_remove", args=[photo.pk]),
        reverse("publicity_posting_statistics"),
    ):
        assert client.get(address).status_code in (302, 403), address


def test_another_township_sees_neither_list_nor_photo(client, township, publication):
    post(client, publication, pictures=[jpeg()])
    photo, posting = PostingPhoto.objects.get(), Posting.objects.get()
    elsewhere = AreaFactory(township=True, code="379901200000", name="青山乡")
    office = OfficeFactory(township=True, code="qingshan", area=elsewhere)
    client.force_login(StaffFactory(office=office, roles=[Role.TOWNSHIP]))
    assert client.get(reverse("publicity_posting_photo", args=[photo.pk])).status_code in (302, 403)
    assert post(client, publication).status_code in (302, 403)
    down = {"down_on": "2026-11-21", "taken_down_by": "某人"}
    assert client.post(reverse("publicity_posting_down", args=[posting.pk]), down).status_code in (302, 403)
    assert publication.title not in client.get(reverse("publicity_postings"), {"show": "all"}).content.decode()
    assert Posting.objects.get().down_on is None


def test_photos_go_when_their_time_is_over_and_the_record_stays(
    client, township, publication, settings, django_capture_on_commit_callbacks
):
    post(client, publication, pictures=[jpeg(), jpeg()])
    county = CountySettings.load()
    county.posting_photo_months = 6
    county.save()
    last = date(2027, 5, 27)  # six months after 27 November
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_old_photos(today=last) == 0
        assert drop_old_photos(today=last + timedelta(days=1)) == 2
    assert not PostingPhoto.objects.exists()
    assert not list(Path(settings.PORTAL_DATA).rglob("*.sealed"))
    assert Posting.objects.count() == 1


def test_the_photos_of_a_long_term_list_stay_as_long_as_it_is_open(client, township, publication):
    post(client, publication, pictures=[jpeg()])
    Publication.objects.filter(pk=publication.pk).update(closes_on=None)
    assert drop_old_photos(today=date(2036, 1, 1)) == 0


def test_an_erased_household_takes_the_photos_of_its_list_along(
    client, township, publication, settings, django_capture_on_commit_callbacks
):
    post(client, publication, pictures=[jpeg()])
    with django_capture_on_commit_callbacks(execute=True):
        rows_erased.send(None, publication_ids=["other", publication.pk])
    assert not PostingPhoto.objects.exists()
    assert not list(Path(settings.PORTAL_DATA).rglob("*.sealed"))


def test_a_wrong_photo_is_deleted_after_asking(client, township, publication, django_capture_on_commit_callbacks):
    post(client, publication, pictures=[jpeg()])
    address = reverse("publicity_posting_photo_remove", args=[PostingPhoto.objects.get().pk])
    assert "永久删除" in client.get(address).content.decode()
    assert PostingPhoto.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert not PostingPhoto.objects.exists()


def test_more_photos_up_to_the_most(client, township, publication):
    post(client, publication, pictures=[jpeg()] * 5)
    address = reverse("publicity_posting_photos", args=[Posting.objects.get().pk])
    one = [SimpleUploadedFile("1.jpg", jpeg(), content_type="image/jpeg")]
    client.post(address, {"photos": one})
    assert PostingPhoto.objects.count() == 6
    one[0].seek(0)
    client.post(address, {"photos": one})
    assert PostingPhoto.objects.count() == 6


def test_figures_by_village(client, township, publication, notice_list):
    other = notice_list([], village=AreaFactory(name="河东村", code="379901100201"))
    late = notice_list([], village=AreaFactory(name="河西村", code="379901100202"))
    Posting.objects.create(
        publication=late, board="村委会", up_on=date(2026, 11, 24), posted_by="某人",
        recorded_by=township, recorded_on=date(2026, 11, 24),
    )  # fmt: skip
    post(client, publication)
    area = AreaFactory(township=True)
    found = {item.village.name: item for item in figures(area, period="2026-11", today=date(2026, 11, 25))}
    in_figures = {name: (item.due, item.in_time, item.late, item.missing) for name, item in found.items()}
    assert in_figures == {"向阳村": (1, 1, 0, 0), "河东村": (1, 0, 0, 1), "河西村": (1, 0, 1, 0)}
    page = client.get(reverse("publicity_posting_statistics"), {"period": "2026-11"}).content.decode()
    assert "西河镇河东村" in page
    assert other.village.long_name in page
    assert client.get(reverse("publicity_posting_statistics"), {"period": "next"}).status_code == 200
