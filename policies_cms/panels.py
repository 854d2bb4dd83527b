"""The home page's panel in the campaign month."""

from django.http import HttpRequest

from county.panels import Panel, register_home_panel
from county.today import today
from policies_cms.models.news import NewsPage

MOST = 5


@register_home_panel(order=5)
def campaign(request: HttpRequest) -> Panel | None:
    """What is on in this year's campaign; nothing in the other eleven months."""
    found = NewsPage.objects.live().public().of_campaign(today()).newest_first()[:MOST]
    return Panel("policies_cms/panel_campaign.html", {"campaign": found}) if found else None
