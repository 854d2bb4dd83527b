"""What is shown when there is no page: plain words, nothing of what was asked or typed, kept by no cache."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from complaints.uploads import MEGABYTE, case_limit, file_limit

RETRY_SECONDS = 120


@dataclass(frozen=True)
class Told:
    """A page's heading and its sentences."""

    heading: Promise
    sentences: tuple[Promise, ...]


_NOT_STORED = _("Nothing was stored.")
_RELOAD = _("Reload this page to send it again; when the browser asks, say yes: it still has what you wrote.")
TOLD = {
    400: Told(
        _("This did not arrive whole"),
        (_("The connection broke off, or what was sent could not be read."), _NOT_STORED, _RELOAD),
    ),
    403: Told(
        _("This page is closed to you"),
        (
            _("It is for staff who are signed in and in charge of it."),
            _("If you were sending a form, go back, reload the page and fill it in again."),
        ),
    ),
    413: Told(
        _("This was too large"),
        (
            _("At most %(file)s MB a file and %(total)s MB together can be sent."),
            _NOT_STORED,
            _("Go back and choose fewer or smaller files."),
        ),
    ),
    500: Told(
        _("This page can't be shown now"),
        (
            _("The program has failed. Please try again in some minutes."),
            _("If you were sending something and no receipt was shown, send it again."),
        ),
    ),
    503: Told(
        _("Too many people are sending at this moment"),
        (_NOT_STORED, _("Please wait two minutes."), _RELOAD),
    ),
}


def error_response(status: int) -> HttpResponse:
    """The page of a status."""
    response = HttpResponse(_page(status), status=status)
    for name, value in _headers(status):
        response[name] = value
    return response


def refuse(environ: dict[str, Any], start_response: Callable[..., Any], status: int) -> Iterable[bytes]:
    """The page of a status as a WSGI answer, for what is refused before Django sees it."""
    page = b"" if environ.get("REQUEST_METHOD") == "HEAD" else _page(status)
    headers = [*_headers(status), ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))]
    start_response(f"{status} {HTTPStatus(status).phrase}", headers)
    return [page]


def make_pages() -> None:
    """Makes every page at start: whoever needs one may have no file handle or memory left."""
    for status in TOLD:
        _page(status)


@cache
def _page(status: int) -> bytes:
    told, sizes = TOLD[status], {"file": file_limit() // MEGABYTE, "total": case_limit() // MEGABYTE}
    context = {
        "heading": told.heading,
        "sentences": [str(each) % sizes if "%(" in str(each) else each for each in told.sentences],
        "home": f"{settings.PORTAL_PREFIX}/",
        "static_url": settings.STATIC_URL,
    }
    return render_to_string("error.html", context).encode()


def _headers(status: int) -> list[tuple[str, str]]:
    """Strict wherever the page stands in for another: it has no script, and its address goes to nobody."""
    headers = [
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'self'; base-uri 'none'"),
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Robots-Tag", "noarchive"),
    ]
    return [*headers, ("Retry-After", str(RETRY_SECONDS))] if status == 503 else headers
