"""Stamped originals in the admin: hand in, look, confirm by another person, take back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.today import today
from publicity.actions import stamped as actions
from publicity.actions.errors import SameHand
from publicity.actions.printing import NotOpen
from publicity.admin.paper_forms import StampedForm
from publicity.admin.printing import header
from publicity.models.papers import StampedNotice
from publicity.models.publications import Publication
from publicity.stamped_check import Problem, StampedRefused

_PROBLEMS: dict[Problem, str | Promise] = {
    Problem.TOO_LARGE: gettext_lazy("The file is larger than 20 MB."),
    Problem.NOT_PDF: gettext_lazy("This is no PDF that can be opened."),
    Problem.ENCRYPTED: gettext_lazy("The PDF is encrypted; have it sealed without a password."),
    Problem.TOO_MANY_PAGES: gettext_lazy("The PDF has no page, or more than 60."),
    Problem.ACTIVE: gettext_lazy("The PDF carries programs or other files. Have the plain notice sealed."),
    Problem.NUMBER: gettext_lazy("The PDF shows an ID, phone or bank card number, which nobody may read there."),
    Problem.FULL_NAME: gettext_lazy(
        "The PDF shows full names of the roster. Download the masked PDF from the list's page and have that sealed."
    ),
    Problem.OTHER_LIST: gettext_lazy(
        "The list's short code is not in the PDF: it is another list's, or another version's."
    ),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits for a second person in the reader's area."""
    if not allowed(request.user, Action.ATTACH_STAMPED) or request.user.area is None:
        raise PermissionDenied
    waiting = StampedNotice.objects.filter(
        state=StampedNotice.State.WAITING, publication__village__in=Area.objects.within(request.user.area)
    )
    context = {
        "waiting": waiting.select_related("publication__village__parent", "uploaded_by"),
        **header(_("Originals with an electronic seal")),
    }
    return render(request, "publicity/admin/stamped_index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, list_id: str) -> HttpResponse:
    """One list's original: what is there, and the form to hand one in."""
    publication = _list(request, list_id)
    form = StampedForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read()
        try:
            actions.hand_in(publication=publication, data=data, by=request.user, today=today())
        except StampedRefused as refused:
            form.add_error("file", str(_PROBLEMS[refused.problem]))
        except NotOpen:
            form.add_error(None, _("Only a list that is open can have an original."))
        else:
            messages.success(request, _("Handed in. Another person now has to look at it and confirm."))
            return redirect("publicity_stamped", publication.pk)
    kept = publication.stamped_notices.exclude(state=StampedNotice.State.REMOVED).select_related("uploaded_by")
    context = {
        "publication": publication,
        "form": form,
        "kept": kept,
        "is_open": publication.is_open(today()),
        **header(_("Original with an electronic seal")),
    }
    return render(request, "publicity/admin/stamped.html", context, status=422 if form.errors else 200)


@require_POST
def confirm(request: HttpRequest, list_id: str) -> HttpResponse:
    """The second person's yes."""
    stamped = _kept(request, list_id)
    try:
        actions.confirm(stamped=stamped, by=request.user, today=today())
    except SameHand:
        messages.error(request, _("You handed it in; another person must confirm."))
    except actions.NotWaiting:
        messages.error(request, _("It is confirmed or removed already."))
    except actions.StampedLost:
        messages.error(request, _("The file is not the one that was handed in. Remove it and hand it in again."))
    except NotOpen:
        messages.error(request, _("Only a list that is open can have an original."))
    else:
        messages.success(request, _("The original is now offered on the list's page."))
    return redirect("publicity_stamped", list_id)


@require_POST
def remove(request: HttpRequest, list_id: str) -> HttpResponse:
    """Taken back at once."""
    try:
        actions.remove(stamped=_kept(request, list_id), by=request.user)
    except actions.NotWaiting:
        messages.error(request, _("It is confirmed or removed already."))
    else:
        messages.success(request, _("The original is taken back."))
    return redirect("publicity_stamped", list_id)


@require_safe
@never_cache
def file(request: HttpRequest, stamped_id: str) -> HttpResponse:
    """The file for the second person's eyes; downloaded, for it may not be what it should be."""
    stamped = get_object_or_404(StampedNotice.objects.select_related("publication__village__parent"), pk=stamped_id)
    if not allowed(request.user, Action.ATTACH_STAMPED, stamped.publication.village):
        raise PermissionDenied
    try:
        response = HttpResponse(actions.contents(stamped), content_type="application/pdf")
    except actions.StampedLost as error:
        raise Http404 from error
    response["Content-Disposition"] = f'attachment; filename="stamped-{stamped.publication_id}.pdf"'
    return response


def _list(request: HttpRequest, list_id: str) -> Publication:
    publication = get_object_or_404(Publication.objects.with_places(), pk=list_id)
    if not allowed(request.user, Action.ATTACH_STAMPED, publication.village):
        raise PermissionDenied
    return publication


def _kept(request: HttpRequest, list_id: str) -> StampedNotice:
    publication = _list(request, list_id)
    found = StampedNotice.objects.select_related("publication__village__parent")
    return get_object_or_404(found, publication=publication, pk=request.POST.get("stamped", "")[:10])
