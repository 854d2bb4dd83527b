"""Carries the cookie of the member's key out of a request; below the admin's path only."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from complaints.session import write_cookie


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
