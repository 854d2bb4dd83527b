"""Recipient platforms in Wagtail's admin: addresses and menu; imported by publicity.wagtail_hooks."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.menu import DutyMenuItem
from publicity.admin import platforms


@hooks.register("register_admin_urls")
def platforms_urls() -> list[URLPattern]:
    """Below /admin/publicity/platforms/."""
    base = "publicity/platforms/"
    return [
        path(base, platforms.index, name="publicity_platforms"),
        path(f"{base}enter/", platforms.enter, name="publicity_platform_enter"),
        path(f"{base}<slug:pk>/", platforms.one, name="publicity_platform"),
        path(f"{base}<slug:pk>/confirm/", platforms.settle, {"act": "confirm"}, name="publicity_platform_confirm"),
        path(f"{base}<slug:pk>/revoke/", platforms.settle, {"act": "revoke"}, name="publicity_platform_revoke"),
        path(f"{base}<slug:pk>/token/", platforms.token, name="publicity_platform_token"),
    ]


@hooks.register("register_admin_menu_item")
def platforms_menu_item() -> MenuItem:
    """Recipient platforms."""
    return DutyMenuItem(
        _("Recipient platforms"),
        reverse("publicity_platforms"),
        icon_name="key",
        order=195,
        may=platforms.may_see_platforms,
    )
