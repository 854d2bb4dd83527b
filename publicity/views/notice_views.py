"""Papers for everyone: lists masked and only while they are open, what was changed, results of reviews, the policy."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from county.papers import SIZES
from county.today import today
from publicity import private_files
from publicity.models.publications import Publication, ReviewNotice
from publicity.notices import NoStandard, NothingToTell, change_pdf, policy_pdf, public_pdf, review_pdf
from publicity.paper_queries import offered_original
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


@public_page
@unlisted
def stamped(request: HttpRequest, pk: str) -> HttpResponse:
    """The original with the electronic seal, byte for byte, as long as the list is open; downloaded, not shown here."""
    publication = get_object_or_404(Publication.objects.with_places(), pk=pk)
    original = offered_original(publication, today=today())
    if original is None:
        context = {"section": "lists", "publication": publication}
        return render(request, "publicity/notice_closed.html", context, status=410)
    try:
        data = private_files.read("stamped", f"{original.pk}.pdf")
    except OSError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{publication.pk}-stamped.pdf"'
    return response


@public_page
@unlisted
def change_sheet(request: HttpRequest, pk: str) -> HttpResponse:
    """The sheet on a list's last change: it names nobody, so it stays when the list is over."""
    publication = get_object_or_404(Publication.objects.with_places().select_related("replaces"), pk=pk)
    try:
        pdf = change_pdf(publication=publication, size=wanted_size(request))
    except NothingToTell as error:
        raise Http404 from error
    return pdf_response(pdf, f"{publication.pk}-change")


@public_page
@unlisted
def review_notice(request: HttpRequest, pk: str) -> HttpResponse:
    """The result of a review as paper, as long as its words are public."""
    notice = get_object_or_404(ReviewNotice.objects.select_related("village__parent", "publication"), pk=pk)
    size = wanted_size(request)
    if not notice.is_open(today()):
        context = {"section": "lists", "notice": notice}
        return render(request, "publicity/review_closed.html", context, status=410)
    return pdf_response(review_pdf(notice=notice, size=size), f"{notice.pk}-review")


@public_page
def policy_sheet(request: HttpRequest) -> HttpResponse:
    """The allowance on one page."""
    try:
        return pdf_response(policy_pdf(today=today(), size=wanted_size(request)), "policy-sheet")
    except NoStandard as error:
        raise Http404 from error


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
