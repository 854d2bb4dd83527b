"""The editors' side: service windows as snippets."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from policies_cms.models.services import ServiceWindow


class ServiceWindowViewSet(SnippetViewSet):
    """Service windows by township."""

    model = ServiceWindow
    icon = "home"
    menu_label = _("Service windows")
    list_display = ["name", "area", "phone", "hours"]
    list_filter = ["area"]


register_snippet(ServiceWindowViewSet)
