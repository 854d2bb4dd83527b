"""Misconfiguration fails at start: numbered checks with hints."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def production_is_strict(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """portal.E001 demo and portal.E002 a moved clock in production, portal.E003 plain http."""
    if not getattr(settings, "PORTAL_PRODUCTION", False):
        return []
    found: list[CheckMessage] = []
    if settings.PORTAL_DEMO:
        found.append(Error("PORTAL_DEMO is on in production.", hint="Unset PORTAL_DEMO.", id="portal.E001"))
    if settings.PORTAL_TODAY:
        found.append(Error("PORTAL_TODAY moves the clock in production.", hint="Unset it.", id="portal.E002"))
    if not settings.PORTAL_BASE_URL.startswith("https://"):
        found.append(Error("PORTAL_BASE_URL is not https.", hint="Serve the portal over TLS.", id="portal.E003"))
    return found


@register(Tags.security)
def keys_are_private(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """portal.E004: a key file that others can read."""
    return [
        Error(f"The key file {path.name} can be read by others.", hint="chmod 600 it.", id="portal.E004")
        for path in _key_files()
        if stat.S_IMODE(os.stat(path).st_mode) & 0o077
    ]


def _key_files() -> Iterator[Path]:
    folder = Path(settings.PORTAL_DATA, "keys")
    return (path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else iter(())
