"""Recusal of single officers: whoever is near the matter sees the case no more; their office goes on without them.

The office's key in their hands would still open it: queries and vault refuse, no cipher does (docs/threat-model.md).
"""

from copy import copy
from datetime import date
from itertools import permutations

from django.views.decorators.debug import sensitive_variables

from complaints.actions.handling import HANDLERS, Kind, NotAllowed, at_desk, said
from complaints.actions.steps import append_event, past_events
from complaints.contents import Words, words_bytes
from complaints.domain.lifecycle import FINAL, Actor, Event, State
from complaints.models.cases import Case
from complaints.models.recusals import Recusal
from complaints.standing import may_read, roles_in
from county.actions import record
from county.models.offices import Office
from county.models.staff import User

LEADS = (Actor.APPROVER, Actor.SUPERVISOR, Actor.DISCIPLINE)
"""Roles in which one may keep a colleague from a case; oneself, anybody may who sees it."""


class NobodyLeft(Exception):
    """The case would lie where nobody can go on with it: in the handling office, or in the one that watches over it."""


@sensitive_variables()
def recuse(
    *, case: Case, by: User, member_key: bytes | None, reason: str, today: date, user: User | None = None
) -> None:
    """Keeps `user` (default: who acts) from the case; the reason is sealed, the sender is not told.

    Where those who are left at the handling office can't bring it to its end, and those of the office that it
    escalates to can, it goes there (docs/decisions/0033). Raises NotAllowed, vault.NoKey, WordsMissing and NobodyLeft.
    """
    target = user or by
    roles = tuple(Actor) if target.pk == by.pk else LEADS
    with at_desk(case, by, member_key, today, roles) as desk:
        if not may_read(desk.case, target) or (target.pk != by.pk and target.office_id != by.office_id):
            raise NotAllowed
        note = desk.write(Kind.NOTE, words_bytes(Words(said(reason))))
        now, past = desk.case, past_events(desk.case)
        append_event(
            now, Event.RECUSE, desk.role, position=len(past), before=State(now.state), day=today, by=by, reason=note
        )
        if desk.role is not Actor.DISCIPLINE:
            record(actor=by, verb="case.recuse", subject=f"case:{now.number}")
        Recusal.objects.create(case=now, user=target, day=today)
        if now.owner_id == target.pk:
            now.owner = None
        _keep_in_able_hands(now, target)
        now.save()


def may_be_recused(case: Case, by: User) -> list[User]:
    """Whom `by` may keep from the case: oneself, and for a lead the colleagues who see it."""
    lead = any(role in LEADS for role in roles_in(case, by))
    others = by.office.members.exclude(pk=by.pk).order_by("username") if lead and by.office else []
    return [by, *(user for user in others if may_read(case, user))]


def _keep_in_able_hands(case: Case, gone: User) -> None:
    """Leaves the case where it is, or passes it up; raises NobodyLeft when `gone` was the last who could act on it."""
    above = case.escalation_office
    if above is not None and gone.office_id == above.pk and not _somebody_acts(case, above):
        raise NobodyLeft
    if _can_end(case):
        return
    here = _somebody_acts(case, case.handling_office)
    if above is not None and case.wraps.filter(office=above).exists():
        there = copy(case)
        there.handling_office, there.escalation_office = above, None
        if _can_end(there) or (not here and _somebody_acts(there, above)):
            case.wraps.exclude(office=above).delete()
            case.handling_office, case.escalation_office, case.owner = above, None, None
            return
    if not here:
        raise NobodyLeft


def _can_end(case: Case) -> bool:
    """Whether the handling office has everybody for the rest of the way.

    One who decides and another who approves; who handles it is enough once there is an answer, and at discipline
    inspection.
    """
    roles = [roles_in(case, user) for user in case.handling_office.members.filter(is_active=True)]
    if case.state in FINAL or any(Actor.DISCIPLINE in held for held in roles):
        return any(role in HANDLERS for held in roles for role in held)
    return any(Actor.HANDLER in one and Actor.APPROVER in other for one, other in permutations(roles, 2))


def _somebody_acts(case: Case, office: Office) -> bool:
    """Whether somebody of `office` can work on the case: handle it where it is handled, watch over it from above."""
    roles = HANDLERS if office.pk == case.handling_office_id else (Actor.SUPERVISOR, Actor.DISCIPLINE)
    return any(role in roles for user in office.members.filter(is_active=True) for role in roles_in(case, user))
