"""Where the second factor stands in Wagtail's admin: addresses, account page, settings menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.domain.roles import Action
from county.menu import DutyMenuItem
from county.second_factor.views import CodesView, ColleaguesView, DeviceView, ProveView


@hooks.register("register_admin_urls")
def second_factor_urls() -> list[URLPattern]:
    """The pages of the second factor."""
    return [
        path("second-step/", ProveView.as_view(), name="county_second_factor"),
        path("second-step/device/", DeviceView.as_view(), name="county_second_factor_device"),
        path("second-step/codes/", CodesView.as_view(), name="county_second_factor_codes"),
        path("second-step/colleagues/", ColleaguesView.as_view(), name="county_second_factor_colleagues"),
    ]


@hooks.register("register_account_menu_item")
def account_item(request: HttpRequest) -> dict[str, Any]:
    """On one's own account page."""
    return {
        "url": reverse("county_second_factor_device"),
        "label": _("Second step of signing in"),
        "help_text": _("Set up another telephone, print new recovery codes."),
    }


@hooks.register("register_settings_menu_item")
def colleagues_item() -> MenuItem:
    """Among the settings."""
    return DutyMenuItem(
        gettext_lazy("Second step of colleagues"),
        reverse("county_second_factor_colleagues"),
        icon_name="lock",
        order=610,
        may=Action.MANAGE_SITE,
    )
