"""The registers of clues (问题线索台账, 东安县 2018) and of letters and visits (牡丹区 2022, 内蒙古 2013).

Kind, place, whom it concerns and the outcome lie in the sealed part: a member's key fills them in the admin, and
the command, which holds none, leaves them sealed. What somebody wrote is in neither. The command leaves out what lies
with discipline inspection: its file lands on a desk of the office that may be complained of.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from complaints.contents import Header
from complaints.domain.kinds import Way
from complaints.domain.lifecycle import Event, State
from complaints.models.cases import Case
from complaints.words import KINDS, STATES, SUBJECTS, WAYS
from county.models.areas import Area
from county.models.offices import Office
from county.registers import Register, register

ENDING = (Event.APPROVE.value, Event.ANSWER.value, Event.NOT_ACCEPT.value)
TAKING_IN = (Event.ACCEPT.value, Event.NOT_ACCEPT.value)
"""What ends the clock of discipline inspection."""
LETTERS = (Way.PAPER, Way.PHONE, Way.VISIT, Way.MEDIA)


@dataclass(frozen=True)
class Opened:
    """A case and what a key shows of it: None where there is no key, or it does not open this case."""

    case: Case
    header: Header | None = None


def clue_register(opened: Sequence[Opened], *, today: date, title: str) -> Register:
    """The register of the given cases, in their order."""
    places = {each.header.place for each in opened if each.header and each.header.place}
    areas = {area.pk: area.long_name for area in Area.objects.select_related("parent").filter(pk__in=places)}
    return Register(
        title,
        (
            _("No."),
            _("Case number"),
            _("Way of entry"),
            _("Kind"),
            _("Place"),
            _("Whom it concerns"),
            _("Handling office"),
            _("Filed"),
            _("Due"),
            _("Taken up"),
            _("Ended"),
            _("State"),
            _("Overdue"),
        ),
        [_row(number, each, areas, today) for number, each in enumerate(opened, start=1)],
    )


def with_days(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with what a register reads of them."""
    return cases.select_related("handling_office").prefetch_related("events").order_by("filed_on", "number")


@register("clues")
def clues(today: date) -> Register:
    """Every case of the civil-affairs offices, whichever way it came."""
    return clue_register(_sealed(Case.objects.all()), today=today, title=_("Register of clues"))


@register("letters")
def letters(today: date) -> Register:
    """Cases that came by letter, call, visit or the media."""
    found = Case.objects.filter(way__in=LETTERS)
    return clue_register(_sealed(found), today=today, title=_("Register of letters and visits"))


def _sealed(cases: QuerySet[Case]) -> list[Opened]:
    civil = cases.exclude(handling_office__kind=Office.Kind.DISCIPLINE)
    return [Opened(case) for case in with_days(civil)]


def _row(number: int, opened: Opened, areas: dict[str, str], today: date) -> tuple[object, ...]:
    case, header = opened.case, opened.header
    events = list(case.events.all())
    ended = _last(events, ENDING)
    kept = _last(events, TAKING_IN) if case.handling_office.kind == Office.Kind.DISCIPLINE else ended
    late = case.due_on < (kept or today)
    return (
        number,
        case.number,
        str(WAYS[case.way]),
        str(KINDS[header.kind]) if header else _("(sealed)"),
        areas.get(header.place, "") if header else _("(sealed)"),
        str(SUBJECTS[header.subject]) if header else _("(sealed)"),
        case.handling_office.name,
        case.filed_on,
        case.due_on,
        _last(events, (Event.ACCEPT.value,)) or "",
        ended or "",
        str(STATES[State(case.state)]),
        _("yes") if late else _("no"),
    )


def _last(events: Iterable[object], kinds: tuple[str, ...]) -> date | None:
    return max((event.day for event in events if event.event in kinds), default=None)
