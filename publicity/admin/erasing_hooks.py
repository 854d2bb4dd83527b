"""Erasing in Wagtail's admin: addresses and menu; imported by publicity.wagtail_hooks."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.menu import DutyMenuItem
from publicity.admin import erasing


@hooks.register("register_admin_urls")
def erasing_urls() -> list[URLPattern]:
    """Below /admin/publicity/erasing/; no address holds a number."""
    return [
        path("publicity/erasing/", erasing.index, name="publicity_erasing"),
        path("publicity/erasing/find/", erasing.find, name="publicity_erasing_find"),
        path("publicity/erasing/ask/", erasing.ask, name="publicity_erasing_ask"),
        path("publicity/erasing/<uuid:pk>/", erasing.one, name="publicity_erasing_request"),
        path("publicity/erasing/<uuid:pk>/withdraw/", erasing.withdraw, name="publicity_erasing_withdraw"),
    ]


@hooks.register("register_admin_menu_item")
def erasing_menu_item() -> MenuItem:
    """Erase households."""
    return DutyMenuItem(
        _("Erase households"), reverse("publicity_erasing"), icon_name="bin", order=190, may=erasing.may_erase
    )
