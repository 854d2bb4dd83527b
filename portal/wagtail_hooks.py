"""What Wagtail's admin offers and this portal does not."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("construct_help_menu")
def only_our_help(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leaves out the links to Wagtail's guides: English pages abroad, which an office network may not reach."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(("whats-new-in-wagtail", "editor-guide"))]
