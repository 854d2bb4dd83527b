"""Rosters in Wagtail's admin: addresses and menu item; imported by publicity.wagtail_hooks."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from county.domain.roles import Action
from county.menu import DutyMenuItem
from publicity.admin import import_columns, importing


@hooks.register("register_admin_urls")
def importing_urls() -> list[URLPattern]:
    """Below /admin/rosters/."""
    return [
        path("rosters/", importing.history, name="roster_imports"),
        path("rosters/import/", importing.upload, name="roster_import"),
        path("rosters/import/<uuid:import_id>/", importing.preview, name="roster_import_preview"),
        path("rosters/import/<uuid:import_id>/confirm/", importing.confirm, name="roster_import_confirm"),
        path("rosters/import/<uuid:import_id>/cancel/", importing.cancel, name="roster_import_cancel"),
        path("rosters/import/<uuid:import_id>/columns/", import_columns.correct, name="roster_import_columns"),
        path("rosters/columns/", import_columns.remembered, name="roster_columns"),
        path("rosters/columns/<int:pk>/forget/", import_columns.forget, name="roster_columns_forget"),
    ]


@hooks.register("register_admin_menu_item")
def rosters_menu_item() -> MenuItem:
    """Rosters."""
    return DutyMenuItem(
        _("Rosters"), reverse("roster_imports"), icon_name="list-ul", order=110, may=Action.IMPORT_ROSTER
    )
