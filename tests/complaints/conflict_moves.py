"""What happens in the forked counties of the property test: steps on the tip, and life that goes on beside it."""

from datetime import date, timedelta

from django.db import transaction

from complaints.actions import assigning, handling, intake, oversight, recusing, reminding, retention, sharing, tracking
from complaints.actions.releasing import release_statistics
from complaints.domain.kinds import Kind, Subject
from complaints.domain.lifecycle import NotAcceptedBecause, Rating, UnknownMove
from complaints.domain.retention import WARN_DAYS
from complaints.domain.routing import NoRecipient, accused
from complaints.mails import send_digests
from complaints.models.cases import Case
from complaints.vault import NoKey
from county.models.settings import CountySettings
from county.models.staff import User
from tests.factories_complaints import FILED

NUMBER = "77777777"
"""The tip's number, which the accused may guess."""
REFUSALS = (
    UnknownMove,
    NoRecipient,
    NoKey,
    handling.NotAllowed,
    intake.TooLateToReopen,
    assigning.NotAColleague,
    recusing.NobodyLeft,
)
OVERSIGHT = (
    (oversight.supervise_case, {"reason": "要紧"}),
    (oversight.extend_case, {"reason": "要紧", "days": 3}),
    (tracking.report_supervision, {"text": "查实"}),
    (oversight.transfer_case, {"reason": "移交"}),
)
"""What the county may do with its own cases (C10) and nobody with a tip that lies with discipline inspection."""


class Fork:
    """One of the two worlds: what happens in it, and what its watchers see."""

    def __init__(self, land, seed, village, subject, with_tip):
        self.land, self.seed, self.village, self.subject = land, seed, village, subject
        self.with_tip = with_tip
        self.day = FILED
        self.tip = self.receipt = None
        self.did = []

    def mailbox(self):
        """Somebody of the office that has the tip."""
        return self.land.people[self.tip.handling_office.code][0]

    def on_tip(self, act, by=None, **values):
        """A step on the tip where there is one, by whoever has it or `by`; what is refused did not happen."""
        if not self.with_tip:
            return
        acting = self.land.acting(by or self.mailbox())
        with transaction.atomic():
            self.tip.refresh_from_db()
            try:
                act(case=self.tip, today=self.day, **acting, **values)
                self.did.append((act.__name__, acting["by"].office.code))
            except REFUSALS:
                transaction.set_rollback(True)

    def by_sender(self, act, **values):
        """What the sender does with the receipt."""
        if not self.with_tip:
            return
        with transaction.atomic():
            try:
                act(code=self.receipt.code, today=self.day, **values)
            except REFUSALS:
                transaction.set_rollback(True)

    def on_others(self, *acts):
        """Steps on every ordinary case of civil affairs: (action, who or None for the handling office, values)."""
        ordinary = Case.objects.exclude(number=NUMBER).exclude(handling_office__kind="discipline")
        for case in ordinary.order_by("filed_on", "number"):
            for act, code, values in acts:
                by = self.land.people[code or case.handling_office.code][0]
                with transaction.atomic():
                    try:
                        act(case=case, today=self.day, **self.land.acting(by), **values)
                    except REFUSALS:
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


def supervise(fork):
    """Special supervision, extension and handing over of the tip itself, tried by everybody of every office."""
    for act, values in OVERSIGHT:
        for user in [user for people in fork.land.people.values() for user in people]:
            fork.on_tip(act, by=user, **values)


def assign(fork):
    if fork.with_tip:
        fork.on_tip(assigning.assign_case, to=fork.land.people[fork.tip.handling_office.code][1])


def split(fork):
    """Twin: the same report by somebody from the street, kept from the same offices."""
    barred = accused(fork.subject, intake.place_codes(fork.village), intake.routing_offices())
    if fork.with_tip:
        fork.on_tip(oversight.split_household_fact, village=fork.village, fact="车")
    else:
        fork.household(but_not=barred)


def add(fork):
    fork.by_sender(intake.add_from_sender, text="还有")


def step_aside(fork):
    """Somebody who has the tip recuses themselves."""
    if fork.with_tip:
        fork.on_tip(recusing.recuse, by=fork.land.people[fork.tip.handling_office.code][1], reason="亲戚")


def object_to(fork):
    fork.by_sender(intake.reopen, text="不服")


def rate(fork):
    fork.by_sender(intake.rate, rating=Rating.SATISFIED, text="快")


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
    fork.on_others((handling.accept_case, None, {}))


def transfer(fork):
    """Ordinary cases go to discipline inspection."""
    fork.on_others((oversight.transfer_case, None, {"reason": "移交"}))


def oversee(fork):
    """The county extends what is ordinary, what was split off too, supervises it and tells the result."""
    fork.on_others(*((act, "county", values) for act, values in OVERSIGHT[:3]))


def years_later(fork):
    """Everything ends, and when its years are over it is announced and sealed away; nobody acts after that."""
    refused = {"because": NotAcceptedBecause.OUT_OF_SCOPE, "guidance": "请找社保"}
    fork.on_tip(handling.not_accept_case, **refused)
    close(fork)
    fork.on_others((handling.not_accept_case, None, refused), (oversight.close_case, None, {}))
    far = fork.day.replace(year=fork.day.year + CountySettings.load().case_years + 1)
    retention.announce_sealing(today=far)
    retention.seal_away(today=far + timedelta(days=WARN_DAYS))


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


ON_TIP = [accept, refuse, ask, answer, assign, close, split, supervise, add, object_to, rate, step_aside]
"""Steps on the tip, each of which may come at any time."""
EVERYWHERE = [night, release, another, work, transfer, oversee, rotate, move_over, join, leave]
