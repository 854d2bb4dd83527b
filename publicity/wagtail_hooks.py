"""Publicity in Wagtail's admin: each part registers its own addresses and menu item."""

from publicity.admin import importing_hooks, printing_hooks, publishing_hooks  # noqa: F401
