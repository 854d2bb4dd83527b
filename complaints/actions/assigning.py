"""In whose hands a case lies (内蒙古 2013: who receives first is responsible). Errors as in `handling`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from complaints.actions.handling import HANDLERS, Desk, Kind, NotAllowed, at_desk
from complaints.actions.sharing import holders
from complaints.contents import Words, words_bytes
from complaints.domain.lifecycle import Actor, Event, UnknownMove
from complaints.models.cases import Case
from complaints.standing import roles_in
from complaints.vault import NoKey
from county.models.staff import User

ASSIGNERS = (Actor.HANDLER, Actor.APPROVER, Actor.DISCIPLINE)


class NotAColleague(Exception):
    """Whom the case should go to may not handle it: of another office, without a key, or kept from it."""


@dataclass(frozen=True)
class Assigned:
    """Numbers of the cases that changed hands, and of those that could not."""

    done: tuple[str, ...]
    refused: tuple[str, ...]


def take_case(*, case: Case, by: User, member_key: bytes | None, today: date) -> None:
    """Takes the case into one's own hands."""
    with at_desk(case, by, member_key, today, HANDLERS) as desk:
        desk.case.owner = by
        desk.move(Event.TAKE)


def assign_case(*, case: Case, to: User, by: User, member_key: bytes | None, today: date) -> None:
    """Puts the case into a colleague's hands; the history says whose. Also raises NotAColleague."""
    with at_desk(case, by, member_key, today, ASSIGNERS) as desk:
        _hand_over(desk, to)


def assign_cases(*, cases: Iterable[Case], to: User, by: User, member_key: bytes | None, today: date) -> Assigned:
    """As `assign_case` for several; those that can't change hands stay as they are and are told."""
    done, refused = [], []
    for case in cases:
        try:
            assign_case(case=case, to=to, by=by, member_key=member_key, today=today)
        except (NotAllowed, NotAColleague, NoKey, UnknownMove):
            refused.append(case.number)
        else:
            done.append(case.number)
    return Assigned(tuple(done), tuple(refused))


def may_hold(case: Case, user: User) -> bool:
    """Whether `user` is of the office that handles the case, has its key, and may handle."""
    return user.office_id == case.handling_office_id and any(role in HANDLERS for role in roles_in(case, user))


def colleagues(user: User) -> Sequence[User]:
    """Members of the user's office who hold a share of its key; who may handle a case, `may_hold` says."""
    return holders(user.office) if user.office else []


def _hand_over(desk: Desk, to: User) -> None:
    if not may_hold(desk.case, to):
        raise NotAColleague
    desk.case.owner = to
    words = Words(_("Into the hands of %(name)s") % {"name": to})
    desk.move(Event.ASSIGN, desk.write(Kind.NOTE, words_bytes(words)))
