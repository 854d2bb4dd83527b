"""Short links, their codes and their posters."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from county.actions.links import count_scan
from county.links import absolute
from county.models.links import ShortLink
from county.papers.poster import poster_content, poster_pdf
from county.qr import qr_png, qr_svg
from county.today import today

PAPER_MARKS = ("v", "h")
POSTER_KEPT = 10 * 60
"""Seconds that a poster is kept: setting it takes a tenth of a second of processor."""


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to where the code points now; nothing about the reader is kept, only that the day has one scan more.

    What a paper's QR code adds to the link, its version and short code, goes along, so that the page can compare.
    """
    link = get_object_or_404(ShortLink, pk=code)
    if not link.is_local:
        raise Http404
    if link.has_ended(today()):
        return render(request, "county/link_ended.html", {"link": link}, status=410)
    if request.method == "GET":
        count_scan(link=link, day=today())
    parts = urlsplit(link.path)
    marks = urlencode({name: request.GET[name] for name in PAPER_MARKS if name in request.GET})
    return HttpResponseRedirect(urlunsplit(parts._replace(query="&".join(filter(None, (parts.query, marks))))))


@require_safe
@cache_control(public=True, max_age=3600)
def svg(request: HttpRequest, code: str) -> HttpResponse:
    """The code as SVG."""
    return HttpResponse(qr_svg(_address(code)), content_type="image/svg+xml")


@require_safe
@cache_control(public=True, max_age=3600)
def png(request: HttpRequest, code: str) -> HttpResponse:
    """The code as PNG."""
    return HttpResponse(qr_png(_address(code)), content_type="image/png")


@require_safe
@cache_control(public=True, max_age=600)
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """An A4 poster: the code, and the same in words for those who don't scan."""
    link = get_object_or_404(ShortLink, pk=code)
    content = poster_content(link, address=_address(code))
    pdf = cache.get_or_set(f"poster:{content.digest}", lambda: poster_pdf(content), POSTER_KEPT)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=f"{link.title}.pdf")
    return response


def _address(code: str) -> str:
    return absolute(reverse("county:follow", args=[get_object_or_404(ShortLink, pk=code).pk]))
