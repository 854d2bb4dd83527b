"""Reminders before the due day: an event in the case, and a digest by mail that names no case."""

from dataclasses import dataclass
from datetime import date

from complaints.actions.steps import each_locked, step
from complaints.domain.clock import SOON, reminder_due
from complaints.domain.lifecycle import Actor, Event
from complaints.finished import leaving
from complaints.models.cases import Case
from complaints.standing import may_see_cases
from county.calendars import workday_calendar
from county.domain.workdays import workdays_left
from county.models.staff import User


@dataclass(frozen=True)
class Digest:
    """What one person is told by mail: how many cases of their office end soon, are overdue, are sealed away soon."""

    address: str
    soon: int
    overdue: int
    leaving: int = 0


def remind_due(*, today: date) -> int:
    """Puts a reminder into every pending case 3 and 1 working days before its due day; answers how many.

    It needs no key and may run any number of times a day.
    """
    calendar, done = workday_calendar(), 0
    for case in each_locked(Case.objects.pending().filter(due_on__gte=today)):
        before = case.events.filter(event=Event.REMIND.value).values_list("day", flat=True)
        lefts = [workdays_left(day, case.due_on, calendar) for day in before]
        if not reminder_due(workdays_left(today, case.due_on, calendar), lefts):
            continue
        step(case, Event.REMIND, Actor.SYSTEM, day=today)
        done += 1
    return done


def digests(*, today: date) -> list[Digest]:
    """For each member of staff with an address and a key: counts of the cases they can open. None for nothing."""
    calendar = workday_calendar()
    found = []
    for user in User.objects.filter(is_active=True).exclude(email="").select_related("office"):
        if not may_see_cases(user):
            continue
        days = list(Case.objects.sealed_to(user).pending().values_list("due_on", flat=True))
        overdue = sum(day < today for day in days)
        soon = sum(0 <= workdays_left(today, day, calendar) <= SOON for day in days if day >= today)
        gone = sum(each.hold is None for each in leaving(user, today))
        if soon or overdue or gone:
            found.append(Digest(user.email, soon, overdue, gone))
    return found
