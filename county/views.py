"""Short links and their codes."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from county.links import absolute
from county.models.links import ShortLink
from county.qr import qr_png, qr_svg

PAPER_MARKS = ("v", "h")


@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """Leads to where the code points now; nothing about the reader is kept.

    What a paper's QR code adds to the link, its version and short code, goes along, so that the page can compare.
    """
    link = get_object_or_404(ShortLink, pk=code)
    if not link.is_local:
        raise Http404
    marks = urlencode({name: request.GET[name] for name in PAPER_MARKS if name in request.GET})
    joint = "&" if "?" in link.path else "?"
    return HttpResponseRedirect(f"{link.path}{joint}{marks}" if marks else link.path)


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


def _address(code: str) -> str:
    return absolute(reverse("county:follow", args=[get_object_or_404(ShortLink, pk=code).pk]))
