"""A right and a wrong receipt answer after the same time and with pages of the same size."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

STEP_SECONDS = 0.5
"""Answers leave at whole steps after the request came in; a look-up takes a tenth of a second or two of it."""
PAGE_BYTES = 16 * 1024
"""Pages are filled up to a multiple of this: a page with a case is longer than the one with an error."""
STEP_KEY = "portal.step_seconds"
"""Where the server's lanes (portal.lanes) read the step: they wait after the work's place is free again."""
_OPENING, _CLOSING = b"\n<!-- ", b" -->\n"


def evenly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Wraps a view: pads what it answers to a POST and asks for the wait."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            request.META[STEP_KEY] = STEP_SECONDS
            response.content += _filling(len(response.content))
        return response

    return wrapped


def _filling(size: int) -> bytes:
    """A comment that brings a page of `size` bytes to a whole multiple; random, so that compressing tells no more."""
    missing = -(size + len(_OPENING) + len(_CLOSING)) % PAGE_BYTES
    return _OPENING + secrets.token_urlsafe(missing).encode()[:missing].replace(b"--", b"__") + _CLOSING
