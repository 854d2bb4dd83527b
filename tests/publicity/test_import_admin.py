"""The roster desk in the admin: hand in, preview, confirm; and what lies on disk meanwhile."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.areas import Area
from county.models.audit import AuditEntry
from publicity.actions.importing import expire_imports
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from tests.conftest import DATA
from tests.factories_county import OfficeFactory, StaffFactory
from tests.factories_rosters import csv_file, row

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/rosters/import/"


@pytest.fixture(autouse=True)
def _areas(db):
    call_command("load_areas", str(DATA / "areas.csv"), stdout=io.StringIO())


@pytest.fixture
def desk(client, groups):
    """The county's roster desk, signed in."""
    office = OfficeFactory(area=Area.objects.get(pk="379901000000"))
    client.force_login(StaffFactory(username="clerk", roles=[Role.CLERK], office=office))
    return client


@pytest.fixture
def township_desk(client, groups):
    """西河镇's desk, signed in."""
    office = OfficeFactory(township=True, area=Area.objects.get(pk="379901100000"))
    client.force_login(StaffFactory(username="township", roles=[Role.TOWNSHIP], office=office))
    return client


@pytest.fixture
def groups(db):
    create_role_groups()


def hand_in(client, name_or_data, *, stage="long-term", period="2026-11", batch=1):
    data = (DATA / name_or_data).read_bytes() if isinstance(name_or_data, str) else name_or_data
    name = name_or_data if isinstance(name_or_data, str) else "roster.csv"
    file = SimpleUploadedFile(name, data)
    return client.post(UPLOAD, {"stage": stage, "period": period, "batch": batch, "file": file})


def page(response):
    return " ".join(response.content.decode().split())


def on_disk(settings):
    return [path.read_bytes() for path in Path(settings.PORTAL_DATA).rglob("*") if path.is_file()]


def test_from_upload_over_preview_to_confirmation(desk, settings, django_capture_on_commit_callbacks):
    call_command(
        "import_roster", str(DATA / "roster-2026-10.xlsx"), stage="long-term", period="2026-10", confirm=True,
        stdout=io.StringIO(),
    )  # fmt: skip
    response = hand_in(desk, "roster-2026-11.xlsx")
    held = RosterImport.objects.waiting().get()
    assert response.url == reverse("roster_import_preview", args=[held.pk])
    assert not VillageRoster.objects.filter(period="2026-11").exists()

    preview = desk.get(response.url)
    assert preview.status_code == 200
    text = page(preview)
    assert "742" in text
    assert "573,978" in text
    sums = preview.context["checked"].changes
    assert (sums.new, sums.left, sums.raised, sums.lowered, sums.unchanged) == (14, 22, 5, 11, 712)
    assert "西河镇向阳村" in text
    assert not VillageRoster.objects.filter(period="2026-11").exists()

    with django_capture_on_commit_callbacks(execute=True):
        confirmed = desk.post(reverse("roster_import_confirm", args=[held.pk]), follow=True)
    assert "742" in page(confirmed)
    held.refresh_from_db()
    assert held.status == "confirmed"
    assert RosterRow.objects.filter(roster__roster_import=held).count() == 742
    assert not list(Path(settings.PORTAL_DATA, "pending").iterdir())
    assert str(held.pk) not in desk.session["roster_imports"]
    verbs = list(AuditEntry.objects.filter(subject=f"import:{held.pk}").values_list("verb", flat=True))
    assert verbs == ["roster.confirm", "roster.upload"]
    assert desk.post(reverse("roster_import_confirm", args=[held.pk])).status_code == 404


def test_the_waiting_file_tells_nothing_without_the_session(desk, settings):
    hand_in(desk, csv_file(row(户主姓名="王秀英")))
    held = RosterImport.objects.waiting().get()
    (sealed,) = Path(settings.PORTAL_DATA, "pending").iterdir()
    assert sealed.stat().st_mode & 0o077 == 0
    for data in on_disk(settings):
        assert "王秀英".encode() not in data
        assert row()[5].encode() not in data
    session = desk.session
    del session["roster_imports"]
    session.save()
    response = desk.post(reverse("roster_import_confirm", args=[held.pk]))
    assert response.url == reverse("roster_imports")
    assert not VillageRoster.objects.exists()


def test_cancelling_deletes_the_file(desk, settings, django_capture_on_commit_callbacks):
    hand_in(desk, csv_file(row()))
    held = RosterImport.objects.waiting().get()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("roster_import_cancel", args=[held.pk]))
    assert not list(Path(settings.PORTAL_DATA, "pending").iterdir())
    assert RosterImport.objects.get().status == "cancelled"
    assert not VillageRoster.objects.exists()


@pytest.mark.parametrize(("hours", "left"), [(23, 1), (24, 0)])
def test_a_file_nobody_confirms_goes_after_a_day(desk, settings, django_capture_on_commit_callbacks, hours, left):
    hand_in(desk, csv_file(row()))
    with django_capture_on_commit_callbacks(execute=True):
        expire_imports(now=RosterImport.objects.get().uploaded_at + timedelta(hours=hours))
    assert len(list(Path(settings.PORTAL_DATA, "pending").iterdir())) == left
    assert RosterImport.objects.waiting().count() == left


def test_bad_rows_are_shown_with_cell_value_and_what_to_do(desk):
    response = hand_in(desk, "roster-bad-rows.xlsx")
    assert response.status_code == 422
    text = page(response)
    for cell in ("F24", "D25", "L26", "H27", "E28", "F30", "L31", "E32"):
        assert f"<code>{cell}</code>" in text
    assert "三百元" in text
    assert "没有存入任何内容" in text
    assert "=HYPERLINK(&quot;" in text
    assert not RosterImport.objects.exists()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x89PNG\0"])
def test_files_that_are_no_roster(desk, data):
    response = hand_in(desk, data)
    assert response.status_code == 422
    assert "<code>A1</code>" in page(response)
    assert not RosterImport.objects.exists()


def test_a_township_hands_in_its_proposed_list(township_desk, django_capture_on_commit_callbacks):
    assert 'value="proposed" selected' in page(township_desk.get(UPLOAD))
    hand_in(township_desk, "proposed-2026-11-西河镇.xlsx", stage="proposed")
    held = RosterImport.objects.waiting().get()
    township_desk.post(reverse("roster_import_confirm", args=[held.pk]))
    assert VillageRoster.objects.current(stage="proposed", period="2026-11").count() == 5


def test_rows_of_other_townships_are_refused(township_desk):
    response = hand_in(township_desk, "roster-2026-11.xlsx")
    assert response.status_code == 422
    assert "<code>D4</code>" in page(response)
    assert not RosterImport.objects.exists()


def test_nobody_touches_anothers_import(desk, client):
    hand_in(desk, csv_file(row()))
    held = RosterImport.objects.waiting().get()
    client.force_login(StaffFactory(username="other", roles=[Role.CLERK]))
    for step in ("confirm", "cancel"):
        assert client.post(reverse(f"roster_import_{step}", args=[held.pk])).status_code == 404
    assert client.get(reverse("roster_import_preview", args=[held.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.COUNTY, Role.TOWNSHIP_LEAD, Role.AUDITOR, Role.EDITOR])
def test_othergroups_have_no_door(client, groups, role):
    client.force_login(StaffFactory(username="other", roles=[role]))
    for path in ("/admin/rosters/", UPLOAD):
        assert client.get(path).status_code in (302, 403)
    assert hand_in(client, csv_file(row())).status_code in (302, 403)
    assert not RosterImport.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"period": "2026-13"}, "period"), ({"batch": 2}, "batch"), ({"stage": "x"}, "stage"), ({"batch": 0}, "batch")],
)
def test_wrong_entries(desk, changes, field):
    response = hand_in(desk, csv_file(row()), **changes)
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_no_upload_touches_a_temporary_file(desk, settings, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("a temporary file")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", forbidden)
    monkeypatch.setattr("tempfile.mkstemp", forbidden)
    assert hand_in(desk, "roster-2026-11.xlsx").status_code == 302


def test_a_file_that_is_too_large_is_refused(desk, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = hand_in(desk, csv_file(*[row(n) for n in range(1, 20)]))
    assert response.status_code == 422
    assert "20 MB" in str(response.context["form"].errors["file"])


def test_history_shows_each_office_its_own(desk, client):
    hand_in(desk, csv_file(row()))
    assert "roster.csv" in page(desk.get("/admin/rosters/"))
    office = OfficeFactory(township=True, area=Area.objects.get(pk="379901100000"))
    client.force_login(StaffFactory(username="township", roles=[Role.TOWNSHIP], office=office))
    assert "roster.csv" not in page(client.get("/admin/rosters/"))


def test_the_month_offered_is_this_month(desk):
    assert 'value="2026-11"' in page(desk.get(UPLOAD))
