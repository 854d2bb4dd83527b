"""A start-up check: in production nobody signs in with a password alone."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def second_factor_is_on(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """county.E001: the second factor is off in production."""
    if not getattr(settings, "PORTAL_PRODUCTION", False) or settings.STAFF_SECOND_FACTOR:
        return []
    return [Error("STAFF_SECOND_FACTOR is off in production.", hint="Unset it: only the demo is.", id="county.E001")]
