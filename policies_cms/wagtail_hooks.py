"""The editors' side: service windows as snippets, files before their approval, content health, import."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.models import AbstractDocument
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from county.actions import record
from county.domain.roles import Action
from county.menu import DutyMenuItem
from policies_cms.admin import answers, files, surveys
from policies_cms.admin import hooks as editor_hooks  # noqa: F401
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
    """A document is public once a page that carries it is approved; before that, staff read it in the admin."""
    if is_on_a_live_page(document):
        return None
    return redirect("policies_document", document.pk)


@hooks.register("register_admin_urls")
def policies_urls() -> list[URLPattern]:
    """Below /admin/policies/ and /admin/surveys/."""
    return [*surveys.survey_urls(), path("policies/documents/<int:pk>/", files.document, name="policies_document")]


# Before those of wagtail.contrib.forms, which have the same addresses.
hooks.register("register_admin_urls", answers.answer_urls, order=-1)
hooks.register("filter_form_submissions_for_user", answers.only_keepers)


@hooks.register("register_admin_menu_item")
def surveys_menu() -> MenuItem:
    """In the main menu, beside codes and posters."""
    return DutyMenuItem(_("Surveys"), reverse("policies_surveys"), icon_name="form", order=655, may=Action.KEEP_SURVEYS)


@hooks.register("construct_main_menu")
def one_entry_for_surveys(request: HttpRequest, items: list[MenuItem]) -> None:
    """Ours leads to the answers too, so Wagtail's own entry for forms would be a second way to the same."""
    items[:] = [item for item in items if item.name != "forms"]


# What sends people somewhere: the trail keeps what it was, all of it data of offices.
TOLD_OF_WINDOWS = ("name", "address", "phone", "hours", "offers", "note")


@hooks.register("before_edit_snippet")
def remember_window(request: HttpRequest, instance: Model) -> None:
    """How a window stood before the form filled it in."""
    if isinstance(instance, ServiceWindow):
        request.window_before = {name: getattr(instance, name) for name in TOLD_OF_WINDOWS}


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def snippet_changed(request: HttpRequest, instance: Model) -> None:
    """Windows, matters and forms go out without a second person, so the trail says who changed them, and from what."""
    if isinstance(instance, ServiceWindow | ServiceMatter | PaperForm):
        subject = f"{instance._meta.model_name}:{instance.pk}"
        before = getattr(request, "window_before", {})
        detail = {
            name: {"from": old, "to": getattr(instance, name)}
            for name, old in before.items()
            if old != getattr(instance, name)
        }
        record(actor=request.user, verb="snippet.change", subject=subject, detail=detail)


@hooks.register("before_delete_snippet")
def snippets_deleted(request: HttpRequest, instances: list[Model]) -> None:
    """The same for those taken away, once that is confirmed."""
    for instance in instances if request.method == "POST" else []:
        snippet_changed(request, instance)
