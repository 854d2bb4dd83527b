"""Nothing of the admin opens before the second factor is proved."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from county.second_factor.actions import has_device, is_required

OPEN = (
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "county_second_factor",
)
"""Addresses that a password alone opens."""


class RequireSecondFactor:
    """Sends whoever has only given the password to the code, or to setting up a device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Public pages and the demo are left alone."""
        if not request.path.startswith(settings.ADMIN_PATH) or not is_required():
            return self.get_response(request)
        user = request.user
        if not user.is_authenticated or user.is_verified() or request.path in _open_addresses():
            return self.get_response(request)
        if not has_device(user) and request.path == reverse("county_second_factor_device"):
            return self.get_response(request)
        onward = {"next": request.get_full_path()} if request.method == "GET" else {}
        page = "county_second_factor" if has_device(user) else "county_second_factor_device"
        return HttpResponseRedirect(f"{reverse(page)}?{urlencode(onward)}" if onward else reverse(page))


def _open_addresses() -> set[str]:
    return {reverse(name) for name in OPEN}
