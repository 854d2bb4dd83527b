"""Opening what is sealed: from a member's key to the office's, from there to the case's, from there to records."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from complaints import sealing
from complaints.domain.padding import unpad
from complaints.models.cases import Case, CaseKeyWrap, CaseRecord
from complaints.models.keys import MemberKey, OfficeKeyShare
from county.models.staff import User


class NoKey(Exception):
    """This person's key opens nothing here: no share of the office's key, or no wrap of the case."""


def share_context(office_key_id: UUID, user_id: int) -> bytes:
    """What a share of an office key is bound to."""
    return sealing.bind("office-share", office_key_id, user_id)


def wrap_context(case_id: UUID, office_key_id: UUID) -> bytes:
    """What an office's wrap of a case key is bound to."""
    return sealing.bind("case-wrap", case_id, office_key_id)


def sender_context(case_id: UUID) -> bytes:
    """What the sender's wrap of a case key is bound to."""
    return sealing.bind("case-sender", case_id)


def record_context(case_id: UUID, record_id: UUID, kind: str) -> bytes:
    """What a record is bound to."""
    return sealing.bind("case-record", case_id, record_id, kind)


def read_record(record: CaseRecord, case_key: bytes) -> bytes:
    """A record's content, its padding taken off; raises sealing.Unreadable."""
    context = record_context(record.case_id, record.pk, record.kind)
    return unpad(sealing.open_sealed(case_key, bytes(record.ciphertext), context, record.algorithm))


@dataclass
class Keyring:
    """The office keys that a member's key opens; use `open_keyring`."""

    office_id: int | None
    private_keys: dict[UUID, bytes] = field(repr=False)
    user_id: int | None = None

    def case_keys(self, cases: Iterable[Case]) -> dict[UUID, bytes]:
        """The keys of those of `cases` that this member can open, by case id: one query.

        Of a case that the member is kept from the office's key would open the wrap; it is not looked for.
        """
        wraps = CaseKeyWrap.objects.filter(
            case__in=[case.pk for case in cases], office=self.office_id, office_key__in=list(self.private_keys)
        ).exclude(case__recusals__user=self.user_id)
        return {wrap.case_id: self._open(wrap) for wrap in wraps}

    def case_key(self, case: Case) -> bytes:
        """The key of `case`; raises NoKey."""
        keys = self.case_keys([case])
        if case.pk not in keys:
            raise NoKey
        return keys[case.pk]

    def _open(self, wrap: CaseKeyWrap) -> bytes:
        context = wrap_context(wrap.case_id, wrap.office_key_id)
        return sealing.unwrap(bytes(wrap.wrapped), self.private_keys[wrap.office_key_id], context, wrap.algorithm)


def open_keyring(member_key: bytes | None, user: User) -> Keyring:
    """The keys of the user's present office that `member_key` opens; raises NoKey when the key is not the user's."""
    if not member_key:
        raise NoKey
    name = sealing.fingerprint(sealing.public_of(member_key))
    if not user.is_active or not MemberKey.objects.filter(user=user, fingerprint=name).exists():
        raise NoKey
    shares = OfficeKeyShare.objects.filter(user=user, office_key__office=user.office_id)
    opened = {
        share.office_key_id: sealing.unwrap(
            bytes(share.wrapped), member_key, share_context(share.office_key_id, user.pk), share.algorithm
        )
        for share in shares
    }
    return Keyring(user.office_id, opened, user.pk)


def owner_of(member_key: bytes | None) -> User:
    """The person whose key this is; raises NoKey."""
    if not member_key:
        raise NoKey
    name = sealing.fingerprint(sealing.public_of(member_key))
    member = MemberKey.objects.select_related("user__office").filter(fingerprint=name).first()
    if member is None:
        raise NoKey
    return member.user
