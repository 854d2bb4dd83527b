"""Carries the cookie of the member's key out of a request, and says no where Argon2 has too many in line."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from complaints.sealing import UnknownAlgorithm
from complaints.session import write_cookie
from county.turns import RETRY_AFTER, Busy


class CaseKeyMiddleware:
    """Sets or drops the key's cookie after the login form or a logout asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Public pages never get a cookie, whatever happened."""
        response = self.get_response(request)
        if request.path.startswith(settings.ADMIN_PATH):
            write_cookie(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The same page for a right and a wrong code or password: neither was looked at.

        What was sealed by a method that this version does not know is no fault of whoever asks: it is said so.
        """
        if isinstance(exception, UnknownAlgorithm):
            return render(request, "complaints/unknown_algorithm.html", status=500)
        if not isinstance(exception, Busy):
            return None
        response = render(request, "busy.html", status=503)
        response["Retry-After"] = str(RETRY_AFTER)
        response["Cache-Control"] = "no-store"
        return response
