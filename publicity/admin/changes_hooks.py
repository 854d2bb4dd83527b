"""Reasons of changes and schedules in Wagtail's admin: addresses and menu; imported by publicity.wagtail_hooks."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.access import allowed
from county.domain.roles import Action
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


class ActionMenuItem(MenuItem):
    """Shown to those whom the table of roles allows one action."""

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action

    def is_shown(self, request: HttpRequest) -> bool:
        """By the table of roles."""
        return allowed(request.user, self.action)


@hooks.register("register_admin_menu_item")
def changes_menu_item() -> MenuItem:
    """Reasons of changes, for townships."""
    return ActionMenuItem(
        _("Reasons of changes"),
        reverse("publicity_changes"),
        icon_name="list-ul",
        order=150,
        action=Action.GIVE_REASONS,
    )


@hooks.register("register_admin_menu_item")
def reasons_menu_item() -> MenuItem:
    """Release reasons, for the county."""
    return ActionMenuItem(
        _("Release reasons"),
        reverse("publicity_reasons"),
        icon_name="list-ul",
        order=151,
        action=Action.RELEASE_REASONS,
    )


@hooks.register("register_admin_menu_item")
def schedules_menu_item() -> MenuItem:
    """Schedules of lists, for the county."""
    return ActionMenuItem(
        _("Schedules of lists"),
        reverse("publicity_schedules"),
        icon_name="calendar",
        order=152,
        action=Action.KEEP_SCHEDULE,
    )
