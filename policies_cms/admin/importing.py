"""A policy from a .docx or a pasted text: read, looked at, and only then a draft. Nothing is stored in between."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from county.access import allowed
from county.domain.roles import Action
from county.models.settings import CountySettings
from county.today import today
from policies_cms.actions import draft_policy
from policies_cms.forms.importing import DraftForm, SourceForm, known_of
from policies_cms.models.policies import PolicyIndexPage, PolicyPage

_SALT = "policy-import"
#: The text travels with the form, signed: who takes longer than a working day reads it in anew.
_SECONDS = 8 * 3600


def index_for(user: Any) -> PolicyIndexPage | None:
    """The policy list, when this person may add documents to it."""
    parent = PolicyIndexPage.objects.first()
    may = allowed(user, Action.EDIT_PAGES) and parent and parent.permissions_for_user(user).can_add_subpage()
    return parent if may else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest) -> HttpResponse:
    """Asks for a file or text; what it became is shown before anything is made of it."""
    if index_for(request.user) is None:
        raise PermissionDenied
    form = SourceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        found = form.outline()
        draft = DraftForm(initial=known_of(found, today=today(), organiser=CountySettings.load().organiser))
        return _preview(request, draft, found.blocks, form.losses)
    return render(request, "policies_cms/admin/import.html", _context(form=form))


@never_cache
@require_http_methods(["POST"])
def draft(request: HttpRequest) -> HttpResponse:
    """Makes the draft, or shows the preview again with what is wrong."""
    parent = index_for(request.user)
    if parent is None:
        raise PermissionDenied
    blocks = _opened(request)
    if blocks is None:
        messages.error(request, _("The preview is too old. Read the document in again."))
        return redirect("policies_import")
    form = DraftForm(request.POST)
    if form.is_valid():
        try:
            page = draft_policy(parent=parent, by=request.user, values=form.cleaned_data, blocks=blocks)
        except ValidationError as error:
            for name, said in error.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
        else:
            messages.success(request, _("The draft is made. Check it, then ask for its approval."))
            return redirect("wagtailadmin_pages:edit", page.pk)
    return _preview(request, form, blocks, [])


def _preview(request: HttpRequest, form: DraftForm, blocks: list[Any], losses: list[Any]) -> HttpResponse:
    token = signing.dumps({"blocks": blocks, "user": request.user.pk}, salt=_SALT, compress=True)
    context = _context(form=form, token=token, losses=losses, page=PolicyPage(body=blocks))
    return render(request, "policies_cms/admin/import_preview.html", context)


def _opened(request: HttpRequest) -> list[tuple[str, Any]] | None:
    """The blocks that this very person was shown, or none."""
    try:
        found = signing.loads(request.POST.get("token", ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    return [(kind, value) for kind, value in found["blocks"]] if found["user"] == request.user.pk else None


def _context(**values: Any) -> dict[str, Any]:
    title = _("Import a policy")
    return {"page_title": title, "header_title": title, "header_icon": "upload", **values}
