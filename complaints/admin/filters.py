"""What a member asks the queue for. What lies in clear is asked of the database, kind and place of opened headers.

Kind and place are sealed, so a queue that is narrowed by them is opened in one go, up to OPENED_AT_ONCE cases, and
forgotten with the answer: docs/decisions/0032.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.domain.clock import SOON
from complaints.domain.kinds import Kind
from complaints.domain.lifecycle import State
from complaints.models.cases import Case
from county.calendars import workday_calendar
from county.domain.workdays import due_date
from county.models.areas import Area

OPENED_AT_ONCE = 1_000
"""Headers that one request opens at most."""
Cases = QuerySet[Case]


@dataclass(frozen=True)
class Tab:
    """A part of the queue: its name, its cases, and what is said when it has none."""

    name: Promise
    cases: Callable[[Any, Any, date], Any]
    empty: Promise


def _soon(cases: Any, day: date) -> Any:
    return cases.pending().filter(due_on__gte=day, due_on__lt=due_date(day, SOON + 1, workday_calendar()).due)


NOTHING = _(
    "No case here. Objections, reviews and tips about households of your area appear here as soon as they are sent."
)
TABS: dict[str, Tab] = {
    "mine": Tab(
        _("My cases"),
        lambda cases, user, day: cases.held_by(user).unfinished(),
        _("No case is in your hands. Under “In no hands” are those that wait for somebody."),
    ),
    "free": Tab(
        _("In no hands"),
        lambda cases, user, day: cases.filter(handling_office=user.office_id).unfinished().in_no_hands(),
        _("Every case of the office is in somebody's hands."),
    ),
    "open": Tab(
        _("Cases in hand"),
        lambda cases, user, day: cases.unfinished(),
        NOTHING,
    ),
    "soon": Tab(_("Due soon"), lambda cases, user, day: _soon(cases, day), _("No case ends in the next working days.")),
    "overdue": Tab(_("Overdue"), lambda cases, user, day: cases.overdue(day), _("No case is overdue.")),
    "supervised": Tab(
        _("Special supervision"),
        lambda cases, user, day: cases.supervised(),
        _("No case under special supervision waits for its result."),
    ),
    "all": Tab(
        _("All cases"),
        lambda cases, user, day: cases,
        NOTHING,
    ),
}
SORTS: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "due": (_("Due day, first first"), ("due_on", "number")),
    "-due": (_("Due day, last first"), ("-due_on", "number")),
    "filed": (_("Day of filing, oldest first"), ("filed_on", "number")),
    "-filed": (_("Day of filing, newest first"), ("-filed_on", "number")),
    "number": (_("Case number"), ("number",)),
    "state": (_("State"), ("state", "due_on", "number")),
    "holder": (_("In the hands of"), ("owner__username", "due_on", "number")),
}
OFFICES = {"own": _("Handled by our office"), "others": _("Handled by others, we supervise")}


@dataclass(frozen=True)
class Filters:
    """What was asked for; unknown values count as none."""

    q: str = ""
    when: str = ""
    state: str = ""
    office: str = ""
    kind: str = ""
    place: str = ""
    sort: str = ""

    @property
    def sealed(self) -> bool:
        """Whether headers have to be opened to answer."""
        return bool(self.kind or self.place)

    @property
    def narrowed(self) -> bool:
        """Whether anything beside the tab leaves cases out."""
        return bool(self.q or self.state or self.office or self.sealed)


def read_filters(query: QueryDict) -> Filters:
    """The filters in an address."""
    given = {name: query.get(name, "").replace("\0", "").strip() for name in Filters.__dataclass_fields__}
    known: dict[str, Any] = {
        "when": TABS,
        "state": {state.value for state in State},
        "office": OFFICES,
        "kind": {kind.value for kind in Kind},
        "sort": SORTS,
    }
    return Filters(**{name: value for name, value in given.items() if name not in known or value in known[name]})


def in_clear(cases: Any, filters: Filters, user: Any, day: date) -> Cases:
    """The cases that the database can pick, in order."""
    if filters.when:
        cases = TABS[filters.when].cases(cases, user, day)
    if filters.q:
        cases = cases.filter(number__startswith=filters.q)
    if filters.state:
        cases = cases.filter(state=filters.state)
    if filters.office:
        own = cases.filter(handling_office=user.office_id)
        cases = own if filters.office == "own" else cases.exclude(handling_office=user.office_id)
    order = SORTS[filters.sort or "due"][1]
    if order[0] == "owner__username":
        return cases.order_by(F("owner__username").asc(nulls_last=True), *order[1:])
    return cases.order_by(*order)


def by_header(rows: Sequence[Any], filters: Filters) -> list[Any]:
    """The rows of a queue or register whose opened header fits; a row that this key does not open fits nothing."""
    places = None
    if filters.place:
        below = Area.objects.filter(parent=filters.place).values_list("pk", flat=True)
        places = {filters.place, *below}
    return [
        row
        for row in rows
        if row.header is not None
        and (not filters.kind or row.header.kind == filters.kind)
        and (places is None or row.header.place in places)
    ]
