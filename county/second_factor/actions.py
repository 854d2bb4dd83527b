"""Enrolling a device, proving it at sign-in, recovery codes on paper, resetting a colleague's device.

A wrong code makes the next try wait, twice as long each time (django-otp's throttling, kept with the device and not
with an address).
"""

import base64
import hmac
import re
import secrets
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.views.decorators.debug import sensitive_variables
from django_otp import user_has_device, verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from county.access import allowed
from county.actions import record
from county.domain.codes import code_of
from county.domain.roles import Action
from county.keys import secret
from county.models.staff import User

CODES = 10
"""Recovery codes on a sheet."""
CODE_LENGTH = 10
"""49 random bits each."""
_DIGEST_CHARACTERS = 16


class WrongCode(Exception):
    """The code is not the one of now, was used before, or came too soon after a wrong one."""


class MustWait(Exception):
    """Too many wrong codes: even the right one is not looked at yet."""


class NotAllowed(Exception):
    """Only who manages accounts resets a device, and never their own."""


def is_required() -> bool:
    """Whether staff need a second factor; off in the demo only."""
    return bool(settings.STAFF_SECOND_FACTOR)


def has_device(user: Any) -> bool:
    """Whether a device was confirmed."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).exists()


def device_to_confirm(user: User) -> TOTPDevice:
    """The device that is being set up: its secret stays the same until a code confirms it."""
    # Two pages opened at once may have made two: the first of them counts, and nobody is shut out.
    made = TOTPDevice.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return made or TOTPDevice.objects.create(user=user, confirmed=False, name="totp")


@sensitive_variables()
@transaction.atomic
def confirm_device(*, user: User, code: str) -> TOTPDevice:
    """Makes the new device the only one; raises WrongCode and MustWait."""
    device = device_to_confirm(user)
    _may_try(device)
    if not re.fullmatch(r"\d{6}", code) or not device.verify_token(code):
        raise WrongCode
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save()
    record(actor=user, verb="second-factor.enrol", subject=f"user:{user.pk}")
    return device


@sensitive_variables()
def prove(*, user: User, code: str) -> Device:
    """The device whose code this is: six digits from the app, or a code from the sheet, which is used up.

    Raises WrongCode and MustWait.
    """
    typed = re.sub(r"[\s-]", "", code).lower()
    on_paper = not re.fullmatch(r"\d{6}", typed)
    kind = StaticDevice if on_paper else TOTPDevice
    device = kind.objects.filter(user=user, confirmed=True).first()
    if device is None:
        raise WrongCode
    _may_try(device)
    token = _digest(user, typed) if on_paper else typed
    # In a transaction of its own: a wrong try is counted whatever the caller does next.
    if verify_token(user, device.persistent_id, token) is None:
        raise WrongCode
    if on_paper:
        left = StaticToken.objects.filter(device__user=user).count()
        record(actor=user, verb="second-factor.paper", subject=f"user:{user.pk}", detail={"left": left})
    return device


@sensitive_variables()
@transaction.atomic
def make_recovery_codes(*, user: User) -> list[str]:
    """Ten new codes, shown once; former ones are void. Only keyed digests of them are stored."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="paper", confirmed=True)
    codes = [code_of(CODE_LENGTH, secrets.choice) for _code in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=_digest(user, code)) for code in codes)
    record(actor=user, verb="second-factor.codes", subject=f"user:{user.pk}")
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(user: Any) -> int:
    """How many codes on paper are still good."""
    return StaticToken.objects.filter(device__user=user, device__confirmed=True).count()


@transaction.atomic
def reset_device(*, user: User, by: User) -> None:
    """Takes a colleague's device and codes, so that they set up a new one at the next sign-in. Raises NotAllowed."""
    if user.pk == by.pk or not allowed(by, Action.MANAGE_SITE):
        raise NotAllowed
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    record(actor=by, verb="second-factor.reset", subject=f"user:{user.pk}")


def is_verified(user: Any) -> bool:
    """Whether this session has proved the second factor."""
    return bool(user_has_device(user)) and user.is_verified()


def _may_try(device: Any) -> None:
    if not device.verify_is_allowed()[0]:
        raise MustWait


def _digest(user: Any, code: str) -> str:
    """What is stored of a code on paper: the database alone tries no codes."""
    found = hmac.new(secret("second-factor"), f"{user.pk} {code}".encode(), sha256).digest()
    return base64.b32encode(found).decode()[:_DIGEST_CHARACTERS].lower()
