"""Notice boards in Wagtail's admin: addresses and a menu item; imported by publicity.wagtail_hooks."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.domain.roles import Action
from county.menu import DutyMenuItem
from publicity.admin import posting


@hooks.register("register_admin_urls")
def posting_urls() -> list[URLPattern]:
    """Below /admin/publicity/."""
    return [
        path("publicity/boards/", posting.index, name="publicity_postings"),
        path("publicity/boards/statistics/", posting.statistics, name="publicity_posting_statistics"),
        path("publicity/boards/down/<int:posting_id>/", posting.down, name="publicity_posting_down"),
        path("publicity/boards/photos/<int:posting_id>/", posting.more_photos, name="publicity_posting_photos"),
        path("publicity/boards/photo/<str:photo_id>.jpg", posting.photo, name="publicity_posting_photo"),
        path(
            "publicity/boards/photo/<str:photo_id>/delete/",
            posting.remove_photo,
            name="publicity_posting_photo_remove",
        ),
        path("publicity/boards/<str:list_id>/", posting.page, name="publicity_posting"),
    ]


@hooks.register("register_admin_menu_item")
def boards_menu_item() -> MenuItem:
    """Notice boards."""
    return DutyMenuItem(
        _("Notice boards"),
        reverse("publicity_postings"),
        icon_name="clipboard-list",
        order=131,
        may=Action.RECORD_POSTING,
    )
