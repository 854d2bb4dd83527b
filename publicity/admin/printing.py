"""The staff's door to printed notices: which lists can be printed, how, and each as a PDF."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.models.staff import User
from county.papers import SIZES, UnknownSize
from county.today import today
from publicity.actions.errors import NotAllowed
from publicity.actions.printing import PRINTABLE, NotOpen, RosterChanged, print_notice
from publicity.admin.paper_forms import PrintForm
from publicity.domain.windows import State
from publicity.models.publications import Publication

PER_PAGE = 50
_NOT_OPEN: dict[State, str | Promise] = {
    State.PAUSED: gettext_lazy("The list is interrupted; nothing is printed until it goes on."),
    State.HIDDEN: gettext_lazy("The list is hidden to protect privacy. Take its notice off the board."),
    State.WITHDRAWN: gettext_lazy(
        "The list is withdrawn. Take its notice off the board and post the sheet that says so."
    ),
    State.REPLACED: gettext_lazy("A newer version is out; print that one and take the old one off the board."),
    State.CLOSED: gettext_lazy("The list's time has ended; its names are printed no more."),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The lists of the reader's area that are open or will open."""
    area = printing_area(request.user)
    open_or_ahead = Publication.objects.open_on(today()) | Publication.objects.scheduled(today())
    lists = open_or_ahead.filter(village__in=Area.objects.within(area)).with_places()
    text = request.GET.get("q", "").strip()[:40]
    if text:
        lists = lists.filter(Q(village__name__contains=text) | Q(village__parent__name__contains=text))
    page = Paginator(lists.order_by("-published_on", "village", "stage"), PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "sizes": SIZES, "text": text, "day": today(), **header(_("Print notices"))}
    return render(request, "publicity/admin/notices.html", context)


@require_safe
def options(request: HttpRequest, list_id: str) -> HttpResponse:
    """How to print one list, with what to mind."""
    publication = printable_list(request.user, list_id)
    state = publication.state(today())
    context = {
        "publication": publication,
        "form": PrintForm(),
        "refused": "" if state in PRINTABLE else _NOT_OPEN[state],
        "ahead": state is State.SCHEDULED,
        "may_stamp": allowed(request.user, Action.ATTACH_STAMPED, publication.village),
        **header(_("Print a notice")),
    }
    return render(request, "publicity/admin/notice_options.html", context)


@require_safe
@never_cache
def notice(request: HttpRequest, list_id: str) -> HttpResponse:
    """The notice as PDF; it is kept by no cache and leaves an audit entry."""
    publication = get_object_or_404(Publication.objects.with_places(), pk=list_id)
    size = request.GET.get("size", SIZES[0])
    form = PrintForm({"copies": 1, "names": "full", "size": size} | request.GET.dict())
    if not form.is_valid():
        raise Http404
    try:
        pdf = print_notice(publication=publication, by=request.user, today=today(), **form.cleaned_data)
    except UnknownSize as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
    except NotOpen as error:
        return _refused(request, publication, str(_NOT_OPEN[error.state]))
    except RosterChanged:
        text = _("The roster has changed since this list was published; publish a new version first.")
        return _refused(request, publication, text)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="notice-{publication.pk}-{size}.pdf"'
    return response


def printing_area(user: User) -> Area:
    """The area whose notices this person prints. Raises PermissionDenied."""
    if not allowed(user, Action.PRINT_NOTICE) or user.area is None:
        raise PermissionDenied
    return user.area


def printable_list(user: User, list_id: str) -> Publication:
    """A list of the area that this person prints for. Raises Http404, PermissionDenied."""
    publication = get_object_or_404(Publication.objects.with_places(), pk=list_id)
    if not allowed(user, Action.PRINT_NOTICE, publication.village):
        raise PermissionDenied
    return publication


def header(title: str) -> dict[str, str]:
    """What every page for paper has at its top."""
    return {"page_title": title, "header_icon": "doc-full"}


def _refused(request: HttpRequest, publication: Publication, reason: str) -> HttpResponse:
    context = {"publication": publication, "reason": reason, **header(_("Print notices"))}
    return render(request, "publicity/admin/notice_refused.html", context, status=409)
