"""Who holds an office's key: beginning, joining with two colleagues' help, leaving, renewal.

A share is never given by one person alone: one vouches that the new key is really their colleague's, another who
holds the office's key gives the share. The one who waits does neither.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from complaints.actions.keys import NoMemberKey, NotAllowed, create_office_key, share_with
from complaints.models.keys import MemberKey, OfficeKey, OfficeKeyShare, ShareRequest
from complaints.standing import acts_for, may_see_cases
from complaints.vault import NoKey, open_keyring
from county.access import allowed
from county.actions import record
from county.domain.roles import Action
from county.models.offices import Office
from county.models.staff import User


class SameHand(Exception):
    """Who waits, who vouches and who shares are three people."""


class NotVouched(Exception):
    """Nobody has vouched for this key yet."""


class RequestGone(Exception):
    """Somebody has dealt with the request meanwhile."""


class OfficeHasKey(Exception):
    """Somebody holds the office's key already and shares it."""


@transaction.atomic
def begin_office_key(*, by: User, today: date) -> OfficeKey:
    """A key for the person's office, held by them alone: the first, or a new one where nobody holds the former.

    Without that an office whose only holder lost password and sheet could never take a case in again. Raises
    NotAllowed, NoMemberKey and OfficeHasKey.
    """
    if by.office is None or not may_see_cases(by):
        raise NotAllowed
    Office.objects.select_for_update().get(pk=by.office_id)
    if holders(by.office):
        raise OfficeHasKey
    made = create_office_key(office=by.office, members=[by], today=today)
    record(actor=by, verb="office-key.begin", subject=f"office:{by.office.code}", area=by.office.area)
    return made


@transaction.atomic
def ask_for_share(*, by: User, today: date) -> ShareRequest:
    """Asks the colleagues for a share; a second call answers the same request. Raises NotAllowed, NoMemberKey."""
    if by.office is None or not may_see_cases(by):
        raise NotAllowed
    member = MemberKey.objects.filter(user=by).first()
    if member is None:
        raise NoMemberKey
    request, made = ShareRequest.objects.get_or_create(member=member, defaults={"office": by.office, "asked_on": today})
    if request.office_id != by.office_id:
        request.office, request.vouched_by = by.office, None
        request.save()
    if made:
        record(actor=by, verb="office-key.ask", subject=f"office:{by.office.code}", area=by.office.area)
    return request


@transaction.atomic
def vouch(*, request: ShareRequest, by: User) -> None:
    """Says that the key is really this colleague's, by its fingerprint. Raises RequestGone, SameHand, NotAllowed."""
    request = _now(request)
    if by.pk == request.member.user_id:
        raise SameHand
    if not may_vouch(by, request.office):
        raise NotAllowed
    request.vouched_by = by
    request.save(update_fields=["vouched_by"])
    _told(request, by, "office-key.vouch")


@sensitive_variables()
@transaction.atomic
def share_office_key(*, request: ShareRequest, by: User, member_key: bytes | None, today: date) -> int:
    """Shares every key of the office that `by` holds, former ones too; answers how many.

    Raises RequestGone, NotVouched, SameHand, NotAllowed, NoMemberKey, and vault.NoKey.
    """
    request = _now(request)
    joining = request.member.user
    if request.vouched_by_id is None:
        raise NotVouched
    if by.pk in (request.vouched_by_id, joining.pk):
        raise SameHand
    if by.office_id != request.office_id or joining.office_id != request.office_id or not may_see_cases(joining):
        raise NotAllowed
    held = open_keyring(member_key, by).private_keys
    keys = OfficeKey.objects.filter(pk__in=list(held)).exclude(shares__user=joining)
    if not held:
        raise NoKey
    for key in keys:
        share_with(key=key, private=held[key.pk], user=joining, day=today)
    _told(request, by, "office-key.share")
    request.delete()
    return len(held)


@transaction.atomic
def refuse_share(*, request: ShareRequest, by: User) -> None:
    """Throws a request away that nobody stands for, or that its owner takes back. Raises RequestGone, NotAllowed."""
    request = _now(request)
    if by.pk != request.member.user_id and not may_vouch(by, request.office):
        raise NotAllowed
    _told(request, by, "office-key.refuse")
    request.delete()


@transaction.atomic
def remove_member(*, user: Any, office: Office | None, by: User, today: date) -> OfficeKey:
    """Takes the shares of somebody who left or lost a role, and renews the key so that new cases are not for them.

    Raises NotAllowed, SameHand for oneself, and NoKey when nobody else could open the new key.
    """
    if by.pk == user.pk:
        raise SameHand
    if office is None or by.office_id != office.pk or not may_see_cases(by):
        raise NotAllowed
    OfficeKeyShare.objects.filter(office_key__office=office, user=user).delete()
    record(
        actor=by, verb="office-key.remove", subject=f"office:{office.code}", area=office.area, detail={"user": user.pk}
    )
    return _renew(office, by, today)


@transaction.atomic
def renew_office_key(*, by: User, today: date) -> OfficeKey:
    """A new key for new cases, shared with those who hold the present one. Raises NotAllowed, NoKey."""
    if by.office is None or not may_see_cases(by):
        raise NotAllowed
    return _renew(by.office, by, today)


def holders(office: Office) -> list[User]:
    """Those who hold the office's present key and may still act for it, by their names."""
    shares = OfficeKeyShare.objects.filter(office_key__office=office, office_key__retired_on=None)
    users = [share.user for share in shares.select_related("user__office__area").order_by("user__username")]
    return [user for user in users if acts_for(user, office.pk)]


def may_vouch(user: User, office: Office) -> bool:
    """A colleague, somebody of the office above, or who manages the accounts."""
    near = user.office_id is not None and user.office_id in (office.pk, office.escalates_to_id)
    return (near and may_see_cases(user)) or allowed(user, Action.MANAGE_SITE)


def _renew(office: Office, by: User, today: date) -> OfficeKey:
    staying = holders(office)
    if by.pk not in [user.pk for user in staying]:
        raise NoKey
    made = create_office_key(office=office, members=staying, today=today)
    record(
        actor=by,
        verb="office-key.renew",
        subject=f"office:{office.code}",
        area=office.area,
        detail={"version": made.version, "holders": len(staying)},
    )
    return made


def _now(request: ShareRequest) -> ShareRequest:
    """The request as it now is, locked; raises RequestGone."""
    requests = ShareRequest.objects.select_for_update(of=("self",)).select_related("member__user", "office")
    found = requests.filter(pk=request.pk).first()
    if found is None:
        raise RequestGone
    return found


def _told(request: ShareRequest, by: User, verb: str) -> None:
    detail = {"user": request.member.user_id, "fingerprint": request.member.fingerprint[:16]}
    record(actor=by, verb=verb, subject=f"office:{request.office.code}", area=request.office.area, detail=detail)
