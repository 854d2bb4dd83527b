"""What every template may use."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from county.models.settings import CountySettings
from county.today import today


def portal(request: HttpRequest) -> dict[str, Any]:
    """`county` (settings, read once a request when used), `large` (the large view) and `today`."""
    day: date = today()
    return {
        "county": SimpleLazyObject(lambda: CountySettings.load(request_or_site=request)),
        "county_home": f"{settings.PORTAL_PREFIX}/",
        "large": request.GET.get("view") == "large",
        "today": day,
    }
