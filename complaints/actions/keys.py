"""Keys of members and offices: made, shared, opened with a password."""

import os
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.views.decorators.debug import sensitive_variables

from complaints import sealing
from complaints.models.keys import MemberKey, OfficeKey, OfficeKeyShare
from complaints.standing import may_see_cases
from complaints.vault import share_context
from county.keys import secret
from county.models.offices import Office
from county.models.staff import User
from county.today import today as this_day


class NotAllowed(Exception):
    """This person has no role in cases, or belongs to another office."""


class NoMemberKey(Exception):
    """The person has no key yet, so nothing can be sealed to them."""


class WrongPassword(Exception):
    """The password does not open the member's key, or is not the one to sign in with."""


class NotOfThisOffice(Exception):
    """An office's key is shared with members of that office only."""


@sensitive_variables()
@transaction.atomic
def create_member(*, user: User, password: str, today: date | None = None) -> bytes:
    """A key pair for `user`, the private part under `password`; a former key is replaced and its shares go.

    Answers the private key, so that a session can hold it without computing Argon2 once more. Raises NotAllowed for
    somebody without a role in cases, and WrongPassword when `password` is not the one to sign in with.
    """
    if not may_see_cases(user):
        raise NotAllowed
    if not user.check_password(password):
        raise WrongPassword
    pair = sealing.new_key_pair()
    OfficeKeyShare.objects.filter(user=user).delete()
    MemberKey.objects.filter(user=user).delete()
    key = MemberKey(
        user=user,
        public_key=pair.public,
        fingerprint=sealing.fingerprint(pair.public),
        created_on=today or this_day(),
    )
    encrypt_private(key, pair.private, password)
    key.save()
    return pair.private


@transaction.atomic
def create_office_key(*, office: Office, members: Iterable[User], today: date | None = None) -> OfficeKey:
    """A new key for `office`, shared with `members`; a former one is retired and opens its old cases on.

    Raises NotOfThisOffice, and NoMemberKey for a member without a key.
    """
    day = today or this_day()
    Office.objects.select_for_update().get(pk=office.pk)  # so that two who renew at once do it one after the other
    pair = sealing.new_key_pair()
    for name in ("receipt-salt", "receipt-pepper", "form-state"):
        secret(name)  # made now: made at first use, the file's time would say when the first sender came
    OfficeKey.objects.filter(office=office, retired_on=None).update(retired_on=day)
    last = OfficeKey.objects.filter(office=office).aggregate(last=Max("version"))["last"] or 0
    key = OfficeKey.objects.create(
        office=office, version=last + 1, public_key=pair.public, algorithm=sealing.WRAP, created_on=day
    )
    for user in members:
        share_with(key=key, private=pair.private, user=user, day=day)
    return key


@sensitive_variables()
def unlock(*, user: User, password: str) -> bytes:
    """The member's private key; raises NoMemberKey and WrongPassword."""
    key = MemberKey.objects.filter(user=user).first()
    if key is None:
        raise NoMemberKey
    root = sealing.password_key(password, bytes(key.salt), key.argon2)
    try:
        return sealing.open_sealed(root, bytes(key.private_key), _member_context(key), _cipher(key))
    except sealing.Unreadable as error:
        raise WrongPassword from error


@sensitive_variables()
@transaction.atomic
def change_password(*, user: User, old: str, new: str) -> bytes:
    """Puts the member's key under a new password and answers it; raises NoMemberKey and WrongPassword."""
    private = unlock(user=user, password=old)
    key = MemberKey.objects.get(user=user)
    encrypt_private(key, private, new)
    key.save()
    return private


@sensitive_variables()
def share_with(*, key: OfficeKey, private: bytes, user: User, day: date) -> None:
    """Seals an office's private key to a member of that office; raises NotOfThisOffice and NoMemberKey."""
    if user.office_id != key.office_id:
        raise NotOfThisOffice(user.get_username())
    member = MemberKey.objects.filter(user=user).first()
    if member is None:
        raise NoMemberKey(user.get_username())
    _cipher(member)
    OfficeKeyShare.objects.create(
        office_key=key,
        user=user,
        wrapped=sealing.wrap(private, bytes(member.public_key), share_context(key.pk, user.pk)),
        algorithm=sealing.WRAP,
        created_on=day,
    )


@sensitive_variables()
def encrypt_private(key: MemberKey, private: bytes, password: str) -> None:
    """Puts the private key under a password, with a fresh salt; the caller saves."""
    key.salt = os.urandom(sealing.SALT_BYTES)
    key.argon2 = dict(getattr(settings, "CASE_KEY_ARGON2", sealing.MEMBER_ARGON2))
    key.algorithm = sealing.PASSWORD
    root = sealing.password_key(password, key.salt, key.argon2)
    key.private_key = sealing.seal(root, private, _member_context(key))


def _member_context(key: MemberKey) -> bytes:
    return sealing.bind("member-key", key.user_id, key.fingerprint)


def _cipher(key: MemberKey) -> str:
    """The cipher inside the stored algorithm; raises UnknownAlgorithm."""
    if key.algorithm != sealing.PASSWORD:
        raise sealing.UnknownAlgorithm(key.algorithm)
    return sealing.SYMMETRIC
