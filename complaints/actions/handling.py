"""The office's side: one function for each step from receipt to answer.

Every function takes the case, who acts, their member key (complaints.session.member_key) and today, checks role and
office, writes its words sealed, and moves the case by the table. All raise NotAllowed, vault.NoKey (the session's key
has expired or opens nothing here) and lifecycle.UnknownMove; the case that is passed in is refreshed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from complaints.actions.steps import add_record, locked, past_events, step
from complaints.contents import Decision, Header, Words, decision_bytes, decision_from, header_from, words_bytes
from complaints.domain.kinds import publicised_again
from complaints.domain.lifecycle import FINAL, Actor, Change, Event, NotAcceptedBecause, Outcome, State, move
from complaints.lists import entry_number, publication_of
from complaints.models.cases import Case, CaseEvent, CaseRecord
from complaints.standing import decider_of, roles_in
from complaints.vault import open_keyring, read_record
from county.actions import record
from county.models.areas import Area
from county.models.staff import User
from publicity.actions.reviews import publish_review_notice

Kind = CaseRecord.Kind


class NotAllowed(Exception):
    """This person has no role on this case, or the case is kept from their office."""


class SameHand(Exception):
    """Who decided can't approve the decision (four eyes)."""


class WordsMissing(Exception):
    """The step needs words: reasons, a question, guidance."""


class PublicWordsMissing(Exception):
    """The result of this case is publicised again in the village, so it needs words for the public."""


class FindingsMissing(Exception):
    """A decision says what was looked at and what changes for the household, whatever kind of case it ends."""


class NoEarlierCase(Exception):
    """No finished case of that number is open to this person, so nothing can be said to be handled already."""


class BadDay(Exception):
    """The day by which something should be done is not to come, or the sender's answer would come after the due day."""


@dataclass
class Desk:
    """A case opened and locked by somebody in a role; steps are written through it."""

    case: Case
    by: User
    role: Actor
    key: bytes
    today: date

    def write(self, kind: CaseRecord.Kind, data: bytes) -> CaseRecord:
        """Appends a sealed record."""
        return add_record(self.case, key=self.key, kind=kind, data=data, day=self.today)

    def move(self, event: Event, reason: CaseRecord | None = None) -> CaseEvent:
        """Moves the case; the office's own trail carries it, the county's too unless discipline inspection acts.

        Whoever acts first at the handling office has the case in their hands from then on (C7).
        """
        if self.case.holder is None and self.role in HANDLERS:
            self.case.owner = self.by
        if self.role is not Actor.DISCIPLINE:
            record(actor=self.by, verb=f"case.{event.value}", subject=f"case:{self.case.number}")
        return step(self.case, event, self.role, day=self.today, by=self.by, reason=reason)

    def must(self, event: Event) -> None:
        """Raises UnknownMove where the case does not stand so that `event` can follow."""
        move(State(self.case.state), event, self.role, past_events(self.case))

    def header(self) -> Header:
        """The case's header."""
        return header_from(read_record(self.case.records.get(kind=Kind.HEADER), self.key))

    def decision(self) -> Decision:
        """The latest decision."""
        return decision_from(read_record(self.case.records.filter(kind=Kind.DECISION).last(), self.key))


HANDLERS = (Actor.HANDLER, Actor.DISCIPLINE)


@contextmanager
def at_desk(case: Case, by: User, member_key: bytes | None, today: date, roles: tuple[Actor, ...]) -> Iterator[Desk]:
    """Opens `case` for `by` in the first of `roles` that they hold, in one transaction; raises NotAllowed, NoKey."""
    with transaction.atomic():
        now = locked(case)
        held = [role for role in roles if role in roles_in(now, by)]
        if not held:
            raise NotAllowed
        yield Desk(now, by, held[0], open_keyring(member_key, by).case_key(now), today)
    case.refresh_from_db()


def said(text: str) -> str:
    """`text` without blanks around it; raises WordsMissing when nothing is left."""
    if not text.strip():
        raise WordsMissing
    return text.strip()


def accept_case(*, case: Case, by: User, member_key: bytes | None, today: date) -> None:
    """Takes the case up; at the discipline office: acknowledges it."""
    with at_desk(case, by, member_key, today, HANDLERS) as desk:
        desk.move(Event.ACCEPT)


@sensitive_variables()
def not_accept_case(
    *,
    case: Case,
    by: User,
    member_key: bytes | None,
    because: NotAcceptedBecause,
    guidance: str,
    earlier: str = "",
    today: date,
) -> None:
    """Does not take the case up, and tells the sender why and where to turn.

    The same fact again (C9) names the `earlier` case by number: a finished one that this person may open. Its number
    is for staff; the sender, who may be somebody else, reads the explanation. Also raises WordsMissing, NoEarlierCase.
    """
    with at_desk(case, by, member_key, today, HANDLERS) as desk:
        repeated = because == NotAcceptedBecause.REPEATED
        explained = said(guidance)
        number = _earlier(desk, earlier).number if repeated else ""
        words = Words(explained, because=NotAcceptedBecause(because).value, earlier=number)
        desk.move(Event.NOT_ACCEPT, desk.write(Kind.ANSWER, words_bytes(words)))


@sensitive_variables()
def ask_more(*, case: Case, by: User, member_key: bytes | None, text: str, until: date, today: date) -> None:
    """Asks the sender once for what is missing, by the day `until`.

    The clock runs on: should nothing come, the review goes on with what there is. Also raises WordsMissing, BadDay.
    """
    with at_desk(case, by, member_key, today, HANDLERS) as desk:
        if until <= today or (desk.role is Actor.HANDLER and today < desk.case.due_on < until):
            raise BadDay
        words = Words(said(text), until=until.isoformat())
        desk.move(Event.ASK_MORE, desk.write(Kind.ANSWER, words_bytes(words)))


def start_review(*, case: Case, by: User, member_key: bytes | None, today: date) -> None:
    """Begins the review."""
    with at_desk(case, by, member_key, today, (Actor.HANDLER,)) as desk:
        desk.move(Event.START_REVIEW)


@sensitive_variables()
def decide_case(
    *,
    case: Case,
    by: User,
    member_key: bytes | None,
    outcome: Outcome,
    reasons: str,
    evidence: str,
    change: Change | None,
    public_text: str = "",
    today: date,
) -> None:
    """Decides, with reasons, what was looked at and what changes for the household, and words for the village.

    Nothing is told before another person approves. Also raises WordsMissing, FindingsMissing, and PublicWordsMissing
    where the result is publicised again.
    """
    with at_desk(case, by, member_key, today, (Actor.HANDLER,)) as desk:
        if not evidence.strip() or change is None:
            raise FindingsMissing
        decision = Decision(Outcome(outcome), said(reasons), public_text.strip(), evidence.strip(), Change(change))
        if not decision.public_text and _village(desk.header()) and publicised_again(desk.header().kind):
            raise PublicWordsMissing
        desk.move(Event.DECIDE, desk.write(Kind.DECISION, decision_bytes(decision)))


@sensitive_variables()
def approve_decision(*, case: Case, by: User, member_key: bytes | None, today: date) -> None:
    """Approves another's decision: the sender gets the answer, and the village the result, in one transaction.

    Also raises SameHand, and what publish_review_notice raises.
    """
    with at_desk(case, by, member_key, today, (Actor.APPROVER,)) as desk:
        desk.must(Event.APPROVE)
        decider = _other_hand(desk)
        decision = desk.decision()
        words = Words(
            decision.reasons,
            outcome=decision.outcome.value,
            evidence=decision.evidence,
            change=decision.change.value,
            notice=_publicise(desk, decision, decider),
        )
        desk.move(Event.APPROVE, desk.write(Kind.ANSWER, words_bytes(words)))


@sensitive_variables()
def return_decision(*, case: Case, by: User, member_key: bytes | None, reason: str, today: date) -> None:
    """Sends a decision back with a reason for the handler. Also raises SameHand and WordsMissing."""
    with at_desk(case, by, member_key, today, (Actor.APPROVER,)) as desk:
        _other_hand(desk)
        desk.move(Event.RETURN, desk.write(Kind.NOTE, words_bytes(Words(said(reason)))))


@sensitive_variables()
def answer_case(*, case: Case, by: User, member_key: bytes | None, text: str, today: date) -> None:
    """The discipline office answers the sender, if it chooses. Also raises WordsMissing."""
    with at_desk(case, by, member_key, today, (Actor.DISCIPLINE,)) as desk:
        desk.move(Event.ANSWER, desk.write(Kind.ANSWER, words_bytes(Words(said(text)))))


@sensitive_variables()
def add_note(*, case: Case, by: User, member_key: bytes | None, text: str, today: date) -> None:
    """A note for those who hold the case's key; the sender never reads it. Also raises WordsMissing."""
    with at_desk(case, by, member_key, today, (*HANDLERS, Actor.APPROVER, Actor.SUPERVISOR)) as desk:
        desk.write(Kind.NOTE, words_bytes(Words(said(text))))


def _other_hand(desk: Desk) -> User:
    """Who decided; raises SameHand when that is the one who acts."""
    decider = decider_of(desk.case)
    if decider == desk.by.pk:
        raise SameHand
    return User.objects.get(pk=decider) if decider else desk.by


def _earlier(desk: Desk, number: str) -> Case:
    """The finished case of that number, if this person's key opens it; raises NoEarlierCase."""
    found = Case.objects.sealed_to(desk.by).filter(number=number.strip(), state__in=FINAL).exclude(pk=desk.case.pk)
    earlier = found.first()
    if earlier is None:
        raise NoEarlierCase
    return earlier


def _village(header: Header) -> Area | None:
    """The village whose people read the result, if the case names one."""
    place = Area.objects.select_related("parent__parent").filter(pk=header.place).first()
    return place if place is not None and place.is_village else None


def _publicise(desk: Desk, decision: Decision, decider: User) -> str:
    """Publicises the result in the village; the notice's id or "".

    菏区政办发〔2022〕23号 三（四）: 复核结果应再次进行公示.
    """
    header = desk.header()
    village = _village(header)
    if not decision.public_text or village is None:
        return ""
    notice = publish_review_notice(
        village=village,
        publication=publication_of(header.publication_id),
        entry_number=entry_number(header.publication_id, header.entry_id),
        outcome=decision.outcome.value,
        explanation=decision.public_text,
        by=decider,
        approved_by=desk.by,
        today=desk.today,
    )
    return str(notice.pk)
