"""Reminders 3 and 1 working days before, once each; mail that tells nothing but numbers."""

from datetime import date
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail

from complaints.actions import reminding
from complaints.domain.clock import reminder_due
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import Event
from complaints.mails import send_digests
from county.jobs import registered_jobs
from tests.factories_complaints import DUE, file_case, make_world


@pytest.mark.parametrize(
    ("left", "before", "owed"),
    [
        (4, [], False),
        (3, [], True),
        (3, [3], False),
        (2, [3], False),
        (2, [], True),
        (1, [3], True),
        (1, [3, 1], False),
        (0, [3], True),
        (0, [3, 0], False),
        (-1, [], False),
    ],
)
def test_when_a_reminder_is_owed(left, before, owed):
    assert reminder_due(left, before) is owed


@pytest.fixture
def world(db):
    return make_world()


def reminders(case):
    return list(case.events.filter(event=Event.REMIND).values_list("day", flat=True))


def test_two_reminders_each_once(world):
    case, _ = file_case(world)
    for day in (1, 1, 2, 3, 3, 4, 7):
        reminding.remind_due(today=date(2026, 12, day))
    assert reminders(case) == [date(2026, 12, 1), date(2026, 12, 3)]


def test_a_later_due_day_is_reminded_of_anew(world):
    case, _ = file_case(world)
    reminding.remind_due(today=date(2026, 12, 1))
    case.due_on = date(2026, 12, 11)
    case.save()
    assert reminding.remind_due(today=date(2026, 12, 7)) == 0
    assert reminding.remind_due(today=date(2026, 12, 8)) == 1


def test_the_mail_counts_what_its_reader_can_open_and_names_nothing(world):
    case, _ = file_case(world, text="家里有两辆车")
    file_case(world, kind=Kind.TIP_OFFICIAL, subject=Subject.TOWNSHIP_STAFF)
    for name in ("township", "neighbour", "discipline"):
        world.users[name].email = f"{name}@example.org"
        world.users[name].save()
    sent = reminding.digests(today=date(2026, 12, 2))
    assert {digest.address: (digest.soon, digest.overdue) for digest in sent} == {
        "township@example.org": (1, 0),
        "discipline@example.org": (1, 0),
    }
    late = reminding.digests(today=date(2026, 12, 7))
    assert {(digest.soon, digest.overdue) for digest in late} == {(0, 1)}


def test_the_job_sends_numbers_only(world, settings):
    settings.PORTAL_TODAY = "2026-12-02"
    case, _ = file_case(world, text="家里有两辆车")
    world.users["township"].email = "desk@example.org"
    world.users["township"].save()
    next(job for job in registered_jobs() if job.name == "remind-of-cases").run()
    (message,) = mail.outbox
    assert message.to == ["desk@example.org"]
    assert "3 个工作日内到期 1 件" in message.body
    for secret in (case.number, "西河镇", "向阳村", "反映", "两辆车"):
        assert secret not in message.subject + message.body
    assert reminders(case) == [date(2026, 12, 2)]


@pytest.mark.parametrize(("refused", "sent"), [({"a@example.org"}, 1), ({"a@example.org", "b@example.org"}, None)])
def test_an_address_that_is_refused_costs_nobody_else_theirs(monkeypatch, refused, sent):
    """Nor does the one that had its mail get it again with every try."""

    def send(self, messages):
        if refused & set(messages[0].to):
            raise SMTPRecipientsRefused({})
        return len(messages)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)
    digests = [reminding.Digest(address, 1, 0) for address in ("a@example.org", "b@example.org")]
    if sent is None:
        with pytest.raises(SMTPRecipientsRefused):
            send_digests(digests)
    else:
        assert send_digests(digests) == sent


def test_nobody_is_mailed_about_nothing(world):
    world.users["township"].email = "desk@example.org"
    world.users["township"].save()
    assert reminding.digests(today=DUE) == []
