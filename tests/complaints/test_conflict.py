"""Holes through which an accused office could have learned of a tip, each by name; the property test looks for more."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import reverse
from wagtail.models import ReferenceIndex

from complaints.actions import handling, intake, oversight
from complaints.actions.keys import create_member, create_office_key, unlock
from complaints.actions.releasing import release_statistics
from complaints.domain.kinds import Subject
from complaints.domain.lifecycle import NotAcceptedBecause, Outcome
from complaints.models.cases import Case
from complaints.models.counts import ClosedCount, StatisticsRelease
from complaints.models.keys import OfficeKey, OfficeKeyShare
from complaints.queries import open_case, queue_for
from complaints.vault import NoKey
from county.actions import create_staff
from county.domain.roles import Role
from county.jobs import registered_jobs
from county.models.areas import Area
from county.models.offices import Office
from county.models.staff import User
from tests.factories_complaints import FILED, FOUND, PASSWORD, file_case

JANUARY = date(2027, 1, 4)


def tip(world, **given):
    return file_case(world, **{"subject": Subject.TOWNSHIP_STAFF, "text": "镇里收钱", **given})


def closed_tip(world, **given):
    case, _receipt = tip(world, **given)
    handling.accept_case(**world.acting("discipline", case))
    oversight.close_case(**world.acting("discipline", case))
    return case


def answered(world):
    case, receipt = file_case(world)
    handling.accept_case(**world.acting("township", case))
    handling.start_review(**world.acting("township", case))
    handling.decide_case(**world.acting("township", case), outcome=Outcome.UPHELD, reasons="属实", **FOUND)
    handling.approve_decision(**world.acting("lead", case))
    return case, receipt


# The appeal (docs/decisions/0033).


def test_the_office_appealed_against_keeps_neither_key_nor_row(world):
    case, receipt = answered(world)
    intake.reopen(code=receipt.code, text="镇里偏袒", today=FILED)
    case.refresh_from_db()
    assert list(case.wraps.values_list("office__code", flat=True)) == ["county"]
    for name in ("township", "second", "lead"):
        assert not queue_for(world.users[name]).exists()
        with pytest.raises(NoKey):
            open_case(case=case, user=world.users[name], member_key=world.keys[name])
    assert open_case(case=case, user=world.users["county"], member_key=world.keys["county"]).items


def test_where_nobody_is_above_the_appeal_stays_in_the_office_with_other_hands(world):
    case, receipt = answered(world)
    case.wraps.filter(office=world.offices["county"]).delete()
    intake.reopen(code=receipt.code, text="不服", today=FILED)
    assert list(case.wraps.values_list("office__code", flat=True)) == ["west"]


# Figures: what the county knows of its own cases, subtracted from what everybody is told.


def figures_after(settings, name, *happening):
    """What a release tells when all of `happening` has happened; nothing stays."""
    kept = settings.PORTAL_DATA
    settings.PORTAL_DATA = kept.parent / name
    try:
        with transaction.atomic():
            for happen in happening:
                happen()
            release_statistics(today=JANUARY)
            told = list(StatisticsRelease.objects.order_by("month").values_list("month", "figures"))
            transaction.set_rollback(True)
    finally:
        settings.PORTAL_DATA = kept
    return told


def test_received_is_not_the_own_count_plus_the_tips(world, settings):
    def ten():
        for _each in range(10):
            file_case(world)

    without = figures_after(settings, "without", ten)
    assert "10" in str(without)
    assert figures_after(settings, "with", ten, lambda: tip(world)) == without


def test_a_month_with_one_closed_tip_looks_like_a_month_without(world, settings):
    def twelve():
        sort = {"township": None, "kind": "review", "outcome": "upheld", "on_time": True, "appeal": False}
        ClosedCount.objects.create(month="2026-11", count=12, **sort)

    without = figures_after(settings, "without", twelve)
    assert "12" in str(without)
    assert figures_after(settings, "with", twelve, lambda: closed_tip(world)) == without


def test_a_tip_does_not_begin_the_figures(world):
    closed_tip(world)
    assert release_statistics(today=JANUARY) == []


# Keys: who could open what comes in.


def test_a_key_that_nobody_of_the_office_holds_takes_nothing_in(world):
    user = world.users["discipline"]
    user.office = world.offices["west"]
    user.save()
    assert not OfficeKey.objects.usable().filter(office=world.offices["discipline"]).exists()


def test_a_key_that_nobody_with_a_role_holds_takes_nothing_in(world):
    world.users["discipline"].groups.clear()
    assert not OfficeKey.objects.usable().filter(office=world.offices["discipline"]).exists()


def colleague(world):
    from_discipline = create_staff(
        username="leaver", name="调走", password=PASSWORD, roles=[Role.DISCIPLINE], office=world.offices["discipline"]
    )
    create_member(user=from_discipline, password=PASSWORD, today=FILED)
    office = world.offices["discipline"]
    create_office_key(office=office, members=office.members.all(), today=FILED)
    return from_discipline


def boss(world, client):
    """Who keeps the accounts, signed in."""
    user = create_staff(username="boss", name="管", password=PASSWORD, roles=[Role.ADMIN], office=None)
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    assert client.post("/admin/login/", {"username": "boss", "password": PASSWORD}).status_code == 302
    return client


def edit(client, user, **changed):
    """The page of an account, with what is `changed`."""
    values = {"username": user.username, "last_name": "员", "office": user.office_id, "is_active": "on"}
    values |= {"groups": list(user.groups.values_list("pk", flat=True)), "first_name": "", "email": "", **changed}
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    assert client.post(address, {name: value for name, value in values.items() if value is not None}).status_code == 302


def block_many(client, user, **changed):
    address = reverse("wagtail_bulk_action", args=["county", "user", "set_active_state"])
    assert client.post(f"{address}?id={user.pk}", {"mark_as_active": "False"}).status_code == 302


def by_another_road(client, user, **changed):
    """A role that was renamed: no screen of accounts says so, the job of the hour does."""
    Group.objects.filter(name=Role.DISCIPLINE.value).update(name="纪检")
    User.objects.exclude(pk=user.pk).get(username="discipline").groups.add(
        Group.objects.create(name=Role.DISCIPLINE.value)
    )
    next(job for job in registered_jobs() if job.name == "seal-out-leavers").run()


@pytest.mark.parametrize(
    ("leaves", "changed"),
    [
        (edit, {"office": "west"}),
        (edit, {"is_active": None}),
        (edit, {"groups": []}),
        (block_many, {}),
        (by_another_road, {}),
    ],
)
def test_who_leaves_discipline_inspection_holds_no_key_of_what_comes_in_later(world, client, leaves, changed):
    user = colleague(world)
    if "office" in changed:
        changed = {"office": world.offices["west"].pk}
    leaves(boss(world, client), user, **changed)
    case, _receipt = tip(world)
    assert not OfficeKeyShare.objects.filter(user=user, office_key__wraps__case=case).exists()
    assert not OfficeKeyShare.objects.filter(user=user).exists()
    assert queue_for(world.users["discipline"]).get() == case


def test_the_last_holder_of_a_key_keeps_it(world, client):
    user = world.users["discipline"]
    edit(boss(world, client), user, is_active=None)
    user.refresh_from_db()
    assert not user.is_active
    assert OfficeKeyShare.objects.filter(user=user).count() == 1


def test_a_role_exchanged_for_another_is_no_leaving(world, client):
    user = world.users["township"]
    before = set(OfficeKeyShare.objects.filter(user=user).values_list("pk", flat=True))
    edit(boss(world, client), user, groups=[Group.objects.get(name=Role.TOWNSHIP_LEAD.value).pk])
    assert user.groups.get().name == Role.TOWNSHIP_LEAD.value
    assert set(OfficeKeyShare.objects.filter(user=user).values_list("pk", flat=True)) == before


# Places: an office below by the map, though nobody wrote above it whom it reports to.


def test_an_office_inside_the_accused_ones_area_is_below_it(world):
    lone = Office.objects.create(code="village", name="村委", kind="township", area=world.village)
    member = create_staff(username="cadre", name="村", password=PASSWORD, roles=[Role.TOWNSHIP], office=lone)
    create_member(user=member, password=PASSWORD, today=FILED)
    create_office_key(office=lone, members=[member], today=FILED)
    township = Area.objects.get(pk=world.village.parent_id)
    case, _receipt = tip(world, village=township)
    handling.accept_case(**world.acting("discipline", case))
    number = oversight.split_household_fact(
        **world.acting("discipline", case), village=world.village, fact="请核查该户名下车辆"
    )
    assert Case.objects.get(number=number).handling_office.code == "county"


# The admin's own machinery.


def test_no_index_of_references_leads_to_a_case(world):
    case, _receipt = tip(world)
    handling.accept_case(**world.acting("discipline", case))
    assert not ReferenceIndex.objects.filter(object_id=str(case.pk)).exists()
    assert (
        not ReferenceIndex.objects.filter(to_object_id=str(world.offices["discipline"].pk))
        .exclude(base_content_type__app_label="county")
        .exists()
    )


def test_deleting_a_colleague_does_not_tell_whether_they_acted_on_a_tip(world, client):
    create_staff(username="boss", name="管", password=PASSWORD, roles=[Role.ADMIN], office=world.offices["county"])
    type(world.users["county"]).objects.filter(username="boss").update(is_superuser=True)
    client.post("/admin/login/", {"username": "boss", "password": PASSWORD})
    address = reverse("wagtailusers_users:delete", args=[world.users["discipline"].pk])
    before = client.post(address)
    assert "不删除账号" in client.get(reverse("wagtailusers_users:index")).content.decode()
    case, _receipt = tip(world)
    handling.not_accept_case(
        **world.acting("discipline", case), because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请找社保"
    )
    after = client.post(address)
    assert (before.status_code, before.headers.get("Location")) == (after.status_code, after.headers.get("Location"))
    assert type(world.users["county"]).objects.filter(username="discipline").exists()


# The office above discipline inspection.


def test_the_discipline_office_above_opens_what_is_sealed_to_it(world):
    above = Area.objects.create(code="370000000000", name="某市", kind="county")
    city = Office.objects.create(code="city", name="市纪委监委", kind="discipline", area=above)
    Office.objects.filter(code="discipline").update(escalates_to=city)
    member = create_staff(username="city", name="市", password=PASSWORD, roles=[Role.DISCIPLINE], office=city)
    create_member(user=member, password=PASSWORD, today=FILED)
    create_office_key(office=city, members=[member], today=FILED)
    case, _receipt = tip(world)
    view = open_case(case=case, user=member, member_key=unlock(user=member, password=PASSWORD))
    assert view.steps
