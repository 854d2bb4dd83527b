"""Documents that no page shows yet, for the staff who prepare and approve pages."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model

from county.access import allowed
from county.domain.roles import Action


@never_cache
@require_safe
def document(request: HttpRequest, pk: int) -> FileResponse:
    """The file as a download, whether a page shows it or not."""
    if not any(allowed(request.user, action) for action in (Action.EDIT_PAGES, Action.APPROVE_PAGES)):
        raise PermissionDenied
    found = get_object_or_404(get_document_model(), pk=pk)
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.filename)
