"""Who stops acting for an office holds none of its keys: shares go and the key is renewed, without anybody's key.

A new key is sealed to the public keys of those who stay, so nobody has to be signed in for it.
"""

from datetime import date

from django.db import transaction

from complaints.actions.keys import create_office_key
from complaints.actions.sharing import holders
from complaints.models.keys import OfficeKeyShare
from complaints.standing import acts_for
from county.actions import record
from county.models.offices import Office
from county.models.staff import User


@transaction.atomic
def seal_out_leavers(*, today: date, user: User | None = None) -> int:
    """Takes the shares of those who changed office, were blocked or lost the role; answers how many.

    The last holder of a version keeps theirs: who comes back can then still open what nobody else could. With `user`,
    only that person is looked at.
    """
    shares = OfficeKeyShare.objects.select_for_update(of=("self",)).select_related("user", "office_key__office")
    if user is not None:
        shares = shares.filter(user=user)
    gone = [share for share in shares if not acts_for(share.user, share.office_key.office_id)]
    taken = [share for share in gone if _held_by_others(share)]
    for office in {share.office_key.office_id: share.office_key.office for share in taken}.values():
        _seal_out(office, [share for share in taken if share.office_key.office_id == office.pk], today)
    return len(taken)


def _seal_out(office: Office, shares: list[OfficeKeyShare], today: date) -> None:
    in_use = any(share.office_key.retired_on is None for share in shares)
    OfficeKeyShare.objects.filter(pk__in=[share.pk for share in shares]).delete()
    if in_use:
        create_office_key(office=office, members=holders(office), today=today)
    detail = {"users": sorted({share.user_id for share in shares}), "renewed": in_use}
    record(actor=None, verb="office-key.sealed-out", subject=f"office:{office.code}", area=office.area, detail=detail)


def _held_by_others(share: OfficeKeyShare) -> bool:
    others = OfficeKeyShare.objects.filter(office_key=share.office_key).exclude(pk=share.pk).select_related("user")
    return any(acts_for(other.user, share.office_key.office_id) for other in others)
