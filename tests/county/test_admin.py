"""The ground in the admin: the audit report by role, accounts with an office."""

import pytest
from django.urls import reverse

from county.actions import create_role_groups, record
from county.domain.roles import Role
from tests.factories_county import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _roles(db):
    create_role_groups()


def test_the_auditor_reads_the_audit_trail_and_nobody_else(client):
    record(actor=None, verb="roster.confirm", subject="import:1", detail={"rows": 3})
    client.force_login(StaffFactory(roles=[Role.AUDITOR]))
    page = client.get(reverse("county_audit"))
    assert "roster.confirm" in page.content.decode()
    for role in set(Role) - {Role.AUDITOR}:
        client.force_login(StaffFactory(roles=[role]))
        assert client.get(reverse("county_audit")).status_code == 302
    client.force_login(StaffFactory(is_superuser=True))
    assert client.get(reverse("county_audit")).status_code == 302


def test_an_account_is_made_with_its_office(client):
    root = StaffFactory(is_superuser=True)
    client.force_login(root)
    form = client.get(reverse("wagtailusers_users:add")).content.decode()
    assert 'name="office"' in form
    answer = client.post(
        reverse("wagtailusers_users:add"),
        {
            "username": "newcomer",
            "last_name": "新人",
            "password1": "a-long-pass-word-77",
            "password2": "a-long-pass-word-77",
            "office": root.office.pk,
        },
    )
    assert answer.status_code == 302
    assert type(root).objects.get(username="newcomer").office == root.office


def test_the_admin_keeps_its_cookies_to_its_own_path(client):
    answer = client.get(reverse("wagtailadmin_login"))
    assert {cookie["path"] for cookie in answer.cookies.values()} <= {"/admin/"}
