"""A member's printed recovery code: made while the password still opens the key, used after a reset."""

import secrets
from datetime import date

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from complaints import sealing
from complaints.actions.keys import NoMemberKey, WrongPassword, change_password, encrypt_private, unlock
from complaints.domain.recovery import code_bytes, new_code
from complaints.models.keys import MemberKey, RecoveryKey
from county.actions import record
from county.models.staff import User


class WrongCode(Exception):
    """The code does not open this member's key, or there is none."""


@sensitive_variables()
@transaction.atomic
def make_recovery_code(*, user: User, password: str, today: date) -> str:
    """A new code, shown once; a former one is void. Raises NoMemberKey and WrongPassword."""
    private = unlock(user=user, password=password)
    member = MemberKey.objects.get(user=user)
    code = new_code(secrets.token_bytes)
    RecoveryKey.objects.filter(member=member).delete()
    RecoveryKey.objects.create(
        member=member,
        sealed=sealing.seal(_key(code), private, _context(member)),
        algorithm=sealing.SYMMETRIC,
        created_on=today,
    )
    record(actor=user, verb="member-key.recovery", subject=f"user:{user.pk}")
    return code


@sensitive_variables()
@transaction.atomic
def recover_member_key(*, user: User, code: str, password: str) -> bytes:
    """Puts the key under the present password again, after somebody had to reset it, and answers it.

    The code is used up with that: what it opened is destroyed, so that a sheet that was seen in use, or copied,
    opens nothing any more. Raises NoMemberKey, WrongPassword when `password` is not the one to sign in with, BadCode
    and WrongCode.
    """
    member = MemberKey.objects.filter(user=user).first()
    if member is None:
        raise NoMemberKey
    if not user.check_password(password):
        raise WrongPassword
    kept = RecoveryKey.objects.select_for_update().filter(member=member).first()
    key = _key(code)
    if kept is None:
        raise WrongCode
    try:
        private = sealing.open_sealed(key, bytes(kept.sealed), _context(member), kept.algorithm)
    except sealing.Unreadable as error:
        raise WrongCode from error
    kept.delete()
    encrypt_private(member, private, password)
    member.save()
    record(actor=user, verb="member-key.recover", subject=f"user:{user.pk}")
    return private


@sensitive_variables()
@transaction.atomic
def remember_member_key(*, user: User, former: str, password: str) -> bytes:
    """As `recover_member_key`, by the former password that its owner still knows.

    Raises NoMemberKey, WrongPassword for the present one, and WrongCode when the former one does not open the key.
    """
    if not user.check_password(password):
        raise WrongPassword
    try:
        private = change_password(user=user, old=former, new=password)
    except WrongPassword as error:
        raise WrongCode from error
    record(actor=user, verb="member-key.recover", subject=f"user:{user.pk}")
    return private


def _key(code: str) -> bytes:
    return sealing.derive(code_bytes(code), "recovery-key-v1")


def _context(member: MemberKey) -> bytes:
    return sealing.bind("recovery-key", member.user_id, member.fingerprint)
