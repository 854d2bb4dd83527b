"""What every answer of the interface carries: validators, a polite limit, no cookie, open to scripts of any site."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from county.pauses import pause_of_connection
from publicity.api.problems import not_found, problem

View = Callable[..., HttpResponse]
METHODS = "GET, HEAD, OPTIONS"
# A mirror of 500 villages reads every list in ten minutes; nobody needs to be faster.
READS_A_WINDOW = 1_200


def public(view: View) -> View:
    """For anybody: caches may keep it and must ask again, since a list has to vanish on its day."""
    return _answering(view, _shared)


def confidential(view: View) -> View:
    """For one recipient: no cache keeps it, no other site's script reads it."""
    return _answering(view, _private)


def _answering(view: View, finish: Callable[[HttpRequest, HttpResponse], HttpResponse]) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.method
        if method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": METHODS})
        elif method not in ("GET", "HEAD"):
            response = problem(405, _("This interface is for reading only."), headers={"Allow": METHODS})
        else:
            response = _read(view, request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, noarchive"
        response = finish(request, response)
        if method == "HEAD":
            response.content = b""
        return response

    wrapped.csrf_exempt = True
    return wrapped


def _read(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    pause = pause_of_connection(request, scope="api", most=READS_A_WINDOW)
    if pause:
        detail = _("Many answers were given to your connection. There are more in %(n)s seconds.")
        return problem(429, detail % {"n": pause.seconds}, headers={"Retry-After": str(pause.seconds)})
    request.method = "GET"
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return not_found(request)


def _shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    if response.status_code == 204:
        response["Access-Control-Allow-Methods"] = METHODS
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
    if response.status_code != 200:
        response["Cache-Control"] = "no-store"
        return response
    response["Cache-Control"] = "public, no-cache"
    etag = quote_etag(sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _private(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response
