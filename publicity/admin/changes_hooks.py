"""Reasons of changes and schedules in Wagtail's admin: addresses and menu; imported by publicity.wagtail_hooks."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.domain.roles import Action
from county.menu import DutyMenuItem
from publicity.admin import changes, schedules


@hooks.register("register_admin_urls")
def changes_urls() -> list[URLPattern]:
    """Below /admin/publicity/."""
    return [
        path("publicity/changes/", changes.give, name="publicity_changes"),
        path("publicity/reasons/", changes.index, name="publicity_reasons"),
        path("publicity/reasons/<slug:code>/<slug:period>/", changes.release, name="publicity_reasons_release"),
        path("publicity/schedules/", schedules.index, name="publicity_schedules"),
    ]


@hooks.register("register_admin_menu_item")
def changes_menu_item() -> MenuItem:
    """Reasons of changes, for townships."""
    return DutyMenuItem(
        _("Reasons of changes"),
        reverse("publicity_changes"),
        icon_name="list-ul",
        order=150,
        may=Action.GIVE_REASONS,
    )


@hooks.register("register_admin_menu_item")
def reasons_menu_item() -> MenuItem:
    """Release reasons, for the county."""
    return DutyMenuItem(
        _("Release reasons"),
        reverse("publicity_reasons"),
        icon_name="list-ul",
        order=151,
        may=Action.RELEASE_REASONS,
    )


@hooks.register("register_admin_menu_item")
def schedules_menu_item() -> MenuItem:
    """Schedules of lists, for the county."""
    return DutyMenuItem(
        _("Schedules of lists"),
        reverse("publicity_schedules"),
        icon_name="calendar",
        order=152,
        may=Action.KEEP_SCHEDULE,
    )
