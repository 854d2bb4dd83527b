"""How far a press that publishes many lists has come; the page asks again by itself until it is done."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from county.models.areas import Area
from publicity.models.runs import PublishRun


@never_cache
@require_safe
def progress(request: HttpRequest, pk: object) -> HttpResponse:
    """The run of the person who started it."""
    run = get_object_or_404(PublishRun, pk=pk)
    if run.by_id != request.user.pk:
        raise PermissionDenied
    names = Area.objects.select_related("parent").in_bulk([code for code, _code, _words in run.refused])
    title = _("Publishing")
    context = {
        "page_title": title,
        "header_title": title,
        "header_icon": "upload",
        "run": run,
        "refused": [(names[code].long_name, words) for code, _code, words in run.refused if code in names],
    }
    response = render(request, "publicity/admin/publish_run.html", context)
    if run.finished_at is None:
        response["Refresh"] = "3"
    return response
