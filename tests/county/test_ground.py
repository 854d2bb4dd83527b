"""Keys, audit, links, roles and areas."""

import stat
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import zxingcpp
from django.conf import settings
from django.urls import reverse
from PIL import Image

from county.access import allowed
from county.actions import command_user, record
from county.actions.links import short_link
from county.domain.roles import Action, Role
from county.jobs import Job, run_once
from county.keys import secret
from county.models.audit import AppendOnlyError, AuditEntry
from tests.factories_county import AreaFactory, OfficeFactory, StaffFactory


def test_a_key_is_made_once_and_private():
    first = secret("some-key")
    assert len(first) == 32
    assert secret("some-key") == first
    assert secret("another-key") != first
    assert stat.S_IMODE((settings.PORTAL_DATA / "keys" / "some-key").stat().st_mode) == 0o600


@pytest.mark.django_db
def test_the_audit_trail_can_only_be_added_to():
    entry = record(actor=None, verb="test.act", subject="x")
    entry.verb = "changed"
    for forbidden in (
        entry.save,
        entry.delete,
        lambda: AuditEntry.objects.update(verb="changed"),
        lambda: AuditEntry.objects.all().delete(),
    ):
        with pytest.raises(AppendOnlyError):
            forbidden()
    assert AuditEntry.objects.get().verb == "test.act"


@pytest.mark.django_db
def test_a_short_link_is_one_per_path_and_its_code_leads_there(client):
    link = short_link(path="/guides/apply/", title="申请低保")
    assert short_link(path="/guides/apply/", title="别的题目") == link
    answer = client.get(reverse("county:qr_png", args=[link.code]))
    image = Image.open(BytesIO(answer.content))
    decoded = zxingcpp.read_barcode(image).text
    assert decoded == f"{settings.PORTAL_BASE_URL}/q/{link.code}"
    assert client.get(decoded.removeprefix(settings.PORTAL_BASE_URL))["Location"] == "/guides/apply/"
    svg = client.get(reverse("county:qr_svg", args=[link.code]))
    assert svg["Content-Type"] == "image/svg+xml"
    assert not svg.cookies
    assert client.get("/qr/nosuch.svg").status_code == 404


@pytest.mark.django_db
def test_roles_count_only_inside_the_offices_area():
    here = AreaFactory()
    elsewhere = AreaFactory(
        parent=AreaFactory(code="379901200000", name="青山乡", kind="township", parent=here.parent.parent)
    )
    township = StaffFactory(office=OfficeFactory(township=True), roles=[Role.TOWNSHIP])
    clerk = StaffFactory(roles=[Role.CLERK])
    assert allowed(township, Action.IMPORT_ROSTER, here)
    assert not allowed(township, Action.IMPORT_ROSTER, elsewhere)
    assert allowed(clerk, Action.IMPORT_ROSTER, elsewhere)
    assert not allowed(clerk, Action.PUBLISH_LONG_TERM, here)


@pytest.mark.django_db
def test_superusers_and_the_command_user_hold_no_role():
    root = StaffFactory(is_superuser=True)
    assert not any(allowed(root, action) for action in Action)
    assert not any(allowed(command_user(), action) for action in Action)
    assert not command_user().has_usable_password()


@pytest.mark.django_db
def test_a_job_runs_once_a_slot():
    runs = []
    job = Job("count", "* * * * *", lambda: runs.append(1))
    slot = datetime(2026, 11, 21, 0, 5, tzinfo=UTC)
    assert run_once(job, slot)
    assert not run_once(job, slot)
    assert not run_once(job, slot - timedelta(minutes=1))
    assert run_once(job, slot + timedelta(minutes=1))
    assert len(runs) == 2
