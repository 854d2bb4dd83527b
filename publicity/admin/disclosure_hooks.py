"""Disclosure profiles in Wagtail's admin: addresses and menu; imported by publicity.wagtail_hooks."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.domain.roles import Action
from county.menu import DutyMenuItem
from publicity.admin import disclosure


@hooks.register("register_admin_urls")
def disclosure_urls() -> list[URLPattern]:
    """Below /admin/publicity/."""
    return [
        path("publicity/disclosure/", disclosure.index, name="publicity_disclosure"),
        path(
            "publicity/disclosure/<slug:programme>/<slug:stage>/<slug:channel>/",
            disclosure.edit,
            name="publicity_disclosure_edit",
        ),
    ]


@hooks.register("register_admin_menu_item")
def disclosure_menu_item() -> MenuItem:
    """What lists show."""
    return DutyMenuItem(
        _("What lists show"), reverse("publicity_disclosure"), icon_name="view", order=140, may=Action.SET_DISCLOSURE
    )
