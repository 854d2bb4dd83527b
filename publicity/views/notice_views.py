"""A list as a masked PDF for everyone, as long as the list is open."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from county.today import today
from publicity.models.publications import Publication
from publicity.notices import SIZES, public_pdf
from publicity.views.http import public_page, unlisted


@public_page
@unlisted
def list_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    """A4, or A3 by `?size=A3`; 410 when the list's rows are not public today."""
    publication = get_object_or_404(Publication.objects.with_places(), pk=pk)
    size = wanted_size(request)
    if not publication.is_open(today()):
        context = {"section": "lists", "publication": publication}
        return render(request, "publicity/notice_closed.html", context, status=410)
    return pdf_response(public_pdf(publication=publication, size=size), f"{publication.pk}-{size}")


def wanted_size(request: HttpRequest) -> str:
    """The paper's size that the address asks for. Raises Http404 for another than A4 and A3."""
    size = request.GET.get("size", SIZES[0])
    if size not in SIZES:
        raise Http404
    return size


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows, under a name without any word of what it holds."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
