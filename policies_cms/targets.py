"""What of the pages deserves a code: guides and service windows."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.codes import Target, register_targets
from policies_cms.models.guides import GuidePage
from policies_cms.models.services import ServiceIndexPage, ServiceWindow


@register_targets("1-guides", gettext_lazy("Guides"))
def guides() -> list[Target]:
    """Every public guide."""
    purpose = _("Who qualifies, what to bring, the steps and how long they take")
    return [Target(guide.local_path(), guide.title, purpose) for guide in GuidePage.objects.live().public()]


@register_targets("2-services", gettext_lazy("Service windows"))
def windows() -> list[Target]:
    """Every window, at its place on the public services page."""
    page = ServiceIndexPage.objects.live().public().first()
    parts = page.get_url_parts() if page else None
    if not parts:
        return []
    return [
        Target(f"{parts[2]}#{window.anchor}", window.name, _("Address, hours and phone; what can be done here"))
        for window in ServiceWindow.objects.all()
    ]
