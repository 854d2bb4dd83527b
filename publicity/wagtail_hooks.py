"""Publicity in Wagtail's admin: each part registers its own addresses and menu item."""

from publicity.admin import (  # noqa: F401
    changes_hooks,
    disclosure_hooks,
    erasing_hooks,
    importing_hooks,
    platforms_hooks,
    posting_hooks,
    printing_hooks,
    publishing_hooks,
)
