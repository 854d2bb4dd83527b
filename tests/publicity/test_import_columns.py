"""Guessed columns in the admin: shown with masked values, corrected, remembered for the office, forgotten."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.areas import Area
from county.models.audit import AuditEntry
from publicity.models.layouts import RememberedColumns
from publicity.models.rosters import RosterImport, RosterRow, VillageRoster
from tests.conftest import DATA
from tests.factories_county import OfficeFactory, StaffFactory
from tests.factories_layouts import table_text
from tests.factories_rosters import HEADINGS, identity, row

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/rosters/import/"
#: 人均 and 户月 under words that nobody knows: the guess takes the first for the amount.
ODD = [
    {"人均补助（元/月）": "每人钱数", "月保障金额（元）": "全家钱数", "户主姓名": "困难群众"}.get(h, h)
    for h in HEADINGS
]


@pytest.fixture(autouse=True)
def _areas(db):
    call_command("load_areas", str(DATA / "areas.csv"), stdout=io.StringIO())
    create_role_groups()


@pytest.fixture
def office():
    return OfficeFactory(township=True, area=Area.objects.get(pk="379901100000"))


@pytest.fixture
def desk(client, office):
    client.force_login(StaffFactory(username="township", roles=[Role.TOWNSHIP], office=office))
    return client


def hand_in(client, heading=ODD, *rows):
    data = table_text([heading, *(rows or [row(1), row(2)])])
    file = SimpleUploadedFile("roster.csv", data)
    return client.post(UPLOAD, {"stage": "proposed", "period": "2026-11", "batch": 1, "file": file})


def choices(response, **changes):
    """The form as the page shows it, with some columns chosen otherwise."""
    (columns,) = response.context["columns"]
    values = {f"column-{view.index}": view.column.value if view.column else "" for view, _, _ in columns.form.rows}
    letters = {view.letters: f"column-{view.index}" for view, _, _ in columns.form.rows}
    values.update({letters[letter]: value for letter, value in changes.items()})
    return {"signature": columns.form.layout.signature, **values}


def held_page(client):
    return client.get(f"{UPLOAD}{RosterImport.objects.waiting().get().pk}/")


def correct(client, **changes):
    path = f"{UPLOAD}{RosterImport.objects.waiting().get().pk}/columns/"
    return client.post(path, choices(held_page(client), **changes), follow=True)


RIGHT = {"E": "head_name", "K": "per_capita", "L": "amount"}


def test_a_file_with_unknown_headings_is_held_and_corrected(desk, django_capture_on_commit_callbacks):
    assert hand_in(desk).status_code == 302
    page = held_page(desk)
    assert page.status_code == 200
    assert page.context["problems"][0]["code"] == "heading-missing"
    response = correct(desk, **RIGHT)
    assert response.context["checked"].reading.problems == []
    (line, _other) = response.context["checked"].reading.lines
    assert (line.head_name, line.amount, line.per_capita) == ("王秀英", 600, 300)
    assert not VillageRoster.objects.exists()
    held = RosterImport.objects.waiting().get()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{UPLOAD}{held.pk}/confirm/")
    assert RosterRow.objects.count() == 2


def test_sample_values_show_no_whole_number(desk):
    hand_in(desk)
    text = held_page(desk).content.decode()
    assert "379***************" in text
    for secret in (identity(1), "6217909960308246281"):
        assert secret not in text


def test_the_choice_is_remembered_for_the_office_alone_and_can_be_forgotten(desk, client, office):
    hand_in(desk)
    correct(desk, **RIGHT)
    kept = RememberedColumns.objects.get()
    assert kept.office == office
    assert kept.columns == {"4": "head_name", "10": "per_capita", "11": "amount"}
    assert set(kept.headings.values()) == {"困难群众", "每人钱数", "全家钱数"}

    RosterImport.objects.update(status="cancelled")
    hand_in(desk)
    page = held_page(desk)
    assert page.context["checked"].reading.problems == []
    assert {how for view, _, how in page.context["columns"][0].form.rows if view.letters in RIGHT} == {"已记住"}
    assert "已记住" in page.content.decode()

    listed = desk.get("/admin/rosters/columns/").content.decode()
    assert "全家钱数" in listed

    other = OfficeFactory(township=True, code="dongcheng", area=Area.objects.get(pk="379901001000"))
    client.force_login(StaffFactory(username="other", roles=[Role.TOWNSHIP], office=other))
    assert "全家钱数" not in client.get("/admin/rosters/columns/").content.decode()
    assert client.post(f"/admin/rosters/columns/{kept.pk}/forget/").status_code == 404
    assert RememberedColumns.objects.exists()

    client.force_login(StaffFactory(username="second", roles=[Role.TOWNSHIP], office=office))
    client.post(f"/admin/rosters/columns/{kept.pk}/forget/")
    assert not RememberedColumns.objects.exists()
    verbs = set(AuditEntry.objects.filter(subject__startswith="columns:").values_list("verb", flat=True))
    assert verbs == {"roster.columns", "roster.columns-forget"}


def test_a_known_heading_taken_wrongly_can_be_corrected_too(desk):
    heading = [*HEADINGS[:-1], "月发放"]
    assert hand_in(desk, heading, [*row(1)[:-1], "700"], [*row(2)[:-1], "800"]).status_code == 302
    response = correct(desk, L="", P="amount")
    assert [line.amount for line in response.context["checked"].reading.lines] == [700, 800]


def test_one_meaning_for_two_columns_is_refused(desk):
    hand_in(desk)
    response = correct(desk, **{**RIGHT, "K": "amount"})
    assert "不能同时" in response.content.decode()
    assert not RememberedColumns.objects.exists()


@pytest.mark.parametrize("changes", [{"signature": "x"}, {"column-4": "nonsense"}])
def test_a_choice_that_does_not_fit_changes_nothing(desk, changes):
    hand_in(desk)
    path = f"{UPLOAD}{RosterImport.objects.waiting().get().pk}/columns/"
    desk.post(path, {**choices(held_page(desk), **RIGHT), **changes})
    assert not RememberedColumns.objects.exists()


def test_others_have_no_door(desk, client):
    hand_in(desk)
    held = RosterImport.objects.waiting().get()
    for role in (Role.COUNTY, Role.AUDITOR, Role.EDITOR):
        client.force_login(StaffFactory(username=f"x-{role}", roles=[role]))
        assert client.get("/admin/rosters/columns/").status_code in (302, 403)
        assert client.post(f"{UPLOAD}{held.pk}/columns/", {}).status_code in (302, 403, 404)
    client.force_login(StaffFactory(username="clerk2", roles=[Role.CLERK]))
    assert client.post(f"{UPLOAD}{held.pk}/columns/", {}).status_code == 404


def test_a_file_that_stays_refused_is_never_stored(desk):
    hand_in(desk)
    held = RosterImport.objects.waiting().get()
    response = desk.post(f"{UPLOAD}{held.pk}/confirm/")
    assert response.context["problem_count"] == 1
    assert not VillageRoster.objects.exists()
    held.refresh_from_db()
    assert held.status == "waiting"


def test_nothing_remembered_yet(desk):
    assert desk.get("/admin/rosters/columns/").status_code == 200
