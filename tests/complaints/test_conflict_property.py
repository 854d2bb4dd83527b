"""No accused office ever holds a usable key or sees a byte of difference, in random counties with random moves.

Each seed is a county that is forked: into a world with a tip and one without, in which the same things happen. What
the members of every accused office and of every office below it can open, read, count and get by mail must be the
same to the byte; only the tokens that each form carries anew are left out.
"""

import io
import re
import secrets
import shutil
import zipfile
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from random import Random

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.template import defaultfilters
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.admin.templatetags import wagtailadmin_tags

from complaints import sealing
from complaints.actions import handling, intake, oversight, recusing, reminding, sharing
from complaints.actions.releasing import release_statistics
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import NotAcceptedBecause, UnknownMove
from complaints.domain.routing import AboutDiscipline, NoRecipient, accused
from complaints.mails import send_digests
from complaints.models.cases import Case, CaseKeyWrap
from complaints.models.keys import OfficeKeyShare
from complaints.queries import open_case, queue_for
from complaints.vault import NoKey, share_context, wrap_context
from county.models.staff import User
from tests.complaints.conflict_county import make_land
from tests.factories_complaints import FILED, PASSWORD

pytestmark = pytest.mark.django_db
SEEDS = 8
WATCHERS = 2
TOKEN = re.compile(rb"(?<=[\"'>=])[A-Za-z0-9]{64}(?=[\"'<])")
PAGES = (
    "/admin/",
    "/admin/cases/",
    "/admin/cases/?when=overdue",
    "/admin/cases/{guess}/",
    "/admin/cases/register.xlsx",
    "/admin/cases/?q={guess}",
    "/admin/cases/{guess}/recuse/",
    "/admin/cases-kept/",
    "/admin/cases-kept/?q={guess}",
    "/admin/case-keys/",
    "/admin/reports/audit/",
    "/admin/users/",
    "/admin/office/",
    "/statistics/",
)
NUMBER = "77777777"
OFFICIALS = [subject for subject in Subject if subject.is_official]


class Fork:
    """One of the two worlds: what happens in it, and what its watchers see."""

    def __init__(self, land, seed, village, subject, with_tip):
        self.land, self.seed, self.village, self.subject = land, seed, village, subject
        self.with_tip = with_tip
        self.day = FILED
        self.tip = self.receipt = None

    def mailbox(self):
        """Somebody of the office that has the tip."""
        return self.land.people[self.tip.handling_office.code][0]

    def on_tip(self, act, **values):
        """A step on the tip where there is one; what the table refuses did not happen."""
        if not self.with_tip:
            return
        with transaction.atomic():
            self.tip.refresh_from_db()
            try:
                act(case=self.tip, today=self.day, **self.land.acting(self.mailbox()), **values)
            except (UnknownMove, NoRecipient):
                transaction.set_rollback(True)

    def household(self, but_not=frozenset()):
        """An ordinary report."""
        values = {"kind": Kind.TIP_HOUSEHOLD, "subject": Subject.HOUSEHOLD, "village": self.village, "text": "车"}
        try:
            with transaction.atomic():
                intake.receive_case(**values, today=self.day, but_not=but_not)
        except NoRecipient:
            return


def accept(fork):
    fork.on_tip(handling.accept_case)


def refuse(fork):
    fork.on_tip(handling.not_accept_case, because=NotAcceptedBecause.OUT_OF_SCOPE, guidance="请找社保")


def ask(fork):
    fork.on_tip(handling.ask_more, text="请补充", until=fork.day + timedelta(days=5))


def answer(fork):
    fork.on_tip(handling.answer_case, text="已办")


def close(fork):
    fork.on_tip(oversight.close_case)


def split(fork):
    """Twin: the same report by somebody from the street, kept from the same offices."""
    barred = accused(fork.subject, intake.place_codes(fork.village), intake.routing_offices())
    if fork.with_tip:
        fork.on_tip(oversight.split_household_fact, village=fork.village, fact="车")
    else:
        fork.household(but_not=barred)


def add(fork):
    if fork.with_tip:
        with transaction.atomic():
            try:
                intake.add_from_sender(code=fork.receipt.code, text="还有", today=fork.day)
            except UnknownMove:
                transaction.set_rollback(True)


def step_aside(fork):
    """Somebody who has the tip recuses themselves."""
    if fork.with_tip:
        fork.tip.refresh_from_db()
        with transaction.atomic():
            try:
                acting = fork.land.acting(fork.land.people[fork.tip.handling_office.code][1])
                recusing.recuse(case=fork.tip, reason="亲戚", today=fork.day, **acting)
            except (recusing.NobodyLeft, handling.NotAllowed, NoKey):
                transaction.set_rollback(True)


def object_to(fork):
    if fork.with_tip:
        with transaction.atomic():
            try:
                intake.reopen(code=fork.receipt.code, text="不服", today=fork.day)
            except (UnknownMove, intake.TooLateToReopen):
                transaction.set_rollback(True)


def night(fork):
    """The jobs of a day later."""
    fork.day += timedelta(days=7)
    oversight.recount_due_days(today=fork.day)
    oversight.escalate_overdue(today=fork.day)
    reminding.remind_due(today=fork.day)
    send_digests(reminding.digests(today=fork.day))


def release(fork):
    release_statistics(today=date(2027, 2, 1))


def another(fork):
    fork.household()


def work(fork):
    """The offices go on with what they know of."""
    for case in Case.objects.exclude(number=NUMBER).order_by("filed_on", "number"):
        code = case.handling_office.code
        with transaction.atomic():
            try:
                acting = fork.land.acting(fork.land.people[code][0])
                handling.accept_case(case=case, today=fork.day, **acting)
            except (UnknownMove, handling.NotAllowed, NoKey):
                transaction.set_rollback(True)


def transfer(fork):
    """An ordinary case goes to discipline inspection."""
    for case in Case.objects.exclude(number=NUMBER).exclude(handling_office__kind="discipline").order_by("number")[:1]:
        with transaction.atomic():
            try:
                acting = fork.land.acting(fork.land.people[case.handling_office.code][0])
                oversight.transfer_case(case=case, reason="移交", today=fork.day, **acting)
            except (UnknownMove, NoRecipient, handling.NotAllowed, NoKey):
                transaction.set_rollback(True)


def oversee(fork):
    """The county extends one ordinary case and puts it under special supervision."""
    for case in Case.objects.exclude(number=NUMBER).exclude(handling_office__kind="discipline").order_by("number")[:1]:
        for act, values in ((oversight.extend_case, {"days": 3}), (oversight.supervise_case, {})):
            with transaction.atomic():
                try:
                    acting = fork.land.acting(fork.land.people["county"][0])
                    act(case=case, reason="要紧", today=fork.day, **values, **acting)
                except (UnknownMove, handling.NotAllowed, NoKey):
                    transaction.set_rollback(True)


def rotate(fork):
    for code in ("discipline", "town-0", "county"):
        user = User.objects.get(pk=fork.land.people[code][0].pk)
        with transaction.atomic():
            try:
                sharing.renew_office_key(by=user, today=fork.day)
            except (NoKey, sharing.NotAllowed):
                transaction.set_rollback(True)


def move_over(fork):
    """Somebody of discipline inspection goes to work for the county."""
    user = User.objects.get(pk=fork.land.people["discipline"][1].pk)
    user.office = fork.land.offices["county"]
    user.save()


def join(fork):
    """A newcomer at the first township, let in by a colleague."""
    office = fork.land.offices["town-0"]
    user = User.objects.get(pk=fork.land.people["town-1"][0].pk)
    user.office = office
    user.save()
    with transaction.atomic():
        try:
            asked = sharing.ask_for_share(by=user, today=fork.day)
            sharing.vouch(request=asked, by=User.objects.get(pk=fork.land.people["county"][0].pk))
            acting = fork.land.acting(fork.land.people["town-0"][0])
            sharing.share_office_key(request=asked, today=fork.day, **acting)
        except (NoKey, sharing.NotAllowed):
            transaction.set_rollback(True)


def leave(fork):
    user = User.objects.get(pk=fork.land.people["town-0"][1].pk)
    user.is_active = False
    user.save()


ON_TIP = [accept, refuse, ask, answer, close, split, add, object_to, step_aside]
EVERYWHERE = [night, release, another, work, transfer, oversee, rotate, move_over, join, leave]


class Fixed:
    """Random numbers that are the same in both worlds: a stream of their own for each step."""

    def __init__(self, seed, step):
        self.random = Random(f"{seed}-{step}")

    def below(self, most):
        return self.random.randrange(most)


def live(fork, moves, monkeypatch):
    """The tip, then the moves."""
    if fork.with_tip:
        monkeypatch.setattr(secrets, "randbelow", lambda most: int(NUMBER) % most)
        fork.receipt = intake.receive_case(
            kind=Kind.TIP_OFFICIAL, subject=fork.subject, village=fork.village, text="收钱", today=FILED
        )
        fork.tip = Case.objects.get(number=NUMBER)
    for step, move in enumerate(moves):
        monkeypatch.setattr(secrets, "randbelow", Fixed(fork.seed, step).below)
        with TestCase.captureOnCommitCallbacks() as callbacks:
            move(fork)
        for callback in callbacks:
            if callback.__module__ != "publicity" and "checkpoint" not in repr(callback):
                callback()


def looked_at(cookies, watchers):
    """Every page, mail and count of every watcher."""
    seen = {("mail", user.username): [m.body for m in mail.outbox if user.email in m.to] for user in watchers}
    for user in watchers:
        client = Client()
        client.cookies = deepcopy(cookies[user.pk])
        for page in PAGES:
            response = client.get(page.format(guess=NUMBER))
            seen[page, user.username] = (response.status_code, response.headers.get("Location"), body(response))
        for case in queue_for(User.objects.get(pk=user.pk)).order_by("number")[:2]:
            response = client.get(f"/admin/cases/{case.number}/")
            seen["case", case.number, user.username] = (response.status_code, body(response))
    return seen


def body(response):
    """What the browser gets, without the tokens of forms and the time that a spreadsheet carries."""
    data = b"".join(response) if response.streaming else response.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return [(name, book.read(name)) for name in book.namelist() if name != "docProps/core.xml"]
    return TOKEN.sub(b"", data)


def nothing_opens(land, tip, watchers):
    """Whatever key material the watchers reach, used past every query, opens no wrap of the tip."""
    for user in watchers:
        member_key = land.keys[user.pk]
        shares = OfficeKeyShare.objects.filter(user=user)
        opened = [
            (
                share.office_key_id,
                sealing.unwrap(bytes(share.wrapped), member_key, share_context(share.office_key_id, user.pk)),
            )
            for share in shares
        ]
        for wrap in CaseKeyWrap.objects.filter(case=tip):
            for key_id, private in [*opened, (wrap.office_key_id, member_key)]:
                with pytest.raises(sealing.Unreadable):
                    sealing.unwrap(bytes(wrap.wrapped), private, wrap_context(tip.pk, wrap.office_key_id))
                assert key_id != wrap.office_key_id or private == member_key
        fresh = User.objects.get(pk=user.pk)
        assert not Case.objects.sealed_to(fresh).filter(pk=tip.pk).exists()
        assert not queue_for(fresh).filter(pk=tip.pk).exists()
        with pytest.raises(NoKey):
            open_case(case=tip, user=fresh, member_key=member_key)


@contextmanager
def forked(settings, tmp_path, name):
    """A world that is gone afterwards: database, data directory, cache and mail."""
    data = settings.PORTAL_DATA
    settings.PORTAL_DATA = tmp_path / name
    shutil.copytree(data, settings.PORTAL_DATA)
    cache.clear()
    mail.outbox.clear()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        settings.PORTAL_DATA = data


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_accused_see_no_byte_of_difference(seed, settings, tmp_path, monkeypatch):
    random = Random(seed)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    for module in (wagtailadmin_tags, defaultfilters):  # "a minute ago" goes by the clock of the machine
        monkeypatch.setattr(module, "timesince", lambda *given, **options: "")
    land = make_land(random)
    subject, village = random.choice(OFFICIALS), random.choice(land.villages)
    barred = accused(subject, intake.place_codes(village), intake.routing_offices())
    everybody = [user for code in sorted(barred) for user in land.people[code]]
    watchers = random.sample(everybody, min(WATCHERS, len(everybody)))
    for _each in range(random.randint(0, 3)):
        Fork(land, seed, random.choice(land.villages), subject, False).household()
    cookies = {user.pk: signed_in(user).cookies for user in watchers}
    moves = random.sample(ON_TIP, 4) + random.sample(EVERYWHERE, 4) + [night, release]
    random.shuffle(moves)
    seen = []
    for with_tip in (True, False):
        with forked(settings, tmp_path, str(with_tip)):
            fork = Fork(land, seed, village, subject, with_tip)
            try:
                live(fork, moves, monkeypatch)
            except AboutDiscipline:
                assert subject is Subject.DISCIPLINE
                assert not Case.objects.filter(number=NUMBER).exists()
                return
            if with_tip:
                nothing_opens(land, fork.tip, everybody)
            seen.append(looked_at(cookies, watchers))
    told, untold = seen
    differing = [place for place in told.keys() | untold.keys() if told.get(place) != untold.get(place)]
    assert not differing, (subject, [move.__name__ for move in moves], told.get(differing[0]), untold.get(differing[0]))


def signed_in(user):
    client = Client()
    assert client.post("/admin/login/", {"username": user.username, "password": PASSWORD}).status_code == 302
    return client
