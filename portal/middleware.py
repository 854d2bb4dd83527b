"""Sessions for the admin alone, and policies by path."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from portal.errors import error_response


class NoSession(SessionBase):
    """The session of a public page: empty, never stored, so no code path can set a cookie there."""

    def exists(self, session_key: str) -> bool:
        """Nothing is ever stored."""
        return False

    def create(self) -> None:
        """Stores nothing."""

    def save(self, must_create: bool = False) -> None:
        """Stores nothing."""

    def delete(self, session_key: str | None = None) -> None:
        """Nothing to delete."""

    def load(self) -> dict[str, object]:
        """Always empty."""
        return {}

    @classmethod
    def clear_expired(cls) -> None:
        """Nothing expires."""


class AdminOnlySessions(SessionMiddleware):
    """Django's sessions below the admin's path; everywhere else none, whatever cookie is sent."""

    def process_request(self, request: HttpRequest) -> None:
        """Chooses the session by path."""
        if request.path.startswith(settings.ADMIN_PATH):
            super().process_request(request)
        else:
            request.session = NoSession()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Saves and sends a cookie for the admin only."""
        if isinstance(getattr(request, "session", None), NoSession):
            return response
        return super().process_response(request, response)


class AdminPolicy:
    """Wagtail's admin needs inline script and style; the relaxation ends at its path."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Marks admin responses with the relaxed policy and keeps them out of caches."""
        response = self.get_response(request)
        if request.path.startswith(settings.ADMIN_PATH):
            response._csp_update = {  # django-csp reads its decorators' marks from here
                "script-src": ["'unsafe-inline'", "'unsafe-eval'"],
                "style-src": ["'unsafe-inline'"],
                "img-src": ["blob:"],
                "frame-src": ["'self'", "blob:"],
            }
        return response


class CutOffMiddleware:
    """A body that broke off is the sender's connection, not a fault: 400, and no line in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The 400 page for what was not read to its end."""
        return error_response(400) if isinstance(exception, UnreadablePostError) else None


def no_address(request: HttpRequest) -> None:
    """django-axes asks for the client's address; the portal keeps none."""
