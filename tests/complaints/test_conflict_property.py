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
from complaints.actions import intake
from complaints.domain.kinds import Kind, Subject
from complaints.domain.routing import AboutDiscipline, accused
from complaints.models.cases import Case, CaseKeyWrap
from complaints.models.keys import OfficeKeyShare
from complaints.queries import open_case, queue_for
from complaints.vault import NoKey, share_context, wrap_context
from county.models.staff import User
from tests.complaints.conflict_county import make_land
from tests.complaints.conflict_moves import EVERYWHERE, NUMBER, ON_TIP, OVERSIGHT, Fork, night, release, years_later
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
    "/statistics/figures.csv",
)
POSTED = (
    "/admin/cases/{guess}/step/supervise/",
    "/admin/cases/{guess}/step/split/",
    "/admin/cases/{guess}/recuse/",
    "/admin/cases/assign/?case={guess}",
    "/admin/cases-kept/{guess}/",
)
"""Where somebody would press a button for a number that they guess."""
OFFICIALS = [subject for subject in Subject if subject.is_official]


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
        for page in POSTED:
            response = client.post(page.format(guess=NUMBER), {"case": NUMBER, "reason": "要紧", "text": "要紧"})
            seen["post", page, user.username] = (response.status_code, body(response))
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
    moves = random.sample(ON_TIP, 5) + random.sample(EVERYWHERE, 4) + [night, release]
    random.shuffle(moves)
    moves += random.choice([[], [years_later]])
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
                assert not barred & {office for _act, office in fork.did}, "the accused acted on the tip"
                assert not {act for act, _office in fork.did} & {act.__name__ for act, _values in OVERSIGHT}
            seen.append(looked_at(cookies, watchers))
    told, untold = seen
    differing = [place for place in told.keys() | untold.keys() if told.get(place) != untold.get(place)]
    assert not differing, (subject, [move.__name__ for move in moves], told.get(differing[0]), untold.get(differing[0]))


def signed_in(user):
    client = Client()
    assert client.post("/admin/login/", {"username": user.username, "password": PASSWORD}).status_code == 302
    return client
