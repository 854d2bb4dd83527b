"""Which cases ended long ago, what is announced of them to whom, and what is left of those that were sealed away."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from complaints.domain.lifecycle import FINAL, Event
from complaints.domain.retention import WARN_DAYS, ended_by, seal_on
from complaints.models.cases import Case
from complaints.models.retention import CaseHold, SealedAway
from complaints.standing import may_read, may_see_cases
from county.access import allowed
from county.domain.roles import Action
from county.models.settings import CountySettings


@dataclass(frozen=True)
class Leaving:
    """A case that is sealed away soon; `on` is the first day on which it can be."""

    case: Case
    ended_on: date
    on: date
    hold: CaseHold | None


def finished_by(day: date) -> QuerySet[Case]:
    """Cases whose years are over on `day`, with `ended_on`, the day of their last step. A rating is no step."""
    ended = Max("events__day", filter=~Q(events__event=Event.RATE.value))
    years = CountySettings.load().case_years
    return Case.objects.filter(state__in=FINAL).annotate(ended_on=ended).filter(ended_on__lte=ended_by(day, years))


def may_hold(case: Case, user: Any) -> bool:
    """Whether the user leads an office that can open the case."""
    leads = (Action.APPROVE_CASE, Action.SUPERVISE_CASES, Action.HANDLE_DISCIPLINE)
    return may_read(case, user) and any(allowed(user, action, user.office.area) for action in leads)


def leaving(user: Any, today: date) -> list[Leaving]:
    """The cases that the user can open and that are sealed away within WARN_DAYS unless somebody holds them."""
    if not may_see_cases(user):
        return []
    mine = finished_by(today + timedelta(days=WARN_DAYS)).filter(pk__in=Case.objects.sealed_to(user).values("pk"))
    cases = mine.select_related("hold__by", "sealing_warning", "handling_office").order_by("ended_on", "number")
    return [_leaving(case, today) for case in cases]


def traces(user: Any) -> QuerySet[SealedAway]:
    """The traces that this person may see: of cases that their office held a key to; auditors see civil affairs'."""
    auditor = allowed(user, Action.READ_AUDIT)
    if not auditor and not may_see_cases(user):
        return SealedAway.objects.none()
    return SealedAway.objects.known_to(user, all_of_civil_affairs=auditor).select_related("office")


def _leaving(case: Any, today: date) -> Leaving:
    """Not before its announcement has stood long enough; a hold that has run out is none."""
    hold = getattr(case, "hold", None)
    warned = getattr(case, "sealing_warning", None)
    announced = (warned.since if warned else today) + timedelta(days=WARN_DAYS)
    on = max(seal_on(case.ended_on, CountySettings.load().case_years), announced)
    held = hold if hold and hold.until >= today else None
    return Leaving(case, case.ended_on, max(on, held.until + timedelta(days=1)) if held else on, held)
