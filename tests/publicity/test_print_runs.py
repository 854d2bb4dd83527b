"""A township's notices in one file: made by the worker, sealed on disk, gone after an hour."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from county.actions import create_role_groups
from county.domain.roles import Role
from county.models.audit import AuditEntry
from publicity.actions.print_runs import expire_prints, make_prints
from publicity.models.papers import PrintRun
from publicity.models.rosters import RosterRow
from publicity.signals import rows_erased
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory
from tests.publicity.papers import text_of

pytestmark = pytest.mark.django_db
SECRET = "慕容清照"
"""A full name: a canary."""
WISH = {"stage": "proposed", "period": "2026-11", "size": "A4", "names": "full"}


@pytest.fixture
def lists(notice_list):
    return [
        notice_list([SECRET, "王建国"]),
        notice_list(["李秀英"], village=AreaFactory(name="河东村", code="379901100201")),
    ]


@pytest.fixture
def printer(client):
    create_role_groups()
    user = StaffFactory(username="township", office=OfficeFactory(township=True), roles=[Role.TOWNSHIP])
    client.force_login(user)
    return user


def order(client, **changes):
    area = AreaFactory(township=True)
    return client.post(reverse("publicity_print_order"), {"area": area.pk, **WISH, **changes})


def files_of(response):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def test_order_progress_download(client, printer, lists):
    response = order(client)
    run = PrintRun.objects.get()
    assert response["Location"] == reverse("publicity_print_run", args=[run.pk])
    page = client.get(response["Location"])
    assert "已生成 2 份，共 2 份" in page.content.decode()
    assert "Refresh" not in page.headers
    download = client.get(reverse("publicity_print_zip", args=[run.pk]))
    assert download["Content-Type"] == "application/zip"
    assert "no-store" in download["Cache-Control"]
    files = files_of(download)
    assert sorted(files) == sorted(f"{item.title}-A4-{item.pk}.pdf" for item in lists)
    assert SECRET in text_of(files[f"{lists[0].title}-A4-{lists[0].pk}.pdf"])
    verbs = sorted(AuditEntry.objects.filter(verb__startswith="notice.").values_list("verb", flat=True))
    assert verbs == ["notice.fetch", "notice.print", "notice.print"]


def test_while_it_is_made_the_page_looks_again_without_a_script(client, printer, lists):
    order(client)
    run = PrintRun.objects.get()
    PrintRun.objects.filter(pk=run.pk).update(state="running", done=1)
    page = client.get(reverse("publicity_print_run", args=[run.pk]))
    assert page["Refresh"] == "2"
    assert 'value="50"' in page.content.decode()


def test_masked(client, printer, lists):
    order(client, names="masked")
    files = files_of(client.get(reverse("publicity_print_zip", args=[PrintRun.objects.get().pk])))
    assert all(SECRET not in text_of(pdf) for pdf in files.values())


def test_neither_disk_nor_queue_nor_database_holds_a_name_or_the_key(client, printer, lists, settings):
    """With the files, the queue and the orders alone, nobody reads anything."""
    order(client)
    run = PrintRun.objects.get()
    stored = sorted(Path(settings.PORTAL_DATA, "prints").rglob("*.sealed"))
    assert len(stored) == 2
    for path in stored:
        data = path.read_bytes()
        assert b"%PDF" not in data
        assert SECRET.encode() not in data
        assert path.stat().st_mode & 0o077 == 0
    key = client.session["print_runs"][str(run.pk)]
    rows = [str(value) for value in PrintRun.objects.values_list()] + [
        json.dumps(str(row)) for row in DBTaskResult.objects.values_list()
    ]
    assert not any(key in row or SECRET in row for row in rows)
    details = [json.dumps(item, ensure_ascii=False) for item in AuditEntry.objects.values_list("detail", flat=True)]
    assert not any(SECRET in item or key in item for item in details)


def test_another_session_cannot_open_it(client, printer, lists):
    order(client)
    run = PrintRun.objects.get()
    Session.objects.all().delete()
    client.force_login(printer)
    assert "另一次登录" in client.get(reverse("publicity_print_run", args=[run.pk])).content.decode()
    response = client.get(reverse("publicity_print_zip", args=[run.pk]))
    assert (response.status_code, response["Location"]) == (302, reverse("publicity_print_order"))


def test_another_person_sees_nothing(client, printer, lists):
    order(client)
    run = PrintRun.objects.get()
    client.force_login(StaffFactory(username="other", office=OfficeFactory(township=True), roles=[Role.TOWNSHIP]))
    assert client.get(reverse("publicity_print_run", args=[run.pk])).status_code == 404
    assert client.get(reverse("publicity_print_zip", args=[run.pk])).status_code == 404


def test_after_an_hour_it_is_gone(client, printer, lists, settings):
    order(client)
    run = PrintRun.objects.get()
    assert expire_prints(now=timezone.now() + timedelta(minutes=59)) == 0
    assert expire_prints(now=timezone.now() + timedelta(minutes=61)) == 1
    assert not list(Path(settings.PORTAL_DATA, "prints").rglob("*.sealed"))
    assert client.get(reverse("publicity_print_zip", args=[run.pk])).status_code == 404


def test_a_row_that_is_erased_takes_its_list_out_of_every_file(client, printer, lists):
    order(client)
    rows_erased.send(None, publication_ids=[lists[0].pk])
    files = files_of(client.get(reverse("publicity_print_zip", args=[PrintRun.objects.get().pk])))
    assert list(files) == [f"{lists[1].title}-A4-{lists[1].pk}.pdf"]


def test_what_cannot_be_printed_is_named_and_the_rest_goes_on(client, printer, lists):
    RosterRow.objects.filter(head_name=SECRET).update(head_name="吴二")
    order(client)
    page = client.get(reverse("publicity_print_run", args=[PrintRun.objects.get().pk])).content.decode()
    assert "西河镇向阳村：花名册已变动" in page
    assert "已生成 1 份，共 2 份" in page
    assert "吴二" not in page


def test_an_order_is_worked_on_once(client, printer, lists):
    order(client)
    run = PrintRun.objects.get()
    before = AuditEntry.objects.count()
    make_prints(run_id=run.pk, today=lists[0].opens_on)
    assert AuditEntry.objects.count() == before


def test_nothing_open(client, printer):
    response = order(client)
    assert response.status_code == 200
    assert "没有公示中的名单" in response.content.decode()
    assert not PrintRun.objects.exists()


def test_another_township_can_not_be_ordered(client, printer, lists):
    elsewhere = AreaFactory(township=True, code="379901200000", name="青山乡")
    response = client.post(reverse("publicity_print_order"), {"area": elsewhere.pk, **WISH})
    assert response.status_code == 200
    assert not PrintRun.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.DISCIPLINE])
def test_other_roles_order_nothing(client, lists, role):
    create_role_groups()
    client.force_login(StaffFactory(office=OfficeFactory(), roles=[role]))
    assert client.get(reverse("publicity_print_order")).status_code in (302, 403)
    assert order(client).status_code in (302, 403)
    assert not PrintRun.objects.exists()
