"""A member's key for the length of a signed-in session.

The key lies in the database, encrypted under a random key that only an HttpOnly cookie of the admin holds: the row
without the cookie opens nothing, nor the cookie without the row. It is gone after 15 idle minutes and at logout.
"""

import base64
import binascii
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from complaints import sealing
from complaints.actions.keys import NoMemberKey, WrongPassword, unlock
from complaints.models.keys import StaffKeySession

COOKIE = "case_key"
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
TOUCH = timedelta(minutes=1)
"""The row is written at most so often."""
_CHANGE = "_case_key_cookie"
_OPENED = "_case_key"
FORGET = ""


@sensitive_variables()
def open_session(request: HttpRequest, user: Any, password: str) -> bool:
    """Unlocks the member's key for this session; False when there is no key or the password does not open it."""
    try:
        private = unlock(user=user, password=password)
    except (NoMemberKey, WrongPassword):
        return False
    hold(request, user, private)
    return True


@sensitive_variables()
def hold(request: HttpRequest, user: Any, private: bytes) -> None:
    """Keeps an opened key for this session."""
    token = secrets.token_bytes(sealing.KEY_BYTES)
    now = timezone.now()
    StaffKeySession.objects.filter(expires__lt=now).delete()
    StaffKeySession.objects.create(
        lookup=_lookup(token),
        user=user,
        sealed=sealing.seal(_key(token), private, _context(user)),
        last_used=now,
        expires=now + LONGEST,
    )
    setattr(request, _CHANGE, base64.urlsafe_b64encode(token).decode())


@sensitive_variables()
def member_key(request: HttpRequest) -> bytes | None:
    """The signed-in member's private key, or None: signed in without a key, idle too long, or no cookie."""
    if not hasattr(request, _OPENED):
        setattr(request, _OPENED, _read(request))
    return getattr(request, _OPENED)


def close_session(request: HttpRequest) -> None:
    """Forgets the key of this session and tells the browser to drop the cookie."""
    token = _token(request)
    if token is not None:
        StaffKeySession.objects.filter(lookup=_lookup(token)).delete()
    setattr(request, _OPENED, None)
    setattr(request, _CHANGE, FORGET)


def forget_expired(now: datetime) -> int:
    """Deletes keys that nobody may use any more; answers how many."""
    idle = StaffKeySession.objects.filter(last_used__lt=now - IDLE)
    return (idle | StaffKeySession.objects.filter(expires__lt=now)).delete()[0]


def write_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Sets or drops the cookie as this request asked; it and its key go when nobody is signed in any more."""
    if COOKIE in request.COOKIES and not request.user.is_authenticated:
        close_session(request)
    change = getattr(request, _CHANGE, None)
    if change is None:
        return
    if change == FORGET:
        response.delete_cookie(COOKIE, path=settings.ADMIN_PATH, samesite="Strict")
        return
    response.set_cookie(
        COOKIE,
        change,
        path=settings.ADMIN_PATH,
        secure=request.is_secure() or settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _read(request: HttpRequest) -> bytes | None:
    token = _token(request)
    user = getattr(request, "user", None)
    if token is None or user is None or not user.is_authenticated:
        return None
    row = StaffKeySession.objects.filter(lookup=_lookup(token), user=user).first()
    now = timezone.now()
    if row is None or now - row.last_used > IDLE or now > row.expires:
        return None
    if now - row.last_used > TOUCH:
        StaffKeySession.objects.filter(pk=row.pk).update(last_used=now)
    return sealing.open_sealed(_key(token), bytes(row.sealed), _context(user))


def _token(request: HttpRequest) -> bytes | None:
    text = getattr(request, _CHANGE, None) or request.COOKIES.get(COOKIE, "")
    try:
        token = base64.urlsafe_b64decode(text.encode())
    except (binascii.Error, ValueError):
        return None
    return token if len(token) == sealing.KEY_BYTES else None


def _lookup(token: bytes) -> str:
    return sealing.derive(token, "session-lookup-v1").hex()


def _key(token: bytes) -> bytes:
    return sealing.derive(token, "session-key-v1")


def _context(user: Any) -> bytes:
    return sealing.bind("staff-session", user.pk)
