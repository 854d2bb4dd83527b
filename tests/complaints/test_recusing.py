"""Single officers kept from a case of their own office: no row, no count, no mail, no key through the program."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from complaints.actions import handling, recusing, reminding
from complaints.actions.handling import NotAllowed, WordsMissing
from complaints.domain.kinds import Subject
from complaints.domain.lifecycle import Event, NotAcceptedBecause
from complaints.models.cases import Case
from complaints.models.recusals import Recusal
from complaints.queries import case_file, headers, open_case, queue_for
from complaints.standing import roles_in
from complaints.vault import NoKey, open_keyring
from county.models.audit import AuditEntry
from county.models.staff import User
from tests.factories_complaints import DUE, FILED, PASSWORD, file_case

WHY = "是我表弟家"


def recuse(world, case, by, user=None, reason=WHY):
    recusing.recuse(**world.acting(by, case), reason=reason, user=world.users[user] if user else None)


def test_who_recuses_themselves_finds_nothing_of_the_case(world):
    case, _receipt = file_case(world)
    recuse(world, case, "township")
    user, key = world.users["township"], world.keys["township"]
    assert not queue_for(user).exists()
    assert roles_in(case, user) == []
    assert headers([case], key)[0].header is None
    with pytest.raises(NoKey):
        open_keyring(key, user).case_key(case)
    with pytest.raises(NoKey):
        open_case(case=case, user=user, member_key=key)
    with pytest.raises(NoKey):
        case_file(case=case, record_id=case.pk, user=user, member_key=key)
    with pytest.raises(NotAllowed):
        handling.accept_case(**world.acting("township", case))


def test_the_colleagues_go_on_and_read_why(world):
    case, _receipt = file_case(world)
    recuse(world, case, "township")
    handling.accept_case(**world.acting("second", case))
    view = open_case(case=case, user=world.users["second"], member_key=world.keys["second"])
    assert WHY in [item.words.text for item in view.items if item.words]
    assert Event.RECUSE in [event.event for event in view.events]
    assert WHY.encode() not in b"".join(bytes(record.ciphertext) for record in case.records.all())


def test_no_mail_counts_it(world):
    world.users["township"].email = "a@example.org"
    world.users["township"].save()
    case, _receipt = file_case(world)
    assert [digest.overdue + digest.soon for digest in reminding.digests(today=DUE)] == [1]
    recuse(world, case, "township")
    assert reminding.digests(today=DUE) == []


def test_the_page_is_gone_as_if_there_were_none(world):
    case, _receipt = file_case(world)
    client = Client()
    client.post("/admin/login/", {"username": "township", "password": PASSWORD})
    assert client.get(f"/admin/cases/{case.number}/").status_code == 200
    answer = client.post(f"/admin/cases/{case.number}/recuse/", {"who": world.users["township"].pk, "reason": WHY})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/cases/")
    told, unknown = (client.get(f"/admin/cases/{number}/") for number in (case.number, "00000000"))
    assert (told.status_code, unknown.status_code) == (404, 404)
    assert case.number not in client.get("/admin/cases/").content.decode()


@pytest.mark.parametrize(("lead", "user"), [("lead", "township"), ("discipline", None)])
def test_a_lead_keeps_a_colleague_from_it(world, lead, user):
    subject = Subject.HOUSEHOLD if user else Subject.UNKNOWN
    case, _receipt = file_case(world, subject=subject)
    if user:
        recuse(world, case, lead, user)
        assert not queue_for(world.users[user]).exists()
        assert queue_for(world.users[lead]).exists()
    else:
        with pytest.raises(recusing.NobodyLeft):
            recuse(world, case, lead)


@pytest.mark.parametrize(("by", "user"), [("township", "second"), ("lead", "neighbour"), ("county", "township")])
def test_nobody_else_keeps_anybody_from_it(world, by, user):
    case, _receipt = file_case(world)
    with pytest.raises(NotAllowed):
        recuse(world, case, by, user)
    assert not Recusal.objects.exists()


def test_a_reason_there_must_be(world):
    case, _receipt = file_case(world)
    with pytest.raises(WordsMissing):
        recuse(world, case, "township", reason=" ")


def test_where_nobody_is_left_to_handle_it_the_case_goes_up(world):
    case, _receipt = file_case(world)
    recuse(world, case, "township")
    recuse(world, case, "second")
    case.refresh_from_db()
    assert case.handling_office.code == "county"
    assert list(case.wraps.values_list("office__code", flat=True)) == ["county"]
    assert not queue_for(world.users["lead"]).exists()
    handling.accept_case(**world.acting("county", case))


def people(world, **offices):
    """`offices`: for each office who may act there, as user=roles."""
    for code, roles in offices.items():
        office = world.offices[code]
        for user in office.members.all():
            user.is_active = user.username in roles
            user.save()
            user.groups.set(Group.objects.filter(name__in=roles.get(user.username, [])))


HANDLES, APPROVES, BOTH = ["township"], ["township-lead"], ["township", "township-lead"]
ABLE, UNABLE = {"county": ["county"], "county-two": ["county"]}, {"county": ["county"]}


@pytest.mark.parametrize(
    ("gone", "west", "county", "answered", "stays"),
    [
        ("township", {"township": HANDLES, "second": HANDLES, "lead": APPROVES}, ABLE, False, True),
        ("lead", {"township": HANDLES, "second": HANDLES, "lead": APPROVES}, ABLE, False, False),
        ("lead", {"township": HANDLES, "second": BOTH, "lead": APPROVES}, ABLE, False, True),
        ("lead", {"second": BOTH, "lead": APPROVES}, ABLE, False, False),
        ("lead", {"township": HANDLES, "second": HANDLES, "lead": APPROVES}, ABLE, True, True),
        ("lead", {"township": HANDLES, "second": HANDLES, "lead": APPROVES}, UNABLE, False, True),
        ("township", {"township": HANDLES, "lead": APPROVES}, ABLE, False, False),
        ("township", {"township": HANDLES, "lead": APPROVES}, UNABLE, False, False),
        ("county", {"township": HANDLES, "lead": APPROVES}, ABLE, False, True),
    ],
)
def test_a_case_lies_where_it_can_be_brought_to_its_end(world, gone, west, county, answered, stays):
    case, _receipt = file_case(world)
    if answered:
        acting = world.acting("township", case)
        handling.not_accept_case(**acting, because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请找社保")
    people(world, west=west, county=county)
    world.users = {user.username: user for user in User.objects.all()}
    recuse(world, case, gone)
    case.refresh_from_db()
    assert case.handling_office.code == ("west" if stays else "county")
    assert set(case.wraps.values_list("office__code", flat=True)) == ({"west", "county"} if stays else {"county"})
    assert not Case.objects.sealed_to(world.users[gone]).exists()


def test_the_last_who_watches_over_a_case_does_not_leave_it(world):
    case, _receipt = file_case(world)
    recuse(world, case, "county")
    with pytest.raises(recusing.NobodyLeft):
        recuse(world, case, "county-two")
    assert queue_for(world.users["county-two"]).get() == case
    assert Recusal.objects.get().user == world.users["county"]


def test_where_nobody_is_left_and_none_above_nothing_happens(world):
    case, _receipt = file_case(world, village=None)
    assert case.handling_office.code == "county"
    recuse(world, case, "county")
    with pytest.raises(recusing.NobodyLeft):
        recuse(world, case, "county-two")
    assert queue_for(world.users["county-two"]).get() == case
    assert not case.records.filter(position__gt=2).exists()


def test_civil_affairs_has_it_on_record_and_discipline_inspection_has_not(world):
    case, _receipt = file_case(world)
    recuse(world, case, "township")
    assert AuditEntry.objects.get(verb="case.recuse").detail == {}
    assert WHY not in str(list(AuditEntry.objects.values()))
    assert Case.objects.get().due_on == DUE
    assert Recusal.objects.get().day == FILED
