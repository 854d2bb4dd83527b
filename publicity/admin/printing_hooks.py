"""Printing in Wagtail's admin: addresses and a menu item; imported by publicity.wagtail_hooks."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.domain.roles import Action
from county.menu import DutyMenuItem
from publicity.admin import print_runs, printing, stamped


@hooks.register("register_admin_urls")
def printing_urls() -> list[URLPattern]:
    """Below /admin/publicity/."""
    return [
        path("publicity/notices/", printing.index, name="publicity_notices"),
        path("publicity/notices/all/", print_runs.order, name="publicity_print_order"),
        path("publicity/notices/all/<uuid:run_id>/", print_runs.progress, name="publicity_print_run"),
        path("publicity/notices/all/<uuid:run_id>.zip", print_runs.download, name="publicity_print_zip"),
        path("publicity/notices/<str:list_id>.pdf", printing.notice, name="publicity_notice_print"),
        path("publicity/notices/<str:list_id>/", printing.options, name="publicity_notice_options"),
        path("publicity/stamped/", stamped.index, name="publicity_stamped_index"),
        path("publicity/stamped/<str:list_id>/", stamped.page, name="publicity_stamped"),
        path("publicity/stamped/<str:list_id>/confirm/", stamped.confirm, name="publicity_stamped_confirm"),
        path("publicity/stamped/<str:list_id>/remove/", stamped.remove, name="publicity_stamped_remove"),
        path("publicity/stamped/file/<str:stamped_id>.pdf", stamped.file, name="publicity_stamped_file"),
    ]


@hooks.register("register_admin_menu_item")
def printing_menu_item() -> MenuItem:
    """Printing notices."""
    return DutyMenuItem(
        _("Print notices"), reverse("publicity_notices"), icon_name="doc-full", order=130, may=Action.PRINT_NOTICE
    )
