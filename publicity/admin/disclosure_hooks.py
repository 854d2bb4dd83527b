"""Disclosure profiles in Wagtail's admin: addresses and menu; imported by publicity.wagtail_hooks."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.access import allowed
from county.domain.roles import Action
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


class DisclosureMenuItem(MenuItem):
    """Shown to those who set what lists show."""

    def is_shown(self, request: HttpRequest) -> bool:
        """By the table of roles."""
        return allowed(request.user, Action.SET_DISCLOSURE)


@hooks.register("register_admin_menu_item")
def disclosure_menu_item() -> MenuItem:
    """What lists show."""
    return DisclosureMenuItem(_("What lists show"), reverse("publicity_disclosure"), icon_name="view", order=140)
