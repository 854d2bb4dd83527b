"""Absolute addresses, for what leaves the site: paper, feeds, codes."""

from django.conf import settings


def absolute(path: str) -> str:
    """`path`, which already carries PORTAL_PREFIX, behind PORTAL_BASE_URL's scheme and host."""
    return f"{settings.PORTAL_BASE_URL}{path}"
