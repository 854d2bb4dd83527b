"""The one clock that entrances read."""

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """Today in Asia/Shanghai, or the day that PORTAL_TODAY names in the demo and in tests."""
    if settings.PORTAL_TODAY:
        return date.fromisoformat(settings.PORTAL_TODAY)
    return timezone.localdate()
