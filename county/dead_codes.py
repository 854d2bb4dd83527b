"""A panel on the admin's home page while codes on paper lead nowhere."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from county.models.links import ShortLink
from county.today import today

MOST = 10


def dead_links() -> QuerySet[ShortLink]:
    """Codes that have not ended and lead nowhere, longest first."""
    return ShortLink.objects.leading(today()).exclude(dead_since=None).order_by("dead_since", "title")


class DeadCodes(Component):
    """The first of them, and how many there are."""

    name = "dead_codes"
    template_name = "county/admin/dead_codes.html"
    order = 20

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Nothing is shown when every code leads somewhere."""
        found = dead_links()
        heading = _("Codes that lead nowhere: %(count)s") % {"count": found.count()}
        return {"links": found[:MOST], "heading": heading}
