"""The queue's rows in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from complaints import queries
from complaints.contents import Header
from complaints.domain.clock import SOON
from complaints.domain.lifecycle import State
from complaints.models.cases import Case
from complaints.words import KINDS, STATES, SUBJECTS, WAYS
from county.calendars import workday_calendar
from county.domain.workdays import Calendar, workdays_left
from county.models.areas import Area
from county.today import today


@dataclass(frozen=True)
class Line:
    """One row of the queue in words; `kind` and `place` are empty where the key does not open the case."""

    number: str
    kind: str
    place: str
    about: str
    way: str
    filed: date
    due: date
    left: int
    mark: str
    state: str
    holder: str
    office: str
    escalated: bool
    ours: bool


def due_mark(case: Case, day: date, left: int) -> str:
    """ "overdue", "soon", "running", or "" for a case whose clock has stopped."""
    if not case.clock_runs:
        return ""
    return "overdue" if case.due_on < day else "soon" if left <= SOON else "running"


def place_name(areas: dict[str, Area], header: Header) -> str:
    """The long name of a header's place."""
    return areas[header.place].long_name if header.place in areas else ""


def lines(rows: Sequence[queries.QueueRow], office_id: int | None) -> list[Line]:
    """The rows in words, for a member of that office."""
    places = {row.header.place for row in rows if row.header and row.header.place}
    areas = {area.pk: area for area in Area.objects.select_related("parent").filter(pk__in=places)}
    calendar, day = workday_calendar(), today()
    return [_line(row, areas, calendar, day, office_id) for row in rows]


def _line(row: queries.QueueRow, areas: dict[str, Area], calendar: Calendar, day: date, office_id: int | None) -> Line:
    case, header = row.case, row.header
    left = workdays_left(day, case.due_on, calendar)
    return Line(
        number=case.number,
        kind=str(KINDS[header.kind]) if header else "",
        place=place_name(areas, header) if header else "",
        about=str(SUBJECTS[header.subject]) if header else "",
        way=str(WAYS[case.way]),
        filed=case.filed_on,
        due=case.due_on,
        left=abs(left),
        mark=due_mark(case, day, left),
        state=str(STATES[State(case.state)]),
        holder=str(case.holder or ""),
        office=str(case.handling_office),
        escalated=case.escalated_for == case.due_on and case.clock_runs,
        ours=case.handling_office_id == office_id,
    )
