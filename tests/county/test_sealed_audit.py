"""Values about a household in the audit trail: sealed, read by the auditor, and gone with the household's key."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from county.actions import create_role_groups, record
from county.domain.roles import Role
from county.models.audit import AppendOnlyError, AuditEntry, AuditSealed
from county.models.household_keys import HouseholdKey
from county.sealed_audit import destroy_keys, opened
from tests.factories_county import StaffFactory

pytestmark = pytest.mark.django_db
HOUSEHOLD, OTHER = "h" * 43, "o" * 43
WORDS = "户主王秀英要求撤下"


def act(household=HOUSEHOLD, words=WORDS):
    return record(actor=None, verb="entry.hide", subject="list:abc", household=household, sealed={"why": words})


def test_values_are_read_while_the_key_is_there():
    first, second = act(), act(OTHER, "另一户")
    assert opened([first, second]) == {first.pk: {"why": WORDS}, second.pk: {"why": "另一户"}}
    assert destroy_keys([HOUSEHOLD]) == 1
    assert opened([first, second]) == {first.pk: None, second.pk: {"why": "另一户"}}
    assert destroy_keys([HOUSEHOLD]) == 0


def test_the_database_alone_reads_nothing_and_leads_nowhere(settings, tmp_path):
    entry = act()
    stored = repr(list(AuditEntry.objects.values()) + list(AuditSealed.objects.values()))
    assert WORDS not in stored
    assert "王秀英".encode() not in bytes(entry.sealed.box)
    assert HOUSEHOLD not in stored
    settings.PORTAL_DATA = tmp_path / "elsewhere"
    assert opened([entry]) == {entry.pk: None}


def test_acts_of_one_household_share_a_key_and_one_that_comes_back_gets_another():
    act()
    act()
    assert HouseholdKey.objects.count() == 1
    before = HouseholdKey.objects.get().pk
    destroy_keys([HOUSEHOLD])
    act()
    assert HouseholdKey.objects.get().pk != before


def test_sealed_values_need_a_household():
    with pytest.raises(ValueError, match="household"):
        record(actor=None, verb="entry.hide", subject="list:abc", sealed={"why": WORDS})
    assert not AuditEntry.objects.exists()


def test_acts_without_values_are_as_before():
    entry = record(actor=None, verb="list.publish", subject="list:abc", detail={"version": 1})
    assert opened([entry]) == {}
    with pytest.raises(ObjectDoesNotExist):
        entry.sealed  # noqa: B018


def test_what_is_sealed_is_never_changed_or_deleted():
    sealed = act().sealed
    for attempt in (sealed.save, sealed.delete, AuditSealed.objects.all().delete, AuditEntry.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.fixture
def auditor(client):
    create_role_groups()
    person = StaffFactory(roles=[Role.AUDITOR])
    client.force_login(person)
    return person


def test_the_auditor_opens_values_and_that_is_on_record(client, auditor):
    entry = act()
    listed = client.get(reverse("county_audit")).content.decode()
    assert WORDS not in listed
    address = reverse("county_audit_values", args=[entry.pk])
    assert address in listed
    assert WORDS in client.get(address).content.decode()
    looked = AuditEntry.objects.get(verb="audit.open")
    assert (looked.actor, looked.subject) == (auditor, f"audit:{entry.pk}")


def test_after_the_erasure_the_auditor_reads_that_it_was_erased(client, auditor):
    entry = act()
    destroy_keys([HOUSEHOLD])
    assert "已随该户删除" in client.get(reverse("county_audit")).content.decode()
    page = client.get(reverse("county_audit_values", args=[entry.pk])).content.decode()
    assert WORDS not in page
    assert "已随该户删除" in page


def test_an_act_without_values_has_no_such_page(client, auditor):
    entry = record(actor=None, verb="list.publish", subject="list:abc")
    assert client.get(reverse("county_audit_values", args=[entry.pk])).status_code == 404


def test_nobody_else_opens_values(client):
    create_role_groups()
    entry = act()
    for role in set(Role) - {Role.AUDITOR}:
        client.force_login(StaffFactory(roles=[role]))
        answer = client.get(reverse("county_audit_values", args=[entry.pk]))
        assert answer.status_code in (302, 403)
    client.force_login(StaffFactory(is_superuser=True))
    assert client.get(reverse("county_audit_values", args=[entry.pk])).status_code in (302, 403)
    assert not AuditEntry.objects.filter(verb="audit.open").exists()


def test_the_list_asks_for_keys_once(client, auditor, django_assert_max_num_queries):
    for number in range(40):
        act(f"{number:043d}")
    client.get(reverse("county_audit"))
    with django_assert_max_num_queries(40):
        client.get(reverse("county_audit"))
