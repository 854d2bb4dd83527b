"""In which role somebody may act on a case: their office, their role's table, and whom the case is kept from."""

from typing import Any

from complaints.domain.lifecycle import Actor, Event
from complaints.models.cases import Case
from county.access import allowed
from county.domain.roles import Action
from county.models.offices import Office

ACTIONS = {
    Actor.HANDLER: Action.HANDLE_CASE,
    Actor.APPROVER: Action.APPROVE_CASE,
    Actor.SUPERVISOR: Action.SUPERVISE_CASES,
    Actor.DISCIPLINE: Action.HANDLE_DISCIPLINE,
}
_DECIDING = (Event.DECIDE.value, Event.APPROVE.value, Event.NOT_ACCEPT.value)


def may_see_cases(user: Any) -> bool:
    """Whether the user's roles open any case at all; which ones, the keys say."""
    return any(allowed(user, action) for action in ACTIONS.values())


def acts_for(user: Any, office_id: int | None) -> bool:
    """Whether the user still opens cases for that office: not blocked, not moved, with a role."""
    return user.is_active and user.office_id == office_id and may_see_cases(user)


def may_read(case: Case, user: Any) -> bool:
    """Whether the user finds the case at all: sealed to them and their office, and nobody kept them from it."""
    return may_see_cases(user) and Case.objects.sealed_to(user).filter(pk=case.pk).exists()


def roles_in(case: Case, user: Any) -> list[Actor]:
    """The roles in which `user` may act on `case`; empty for a case that is not sealed to their office.

    The supervisor is of the county office: either the one the case escalates to or the one that handles it. Of
    discipline inspection the office above may do what the one below may.
    """
    if not may_read(case, user):
        return []
    office = user.office
    handles = office.pk == case.handling_office_id
    inside = office.kind != Office.Kind.DISCIPLINE
    before = decided_before(case, user)
    fits = {
        Actor.HANDLER: handles and inside and not before,
        Actor.APPROVER: handles and inside and not before,
        Actor.SUPERVISOR: inside and (handles or office.pk == case.escalation_office_id),
        Actor.DISCIPLINE: not inside and (handles or office.pk == case.escalation_office_id),
    }
    return [actor for actor, action in ACTIONS.items() if fits[actor] and allowed(user, action, office.area)]


def decided_before(case: Case, user: Any) -> bool:
    """Whether the user decided, approved or refused what the sender has objected to since."""
    reopened = case.events.filter(event=Event.REOPEN.value).values_list("position", flat=True).first()
    if reopened is None:
        return False
    return case.events.filter(event__in=_DECIDING, actor=user, position__lt=reopened).exists()


def decider_of(case: Case) -> int | None:
    """The id of who made the decision that now waits for approval."""
    return case.events.filter(event=Event.DECIDE.value).values_list("actor", flat=True).last()
