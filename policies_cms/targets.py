"""What of the pages deserves a code: guides and service windows."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.codes import Target, register_targets
from county.models.areas import Area
from policies_cms.models.guides import GuidePage


@register_targets("1-guides", gettext_lazy("Guides"))
def guides() -> list[Target]:
    """Every public guide; one that nobody applies with says what it says first."""
    to_apply = _("Who qualifies, what to bring, the steps and how long they take")
    return [
        Target(guide.local_path(), guide.title, to_apply if guide.can_apply else guide.summary.split("。")[0])
        for guide in GuidePage.objects.live().public()
    ]


@register_targets("2-services", gettext_lazy("Service windows"))
def windows() -> list[Target]:
    """The page of every township, or of the county, that has a window."""
    purpose = _("Address, hours and phone; what can be done here")
    return [
        Target(
            reverse("policies_cms:township", args=[area.pk]),
            _("%(place)s: where to go") % {"place": area.name},
            purpose,
        )
        for area in Area.objects.filter(service_windows__isnull=False).distinct().order_by("code")
    ]
