"""The staff's door to printed notices: which lists are open, and each as a PDF with full names."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.today import today
from publicity.actions.errors import NotAllowed
from publicity.actions.printing import NotOpen, RosterChanged, print_notice
from publicity.models.publications import Publication
from publicity.notices import SIZES, UnknownSize

PER_PAGE = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The open lists of the reader's area, each with its two sizes."""
    if not allowed(request.user, Action.PRINT_NOTICE) or request.user.area is None:
        raise PermissionDenied
    villages = Area.objects.within(request.user.area)
    lists = Publication.objects.open_on(today()).filter(village__in=villages).with_places()
    page = Paginator(lists.order_by("-published_on", "village", "stage"), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "publicity/admin/notices.html", {"page": page, "sizes": SIZES, **_header()})


@require_safe
@never_cache
def notice(request: HttpRequest, list_id: str) -> HttpResponse:
    """The notice as PDF; it is kept by no cache and leaves an audit entry."""
    publication = get_object_or_404(Publication.objects.with_places(), pk=list_id)
    size = request.GET.get("size", SIZES[0])
    try:
        pdf = print_notice(publication=publication, by=request.user, today=today(), size=size)
    except UnknownSize as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except NotOpen:
        return _refused(request, publication, _("Only a list that is open can be printed."))
    except RosterChanged:
        text = _("The roster has changed since this list was published; publish a new version first.")
        return _refused(request, publication, text)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="notice-{publication.pk}-{size}.pdf"'
    return response


def _header() -> dict[str, str]:
    return {"page_title": _("Print notices"), "header_icon": "doc-full"}


def _refused(request: HttpRequest, publication: Publication, reason: str) -> HttpResponse:
    context = {"publication": publication, "reason": reason, **_header()}
    return render(request, "publicity/admin/notice_refused.html", context, status=409)
