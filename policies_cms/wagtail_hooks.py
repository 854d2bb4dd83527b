"""The editors' side: service windows as snippets, files before their approval."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.documents.models import AbstractDocument
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from policies_cms.admin import files
from policies_cms.models.files import is_on_a_live_page
from policies_cms.models.forms import PaperForm
from policies_cms.models.services import ServiceMatter, ServiceWindow


class ServiceWindowViewSet(SnippetViewSet):
    """Service windows by township."""

    model = ServiceWindow
    icon = "home"
    menu_label = _("Service windows")
    list_display = ["name", "area", "phone", "hours"]
    list_filter = ["area"]


class ServiceMatterViewSet(SnippetViewSet):
    """What people come to the windows for."""

    model = ServiceMatter
    icon = "list-ul"
    menu_label = _("Matters at the windows")
    list_display = ["name", "guide", "order"]


class PaperFormViewSet(SnippetViewSet):
    """Forms to fill in, by version."""

    model = PaperForm
    icon = "doc-full"
    menu_label = _("Forms to fill in")
    list_display = ["name", "purpose"]


register_snippet(ServiceWindowViewSet)
register_snippet(ServiceMatterViewSet)
register_snippet(PaperFormViewSet)


@hooks.register("before_serve_document")
def only_approved_documents(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """A document is public from the approval of a page that carries it; before that, staff read it in the admin."""
    if is_on_a_live_page(document):
        return None
    return redirect("policies_document", document.pk)


@hooks.register("register_admin_urls")
def policies_urls() -> list[URLPattern]:
    """Below /admin/policies/."""
    return [path("policies/documents/<int:pk>/", files.document, name="policies_document")]
