"""What a page hands to the next one without a cookie and without anything stored here.

Answers travel sealed in a hidden form field, so that the server keeps nothing and the page's source, a
history or a proxy shows nothing. The only clock in them counts windows of two hours.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any

from django.core.cache import cache
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from county.keys import secret

WINDOW = 2 * 60 * 60
"""Seconds in one step of the coarse clock: nothing finer leaves this module."""
BUCKET = 2048
"""Sealed answers are padded to a multiple of this many bytes, so that their length says little."""
FAILED = "failed"
_AT_WORK, _DONE = 1, 2
MEMORY_SECONDS = 14 * WINDOW
"""How long a used nonce is remembered: longer than any form is good for."""
RECALL_SECONDS = 10 * 60
"""How long a second click on "send" still finds the receipt of the first."""
SECOND_CLICK_WAIT = 10.0
"""Seconds that a second click waits for the first one's receipt."""


class TokenRefused(Exception):
    """The field is missing, was altered, or belongs to another form."""


class TokenExpired(TokenRefused):
    """The field is genuine and too old."""


def new_nonce() -> str:
    """A random text that names one showing of a form."""
    return secrets.token_urlsafe(24)


def seal(payload: dict[str, Any], *, purpose: str) -> str:
    """`payload` (JSON values) as one padded, encrypted, dated text for a hidden field."""
    body = json.dumps([purpose, _window(), payload], ensure_ascii=False).encode()
    size = -(-(len(body) + 1) // BUCKET) * BUCKET
    sealed = SecretBox(secret("form-state")).encrypt(body + b"\x80" + bytes(size - len(body) - 1))
    return base64.urlsafe_b64encode(bytes(sealed)).decode()


def unseal(token: str, *, purpose: str, windows: int) -> dict[str, Any]:
    """The payload, if sealed here for `purpose` at most `windows` steps of two hours ago."""
    try:
        padded = SecretBox(secret("form-state")).decrypt(base64.urlsafe_b64decode(token.encode()))
    except (CryptoError, ValueError, TypeError) as error:
        raise TokenRefused from error
    found, window, payload = json.loads(padded[: padded.rindex(b"\x80")])
    if found != purpose:
        raise TokenRefused
    if not 0 <= _window() - window <= windows:
        raise TokenExpired
    return payload


def claim(nonce: str) -> bool:
    """True for the first to use this nonce. The memory of it outlives the form's own validity."""
    return bool(cache.add(_cache_key(nonce) + "-used", _AT_WORK, timeout=MEMORY_SECONDS))


def note_failure(nonce: str) -> None:
    """This nonce was used and nothing was taken in: the form may be shown again with a new one."""
    cache.set(_cache_key(nonce), FAILED, timeout=MEMORY_SECONDS)
    finish(nonce)


def note_result(nonce: str, payload: dict[str, Any]) -> None:
    """Keep the answer to a used nonce for a second click; only who holds the nonce can open it."""
    body = json.dumps(payload).encode()
    sealed = SecretBox(_value_key(nonce)).encrypt(body + b" " * (BUCKET - len(body) % BUCKET))
    cache.set(_cache_key(nonce), bytes(sealed), timeout=RECALL_SECONDS)
    finish(nonce)


def finish(nonce: str) -> None:
    """The work on this nonce is done; what came of it is told by another one."""
    cache.set(_cache_key(nonce) + "-used", _DONE, timeout=MEMORY_SECONDS)


def release(nonce: str) -> None:
    """The work on this nonce failed, and it may be claimed again."""
    cache.delete(_cache_key(nonce) + "-used")


def was_used(nonce: str) -> bool:
    """Whether somebody claimed this nonce and did not give it back."""
    return cache.get(_cache_key(nonce) + "-used") is not None


def is_pending(nonce: str) -> bool:
    """Whether the first click on this nonce may still be at work, so that waiting for it makes sense."""
    return cache.get(_cache_key(nonce) + "-used") == _AT_WORK


def wait_for(*nonces: str) -> None:
    """Until the first click's work on each of these is done, at most SECOND_CLICK_WAIT.

    Only while it is at work: a forgotten one, sent again and again, would hold every thread.
    """
    until = time.monotonic() + SECOND_CLICK_WAIT
    while any(map(is_pending, nonces)) and time.monotonic() < until:
        time.sleep(0.25)


def recall(nonce: str) -> dict[str, Any] | str | None:
    """What became of a used nonce: the answer, `FAILED`, or None while pending or when forgotten."""
    found = cache.get(_cache_key(nonce))
    if isinstance(found, bytes):
        return json.loads(SecretBox(_value_key(nonce)).decrypt(found))
    return found


def _window() -> int:
    return int(time.time() // WINDOW)


def _cache_key(nonce: str) -> str:
    return "complaints-" + hmac.new(secret("form-state"), b"id:" + nonce.encode(), hashlib.sha256).hexdigest()


def _value_key(nonce: str) -> bytes:
    return hmac.new(secret("form-state"), b"value:" + nonce.encode(), hashlib.sha256).digest()
