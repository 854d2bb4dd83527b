"""The home page's panel on the standards in force."""

from django.http import HttpRequest

from county.models.standards import Standard
from county.panels import Panel, register_home_panel
from county.today import today


@register_home_panel(order=90)
def standards(request: HttpRequest) -> Panel:
    """What a person in need is topped up to, and the document that says so."""
    return Panel("county/standards_panel.html", {"standard": Standard.objects.in_force(today())})
