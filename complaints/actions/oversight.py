"""Steps around a case's normal way: extension, supervision, transfer, closing, overdue. Errors as in `handling`."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from complaints.actions.counting import count_closed
from complaints.actions.handling import HANDLERS, BadDay, Desk, Kind, at_desk, said
from complaints.actions.intake import place_codes, receive_case, routing_offices
from complaints.actions.steps import each_locked, set_due, step, wrap_for
from complaints.contents import Words, words_bytes, words_from
from complaints.domain.clock import checked_extension
from complaints.domain.figures import ANSWERED, NO_ANSWER, TRANSFERRED
from complaints.domain.kinds import Kind as CaseKind
from complaints.domain.kinds import Subject
from complaints.domain.lifecycle import Actor, Event
from complaints.domain.punctual import ENDING
from complaints.domain.routing import NoRecipient, accused, nearest_discipline
from complaints.models.cases import Case
from complaints.vault import read_record
from county.calendars import workday_calendar
from county.domain.workdays import due_date
from county.models.areas import Area
from county.models.offices import Office
from county.models.staff import User

SPLIT_NOTE = _("The household fact went to civil affairs as case %(number)s.")


@sensitive_variables()
def extend_case(*, case: Case, by: User, member_key: bytes | None, days: int, reason: str, today: date) -> None:
    """The county's one extension by 1 to 10 working days, counted from the due day, with a reason the sender reads.

    Also raises BadExtension and WordsMissing.
    """
    with at_desk(case, by, member_key, today, (Actor.SUPERVISOR,)) as desk:
        more = due_date(desk.case.due_on, checked_extension(days), workday_calendar())
        before = desk.case.due_trace
        set_due(desk.case, more)
        desk.case.due_trace = before + desk.case.due_trace[1:]
        desk.move(Event.EXTEND, desk.write(Kind.ANSWER, words_bytes(Words(said(reason), until=more.due.isoformat()))))


@sensitive_variables()
def supervise_case(
    *, case: Case, by: User, member_key: bytes | None, reason: str, until: date | None = None, today: date
) -> None:
    """The county puts a major matter under special supervision, with a day to come for its result.

    Also raises WordsMissing and BadDay.
    """
    with at_desk(case, by, member_key, today, (Actor.SUPERVISOR,)) as desk:
        if until is not None and until <= today:
            raise BadDay
        words = Words(said(reason), until=until.isoformat() if until else "")
        desk.move(Event.SUPERVISE, desk.write(Kind.NOTE, words_bytes(words)))


@sensitive_variables()
def transfer_case(*, case: Case, by: User, member_key: bytes | None, reason: str, today: date) -> None:
    """Hands the case to discipline inspection: its office gets the key, the former ones lose theirs and the row.

    The reason is for the discipline office. Also raises WordsMissing, and NoRecipient when it holds no key.
    """
    with at_desk(case, by, member_key, today, (Actor.HANDLER, Actor.SUPERVISOR)) as desk:
        header = desk.header()
        place = Area.objects.select_related("parent__parent").filter(pk=header.place).first()
        chosen = nearest_discipline(place_codes(place), routing_offices())
        if chosen is None:
            raise NoRecipient
        office = Office.objects.get(code=chosen)
        desk.move(Event.TRANSFER, desk.write(Kind.NOTE, words_bytes(Words(said(reason)))))
        count_closed(desk.case, header, TRANSFERRED, role=desk.role, today=today)
        desk.case.wraps.all().delete()
        wrap_for(desk.case, desk.key, [office])
        desk.case.handling_office, desk.case.escalation_office, desk.case.owner = office, None, None
        desk.case.save()


@sensitive_variables()
def split_household_fact(
    *, case: Case, by: User, member_key: bytes | None, village: Area, fact: str, today: date
) -> str:
    """The discipline office hands the household fact in a tip to civil affairs as a case of its own; its number.

    The words are the office's own, never the tip's; nothing in the new case leads back, and no office that the tip
    complains of gets it. It looks like any report from the web: a mark of its own would say that a tip exists.
    Also raises WordsMissing, and NoRecipient when every office of civil affairs is complained of, or may be: a case
    about a household was handed over by civil affairs, and only words say which of its offices is meant.
    """
    with at_desk(case, by, member_key, today, (Actor.DISCIPLINE,)) as desk:
        header = desk.header()
        if not header.subject.is_official:
            raise NoRecipient
        told = Area.objects.select_related("parent__parent").filter(pk=header.place).first()
        offices = routing_offices()
        barred = accused(header.subject, place_codes(told), offices) | accused(
            header.subject, place_codes(village), offices
        )
        receipt = receive_case(
            kind=CaseKind.TIP_HOUSEHOLD,
            subject=Subject.HOUSEHOLD,
            village=village,
            text=said(fact),
            today=today,
            but_not=barred,
        )
        desk.write(Kind.NOTE, words_bytes(Words(SPLIT_NOTE % {"number": receipt.case_number})))
    return receipt.case_number


def close_case(*, case: Case, by: User, member_key: bytes | None, today: date) -> None:
    """Closes a case that was answered or not taken up, and adds it to the statistics' counters."""
    with at_desk(case, by, member_key, today, HANDLERS) as desk:
        outcome = _outcome(desk)
        desk.move(Event.CLOSE)
        count_closed(desk.case, desk.header(), outcome, role=desk.role, today=today)


def escalate_overdue(*, today: date) -> int:
    """Marks every overdue case once for its due day; answers how many. It needs no key and tells nobody anything.

    The office that a case escalates to holds a key from the start, so the case stands out in its queue.
    """
    done = 0
    for case in each_locked(Case.objects.overdue(today).not_escalated()):
        case.escalated_for = case.due_on
        step(case, Event.OVERDUE, Actor.SYSTEM, day=today)
        done += 1
    return done


def recount_due_days(*, today: date) -> int:
    """Counts the pending cases' due days anew on the calendar in force; answers how many moved.

    As many working days as before, an extension's included, from the day the trace begins with: filing, or the
    sender's objection to the answer. A moved day is an event that the sender reads too; one that is only certain now
    is no longer called provisional. It needs no key.
    """
    calendar, moved = workday_calendar(), 0
    for case in each_locked(Case.objects.pending()):
        counted = sum(worked for _day, worked, _why in case.due_trace)
        due = due_date(case.began, counted, calendar)
        before = case.due_on, case.due_provisional
        set_due(case, due)
        if case.due_on != before[0]:
            step(case, Event.RECOUNT, Actor.SYSTEM, day=today)
            moved += 1
        elif case.due_provisional != before[1]:
            case.save()
    return moved


def _outcome(desk: Desk) -> str:
    """How the case ended, from the last words to the sender."""
    answered = desk.case.events.filter(event__in=ENDING).last()
    if answered is None or answered.reason is None:
        return NO_ANSWER
    words = words_from(read_record(answered.reason, desk.key))
    return words.outcome or words.because or ANSWERED
