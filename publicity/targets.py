"""What of the publicity deserves a code: townships, villages, and the lists that are open."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.codes import Target, register_targets
from county.models.areas import Area
from county.today import today
from publicity.models.publications import Publication


@register_targets("3-townships", gettext_lazy("Townships and villages"))
def areas() -> list[Target]:
    """Every township with its villages, in the order of their codes."""
    places = Area.objects.exclude(kind=Area.Kind.COUNTY).select_related("parent").order_by("code")
    purpose = _("Which lists are publicised here now, and whom to call")
    return [
        Target(reverse("publicity:area", args=[area.pk]), _("Lists of %(place)s") % {"place": area.long_name}, purpose)
        for area in places
    ]


@register_targets("4-lists", gettext_lazy("Lists that are open"))
def lists() -> list[Target]:
    """Every list that the public can read today."""
    found = Publication.objects.open_on(today()).order_by("village", "stage", "-period", "batch")
    purpose = _("The list itself, how to object and until when")
    return [Target(reverse("publicity:list", args=[item.pk]), item.title[:120], purpose) for item in found]
