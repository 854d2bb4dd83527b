"""What comes of special supervision, and of problems that the media exposed. Errors as in `handling`."""

from datetime import date

from django.views.decorators.debug import sensitive_variables

from complaints.actions.handling import Desk, Kind, SameHand, at_desk, said
from complaints.contents import PublicOutcome, Words, public_outcome_bytes, public_outcome_from, words_bytes
from complaints.domain.kinds import Way
from complaints.domain.lifecycle import Actor, Event, State, UnknownMove
from complaints.models.cases import Case
from complaints.models.outcomes import MediaOutcome
from complaints.vault import read_record
from county.actions import record
from county.models.staff import User
from publicity.actions.errors import ForbiddenPattern
from publicity.domain.gate import scan_all

WRITERS = (Actor.HANDLER, Actor.DISCIPLINE)
APPROVERS = (Actor.APPROVER, Actor.DISCIPLINE)
WITHDRAWERS = (Actor.APPROVER, Actor.DISCIPLINE, Actor.SUPERVISOR)


@sensitive_variables()
def report_supervision(*, case: Case, by: User, member_key: bytes | None, text: str, today: date) -> None:
    """The county writes down what special supervision has led to. Also raises WordsMissing."""
    with at_desk(case, by, member_key, today, (Actor.SUPERVISOR,)) as desk:
        desk.move(Event.REPORT, desk.write(Kind.NOTE, words_bytes(Words(said(text)))))


@sensitive_variables()
def draft_outcome(*, case: Case, by: User, member_key: bytes | None, title: str, text: str, today: date) -> None:
    """Writes for the public how a problem that the media exposed ended; it stays sealed until another approves it.

    Also raises WordsMissing and ForbiddenPattern.
    """
    with at_desk(case, by, member_key, today, WRITERS) as desk:
        _only_media(desk, Event.DRAFT_OUTCOME)
        outcome = PublicOutcome(said(title), said(text))
        _without_numbers(outcome)
        desk.move(Event.DRAFT_OUTCOME, desk.write(Kind.OUTCOME, public_outcome_bytes(outcome)))


@sensitive_variables()
def publish_outcome(*, case: Case, by: User, member_key: bytes | None, today: date) -> None:
    """Another person publishes the words. Also raises SameHand and ForbiddenPattern."""
    with at_desk(case, by, member_key, today, APPROVERS) as desk:
        writer = _writer(desk)
        sealed = desk.case.records.filter(kind=Kind.OUTCOME).last()
        outcome = public_outcome_from(read_record(sealed, desk.key)) if sealed else PublicOutcome("", "")
        _without_numbers(outcome)
        desk.move(Event.PUBLISH_OUTCOME)
        made = MediaOutcome.objects.create(
            case=desk.case,
            office=desk.case.handling_office,
            title=said(outcome.title),
            text=said(outcome.text),
            published_on=today,
            written_by=writer,
            approved_by=by,
        )
        # The page is public, so the trail may name it, whichever office published.
        record(actor=by, verb="outcome.publish", subject=f"outcome:{made.pk}", detail={"written_by": writer.pk})


@sensitive_variables()
def return_outcome(*, case: Case, by: User, member_key: bytes | None, reason: str, today: date) -> None:
    """Sends the words back to be written anew. Also raises SameHand and WordsMissing."""
    with at_desk(case, by, member_key, today, APPROVERS) as desk:
        _writer(desk)
        desk.move(Event.RETURN_OUTCOME, desk.write(Kind.NOTE, words_bytes(Words(said(reason)))))


@sensitive_variables()
def withdraw_outcome(*, case: Case, by: User, member_key: bytes | None, reason: str, today: date) -> None:
    """Takes a published outcome back; its page stays and says since when and why. One person may: it is urgent.

    Also raises WordsMissing and ForbiddenPattern.
    """
    with at_desk(case, by, member_key, today, WITHDRAWERS) as desk:
        because = said(reason)
        _without_numbers(PublicOutcome("", because))
        desk.move(Event.WITHDRAW_OUTCOME)
        for outcome in MediaOutcome.objects.standing().filter(case=desk.case):
            outcome.withdraw(day=today, because=because)
            record(actor=by, verb="outcome.withdraw", subject=f"outcome:{outcome.pk}")


def _only_media(desk: Desk, event: Event) -> None:
    if desk.case.way != Way.MEDIA:
        raise UnknownMove(State(desk.case.state), event, desk.role)


def _without_numbers(outcome: PublicOutcome) -> None:
    findings = scan_all({"title": outcome.title, "text": outcome.text})
    if findings:
        raise ForbiddenPattern(findings)


def _writer(desk: Desk) -> User:
    """Who wrote the draft that waits; raises SameHand when that is the one who acts."""
    drafted = desk.case.events.filter(event=Event.DRAFT_OUTCOME.value).select_related("actor").last()
    if drafted is not None and drafted.actor_id == desk.by.pk:
        raise SameHand
    return drafted.actor if drafted is not None and drafted.actor else desk.by
