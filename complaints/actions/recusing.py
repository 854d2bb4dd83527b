"""Recusal of single officers: whoever is near the matter sees the case no more; their office goes on without them.

The office's key in their hands would still open it: queries and vault refuse, no cipher does (docs/threat-model.md).
"""

from datetime import date

from django.views.decorators.debug import sensitive_variables

from complaints.actions.handling import HANDLERS, Desk, Kind, NotAllowed, at_desk, said
from complaints.actions.steps import append_event, past_events
from complaints.contents import Words, words_bytes
from complaints.domain.lifecycle import Actor, Event, State
from complaints.models.cases import Case
from complaints.models.recusals import Recusal
from complaints.standing import may_read, roles_in
from county.actions import record
from county.models.staff import User

LEADS = (Actor.APPROVER, Actor.SUPERVISOR, Actor.DISCIPLINE)
"""Roles in which one may keep a colleague from a case; oneself, anybody may who sees it."""


class NobodyLeft(Exception):
    """Nobody else of the office could handle the case, and no office above has its key."""


@sensitive_variables()
def recuse(
    *, case: Case, by: User, member_key: bytes | None, reason: str, today: date, user: User | None = None
) -> None:
    """Keeps `user` (default: who acts) from the case; the reason is sealed, the sender is not told.

    Where nobody else of the handling office could handle it, the case goes to the office that it escalates to. Raises
    NotAllowed, vault.NoKey, WordsMissing and NobodyLeft.
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
        if not _somebody_handles(now):
            _pass_up(desk)
        now.save()


def may_be_recused(case: Case, by: User) -> list[User]:
    """Whom `by` may keep from the case: oneself, and for a lead the colleagues who see it."""
    lead = any(role in LEADS for role in roles_in(case, by))
    others = by.office.members.exclude(pk=by.pk).order_by("username") if lead and by.office else []
    return [by, *(user for user in others if may_read(case, user))]


def _somebody_handles(case: Case) -> bool:
    members = case.handling_office.members.filter(is_active=True)
    return any(role in HANDLERS for user in members for role in roles_in(case, user))


def _pass_up(desk: Desk) -> None:
    case, above = desk.case, desk.case.escalation_office
    if above is None or not case.wraps.filter(office=above).exists():
        raise NobodyLeft
    case.wraps.exclude(office=above).delete()
    case.handling_office, case.escalation_office, case.owner = above, None, None
    if not _somebody_handles(case):
        raise NobodyLeft
