"""Taking in at the desk what came on paper, by phone, in person or from the media (C11, C12)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from complaints.actions.handling import BadDay, NotAllowed
from complaints.actions.intake import Receipt, receive_case
from complaints.contents import SealedUpload
from complaints.domain.clock import ENTERED_WITHIN
from complaints.domain.kinds import Kind, Subject, Way
from complaints.domain.lifecycle import Event
from complaints.models.cases import Case
from complaints.standing import roles_in
from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.areas import Area
from county.models.offices import Office
from county.models.staff import User

ENTERERS = (Action.HANDLE_CASE, Action.HANDLE_DISCIPLINE)


@sensitive_variables()
def enter_case(
    *,
    by: User,
    way: Way,
    kind: Kind,
    subject: Subject,
    village: Area | None,
    publication_id: str = "",
    entry_id: str = "",
    text: str,
    contact: str = "",
    files: Sequence[SealedUpload] = (),
    received_on: date,
    today: date,
) -> Receipt:
    """Files the case as of the day on which it came; its own history says who entered it.

    Who enters a case that their office handles has it in their hands: who receives first is responsible. A case that
    goes to discipline inspection leaves no trail in the county. Raises NotAllowed, BadDay for one to come or more than
    ENTERED_WITHIN days ago, and what `receive_case` raises.
    """
    if way is Way.WEB or by.office is None or not any(allowed(by, action) for action in ENTERERS):
        raise NotAllowed
    if not today - timedelta(days=ENTERED_WITHIN) <= received_on <= today:
        raise BadDay
    with transaction.atomic():
        receipt = receive_case(
            kind=kind,
            subject=subject,
            village=village,
            publication_id=publication_id,
            entry_id=entry_id,
            text=text,
            contact=contact,
            files=files,
            way=way,
            today=received_on,
        )
        case = Case.objects.select_related("handling_office").get(number=receipt.case_number)
        case.events.filter(event=Event.RECEIVE.value).update(actor=by)
        if case.handling_office_id == by.office_id and roles_in(case, by):
            case.owner = by
            case.save(update_fields=["owner"])
        if case.handling_office.kind != Office.Kind.DISCIPLINE:
            record(actor=by, verb="case.enter", subject=f"case:{case.number}", detail={"way": case.way})
    return receipt
