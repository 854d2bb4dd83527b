"""Whether a path of this site answers, asked within this process: no request leaves it and none is logged."""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve

logger = logging.getLogger(__name__)


def answers(path: str) -> bool:
    """Whether a stranger who follows `path` (with its query, if any) finds a page.

    A page that needs a sign-in, was withdrawn or never was does not answer; nor does one that fails, which is logged.
    """
    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return False
    request = _stranger(parts.path, parts.query)
    request.resolver_match = match
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        return False
    except Exception:
        logger.exception("a target of a short link fails")
        return False
    if response.status_code // 100 == 3 and response["Location"].startswith(settings.ADMIN_PATH):
        return False
    return response.status_code < 400


def _stranger(path: str, query: str) -> HttpRequest:
    """A request as a first visitor's browser sends it, to the host that the public knows."""
    base = urlsplit(settings.PORTAL_BASE_URL)
    secure = base.scheme == "https"
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.GET = QueryDict(query)
    request.META = {
        "REQUEST_METHOD": "GET",
        "SERVER_NAME": base.hostname or "localhost",
        "SERVER_PORT": str(base.port or (443 if secure else 80)),
        "QUERY_STRING": query,
        "wsgi.url_scheme": base.scheme,
    }
    request.user = AnonymousUser()
    return request
