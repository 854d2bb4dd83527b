"""Where somebody in need can apply: the window of their township, the county's, and the guides."""

from django.db.models import QuerySet

from county.models.areas import Area
from policies_cms.models.guides import GuidePage
from policies_cms.models.services import ServiceWindow

APPLY, HELP_APPLY = "apply", "help-apply"
"""Guides that a county keeps under these names; without them their index is shown."""


def windows_near(place: str) -> QuerySet[ServiceWindow]:
    """The windows of the township of `place` (an area code, or ""); where it has none, the county's."""
    area = Area.objects.select_related("parent__parent").filter(pk=place).first() if place else None
    while area is not None:
        found = ServiceWindow.objects.filter(area=area)
        if found.exists():
            return found
        area = area.parent
    return ServiceWindow.objects.filter(area__parent=None)


def guide_path(slug: str) -> str:
    """The path of a guide below the home page, or of the guides' index."""
    return f"guides/{slug}/" if GuidePage.objects.live().filter(slug=slug).exists() else "guides/"
