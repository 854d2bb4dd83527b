"""Reads for the key screen: where one's own key and the office's stand."""

from dataclasses import dataclass, field

from complaints.actions.sharing import may_vouch
from complaints.models.keys import MemberKey, OfficeKey, OfficeKeyShare, RecoveryKey, ShareRequest
from complaints.standing import acts_for, may_see_cases
from county.models.staff import User


@dataclass(frozen=True)
class Holder:
    """Somebody with a share of the office's key; `gone` when they left, were blocked or lost the role."""

    user: User
    is_self: bool
    gone: bool


@dataclass(frozen=True)
class Waiting:
    """A request, and what this reader may do about it."""

    request: ShareRequest
    fingerprint: str
    may_vouch: bool
    may_share: bool


@dataclass(frozen=True)
class KeyDesk:
    """Everything that the key screen shows."""

    member: MemberKey | None
    fingerprint: str
    has_recovery: bool
    has_role: bool
    office_key: OfficeKey | None
    holds: bool
    asked: bool
    holders: list[Holder] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)

    @property
    def unheld(self) -> bool:
        """Whether nobody holds the office's key, so that one may begin (anew)."""
        return all(holder.gone for holder in self.holders)

    @property
    def is_alone(self) -> bool:
        """Whether one lost password could shut the office's cases for good."""
        return sum(not holder.gone for holder in self.holders) == 1


def grouped(fingerprint: str) -> str:
    """The first 32 hexadecimal digits in groups of four, to be compared aloud."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, 32, 4))


def desk_of(user: User) -> KeyDesk:
    """The keys of `user` and of their office, and the requests that they may help with."""
    member = MemberKey.objects.filter(user=user).first()
    office_key = OfficeKey.objects.filter(office=user.office, retired_on=None).first() if user.office else None
    holders = _holders(office_key, user) if office_key else []
    holds = any(holder.is_self for holder in holders)
    return KeyDesk(
        member=member,
        fingerprint=grouped(member.fingerprint) if member else "",
        has_recovery=member is not None and RecoveryKey.objects.filter(member=member).exists(),
        has_role=may_see_cases(user),
        office_key=office_key,
        holds=holds,
        asked=member is not None and ShareRequest.objects.filter(member=member).exists(),
        holders=holders,
        waiting=_waiting(user, holds),
    )


def _holders(key: OfficeKey, reader: User) -> list[Holder]:
    shares = OfficeKeyShare.objects.filter(office_key=key).select_related("user__office").order_by("user__username")
    return [Holder(share.user, share.user_id == reader.pk, not acts_for(share.user, key.office_id)) for share in shares]


def _waiting(reader: User, holds: bool) -> list[Waiting]:
    requests = ShareRequest.objects.select_related("member__user", "office", "vouched_by").order_by("asked_on", "pk")
    found = []
    for request in requests:
        own = request.member.user_id == reader.pk
        if own or not may_vouch(reader, request.office):
            continue
        shares = holds and request.office_id == reader.office_id
        third = request.vouched_by_id not in (None, reader.pk)
        found.append(
            Waiting(
                request,
                grouped(request.member.fingerprint),
                may_vouch=request.vouched_by_id is None,
                may_share=shares and third,
            )
        )
    return found
