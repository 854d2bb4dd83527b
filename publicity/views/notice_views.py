"""A list as a masked PDF for everyone, as long as the list is open."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from county.today import today
from publicity.models.publications import Publication
from publicity.notices import SIZES, notice_pdf

# Setting a page costs more than sending it; the rows never change, phones and addresses seldom.
_CACHED_SECONDS = 600


@require_safe
def list_pdf(request: HttpRequest, list_id: str) -> HttpResponse:
    """A4, or A3 by `?size=A3`; 410 once the list's time has ended or a newer version is out."""
    size = request.GET.get("size", SIZES[0])
    publication = get_object_or_404(Publication.objects.with_places(), pk=list_id)
    if size not in SIZES:
        raise Http404
    if not publication.is_open(today()):
        return render(
            request, "publicity/notice_closed.html", {"section": "lists", "publication": publication}, status=410
        )
    key = f"notice:{publication.pk}:{size}"
    response = HttpResponse(cache.get_or_set(key, lambda: _pdf(publication, size), _CACHED_SECONDS))
    response["Content-Type"] = "application/pdf"
    response["Content-Disposition"] = f'inline; filename="{publication.pk}-{size}.pdf"'
    # Names have to go on the day they go: nobody keeps the file without asking again.
    response["Cache-Control"] = "no-cache"
    return response


def _pdf(publication: Publication, size: str) -> bytes:
    return notice_pdf(publication=publication, rows=publication.entries.order_by("number"), size=size, names="masked")
