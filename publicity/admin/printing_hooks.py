"""Printing in Wagtail's admin: addresses and a menu item; imported by publicity.wagtail_hooks."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.access import allowed
from county.domain.roles import Action
from publicity.admin import printing


@hooks.register("register_admin_urls")
def printing_urls() -> list[URLPattern]:
    """Below /admin/publicity/."""
    return [
        path("publicity/notices/", printing.index, name="publicity_notices"),
        path("publicity/notices/<str:list_id>.pdf", printing.notice, name="publicity_notice_print"),
    ]


class PrintingMenuItem(MenuItem):
    """Shown to those who may print."""

    def is_shown(self, request: HttpRequest) -> bool:
        """By the table of roles."""
        return allowed(request.user, Action.PRINT_NOTICE)


@hooks.register("register_admin_menu_item")
def printing_menu_item() -> MenuItem:
    """Printing notices."""
    return PrintingMenuItem(_("Print notices"), reverse("publicity_notices"), icon_name="doc-full", order=130)
