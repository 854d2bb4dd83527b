"""The registers of clues (问题线索台账, 东安县 2018) and of letters and visits (牡丹区 2022, 内蒙古 2013).

Kind, place, whom it concerns and the outcome lie in the sealed part: a member's key fills them in the admin, and
the command, which holds none, leaves them sealed. What somebody wrote is in neither: of an answer only its codes. The
command leaves out what lies with discipline inspection: its file lands on a desk of the office that may be complained
of.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.contents import Header, Words, header_from, words_from
from complaints.domain.kinds import Kind, Way
from complaints.domain.lifecycle import Event, State
from complaints.domain.punctual import ENDING, TAKING_IN, kept_in_time
from complaints.models.cases import Case, CaseRecord
from complaints.vault import open_keyring, owner_of, read_record
from complaints.words import CHANGES, KINDS, NOT_ACCEPTED, OUTCOMES, STATES, SUBJECTS, WAYS
from county.calendars import workday_calendar
from county.domain.workdays import Calendar, workdays_left
from county.models.areas import Area
from county.models.offices import Office
from county.registers import Register, register

LETTERS = (Way.PAPER, Way.PHONE, Way.VISIT, Way.MEDIA)


@dataclass(frozen=True)
class Opened:
    """A case and what a key shows of it: None where there is no key, or it does not open this case, or no answer."""

    case: Case
    header: Header | None = None
    answer: Words | None = None


@dataclass(frozen=True)
class Line:
    """One case with everything that its columns are made of."""

    number: int
    opened: Opened
    place: str
    past: tuple[tuple[Event, date], ...]
    today: date
    calendar: Calendar

    @property
    def case(self) -> Case:
        """The case."""
        return self.opened.case

    def on(self, *events: Event) -> date | None:
        """The last day of any of `events`."""
        return max((day for event, day in self.past if event in events), default=None)

    @property
    def kept(self) -> date | None:
        """The day on which the promise was kept; None while it runs, also after the sender's objection."""
        ending = TAKING_IN if self.case.handling_office.kind == Office.Kind.DISCIPLINE else ENDING
        kept = None
        for event, day in self.past:
            if event in ending:
                kept = day
            elif event is Event.REOPEN:
                kept = None
        return kept

    @property
    def late(self) -> bool:
        """Whether the promise was or is overdue."""
        events = [event for event, _day in self.past]
        return not kept_in_time(events, due_on=self.case.due_on, kept_on=self.kept or self.today)

    @property
    def days(self) -> int:
        """Working days until the promise was kept, or until today."""
        return max(workdays_left(self.case.began, self.kept or self.today, self.calendar), 0)


def _sealed(told: Callable[[Line, Header], object]) -> Callable[[Line], object]:
    """A cell of the sealed header."""
    return lambda line: told(line, line.opened.header) if line.opened.header else _("(sealed)")


def _answered(told: Callable[[Words], object]) -> Callable[[Line], object]:
    """A cell of the last answer; sealed without a key once there is one."""

    def cell(line: Line) -> object:
        answer = line.opened.answer
        if answer is not None:
            return str(told(answer))
        return "" if line.on(*ENDING) is None or line.opened.header else _("(sealed)")

    return cell


COLUMNS: tuple[tuple[Lazy, Callable[[Line], object]], ...] = (
    (gettext_lazy("No."), lambda line: line.number),
    (gettext_lazy("Case number"), lambda line: line.case.number),
    (gettext_lazy("Filed"), lambda line: line.case.filed_on),
    (gettext_lazy("Source of the clue"), lambda line: _source(line)),
    (gettext_lazy("Way of entry"), lambda line: str(WAYS[line.case.way])),
    (gettext_lazy("Kind"), _sealed(lambda line, header: str(KINDS[header.kind]))),
    (gettext_lazy("Place"), _sealed(lambda line, header: line.place)),
    (gettext_lazy("Whom it concerns"), _sealed(lambda line, header: str(SUBJECTS[header.subject]))),
    (gettext_lazy("Handling office"), lambda line: line.case.handling_office.name),
    (gettext_lazy("State"), lambda line: str(STATES[State(line.case.state)])),
    (gettext_lazy("Taken up"), lambda line: line.on(Event.ACCEPT)),
    (gettext_lazy("Due"), lambda line: line.case.due_on),
    (gettext_lazy("Extended on"), lambda line: line.on(Event.EXTEND)),
    (gettext_lazy("Answered"), lambda line: line.on(*ENDING)),
    (gettext_lazy("Working days"), lambda line: line.days),
    (gettext_lazy("Overdue"), lambda line: _("yes") if line.late else _("no")),
    (gettext_lazy("Outcome"), _answered(lambda answer: _outcome(answer))),
    (gettext_lazy("What changes for the household"), _answered(lambda answer: CHANGES.get(answer.change, ""))),
    (gettext_lazy("Handed over to"), lambda line: _handed_to(line)),
    (gettext_lazy("Special supervision"), lambda line: line.on(Event.SUPERVISE)),
    (gettext_lazy("Result of special supervision"), lambda line: line.on(Event.REPORT)),
    (gettext_lazy("Sender disagreed"), lambda line: line.on(Event.REOPEN)),
    (gettext_lazy("Closed on"), lambda line: line.on(Event.CLOSE)),
)


def clue_register(opened: Sequence[Opened], *, today: date, title: str) -> Register:
    """The register of the given cases, in their order."""
    places = {each.header.place for each in opened if each.header and each.header.place}
    areas = {area.pk: area.long_name for area in Area.objects.select_related("parent").filter(pk__in=places)}
    calendar = workday_calendar()
    rows = []
    for number, each in enumerate(opened, start=1):
        past = tuple((Event(event.event), event.day) for event in each.case.events.all())
        place = areas.get(each.header.place, "") if each.header else ""
        line = Line(number, each, place, past, today, calendar)
        cells = (cell(line) for _heading, cell in COLUMNS)
        rows.append(tuple("" if cell is None else cell for cell in cells))
    return Register(title, tuple(str(heading) for heading, _cell in COLUMNS), rows)


def with_days(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what a register reads of them."""
    return cases.select_related("handling_office").prefetch_related("events").order_by("filed_on", "number")


def opened_with(cases: Sequence[Case], member_key: bytes | None) -> list[Opened]:
    """The cases with header and last answer as far as the key opens them. Raises NoKey without a key."""
    keys = open_keyring(member_key, owner_of(member_key)).case_keys(cases)
    ends = {case.pk: _last_answer(case) for case in cases}
    kinds = CaseRecord.Kind
    headers = {record.case_id: record for record in CaseRecord.objects.filter(case__in=list(keys), kind=kinds.HEADER)}
    answers = CaseRecord.objects.in_bulk([end for end in ends.values() if end])

    def opened(case: Case) -> Opened:
        key, answer = keys.get(case.pk), answers.get(ends[case.pk])
        if key is None:
            return Opened(case)
        words = words_from(read_record(answer, key)) if answer else None
        return Opened(case, header_from(read_record(headers[case.pk], key)), words)

    return [opened(case) for case in cases]


@register("clues")
def clues(today: date) -> Register:
    """Every case of the civil-affairs offices, whichever way it came."""
    return clue_register(_without_key(Case.objects.all()), today=today, title=_("Register of clues"))


@register("letters")
def letters(today: date) -> Register:
    """Cases that came by letter, call, visit or the media."""
    found = Case.objects.filter(way__in=LETTERS)
    return clue_register(_without_key(found), today=today, title=_("Register of letters and visits"))


def _without_key(cases: QuerySet[Case]) -> list[Opened]:
    civil = cases.exclude(handling_office__kind=Office.Kind.DISCIPLINE)
    return [Opened(case) for case in with_days(civil)]


def _last_answer(case: Case) -> object:
    """The id of the record that answered last."""
    ends = [event.reason_id for event in case.events.all() if event.event in ENDING and event.reason_id]
    return ends[-1] if ends else None


def _source(line: Line) -> str:
    """The applicant, the public, or the media; whether it was the applicant is sealed."""
    if line.case.way == Way.MEDIA:
        return str(_("The media"))
    if line.opened.header is None:
        return str(_("(sealed)"))
    return str(_("The applicant") if line.opened.header.kind is Kind.REVIEW else _("The public"))


def _outcome(answer: Words) -> object:
    return OUTCOMES.get(answer.outcome) or NOT_ACCEPTED.get(answer.because) or _("Answered")


def _handed_to(line: Line) -> str:
    return line.case.handling_office.name if line.on(Event.TRANSFER) else ""
