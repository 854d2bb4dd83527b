"""Notice boards in the admin: what is to be posted, what hangs, who put it up; made for a phone in the village."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
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
from publicity import photos
from publicity.actions import posting as actions
from publicity.admin.paper_forms import PhotosForm, PostingForm, TakeDownForm
from publicity.domain.periods import BadPeriod, first_day, period_of
from publicity.domain.postings import PENDING, Standing
from publicity.models.postings import Posting, PostingPhoto
from publicity.models.publications import Publication
from publicity.paper_queries import figures, paper_of, papers

PER_PAGE = 50
STANDINGS: dict[Standing, str | Promise] = {
    Standing.AHEAD: gettext_lazy("opens later"),
    Standing.TO_POST: gettext_lazy("to be posted"),
    Standing.OVERDUE: gettext_lazy("posting is overdue"),
    Standing.POSTED: gettext_lazy("on the board"),
    Standing.TO_TAKE_DOWN: gettext_lazy("to be taken down"),
    Standing.TAKEN_DOWN: gettext_lazy("taken down"),
    Standing.NEVER_POSTED: gettext_lazy("no posting on record"),
}
_REFUSALS: dict[type[Exception], str | Promise] = {
    actions.DayInFuture: gettext_lazy("This day has not come yet."),
    actions.BeforePublished: gettext_lazy("On this day the list was not published yet."),
    actions.DownBeforeUp: gettext_lazy("It can't be taken down before it was posted."),
    actions.AlreadyHanging: gettext_lazy("The notice on this board is on record already; take that one down first."),
    actions.TooManyPhotos: gettext_lazy("At most 6 photos are kept for one posting."),
    photos.NotAPhoto: gettext_lazy("One of the files is no photo. Take it anew as JPEG, PNG or WebP."),
    photos.PhotoTooLarge: gettext_lazy("One of the photos is too large: at most 15 MB and 60 million points."),
}
_FIELDS: dict[type[Exception], str] = {
    actions.DayInFuture: "up_on",
    actions.BeforePublished: "up_on",
    actions.AlreadyHanging: "board",
}


@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The lists of the reader's area whose paper wants something, then what hangs."""
    area = _area(request)
    found = papers(area, today=today())
    show = request.GET.get("show", "")
    if show != "all":
        found = [paper for paper in found if paper.standing in PENDING]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "show": show, "words": STANDINGS, "day": today(), **_header(_("Notice boards"))}
    return render(request, "publicity/admin/postings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, list_id: str) -> HttpResponse:
    """One list: where it hangs, and the form to put a posting on record."""
    publication = _list(request, list_id)
    form = PostingForm(request.POST or None, request.FILES or None, today=today())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.record_posting(
                publication=publication,
                board=data["board"],
                up_on=data["up_on"],
                posted_by=data["posted_by"],
                pictures=data["photos"],
                by=request.user,
                today=today(),
            )
        except tuple(_REFUSALS) as error:
            form.add_error(_FIELDS.get(type(error), "photos"), str(_REFUSALS[type(error)]))
        else:
            messages.success(request, _("Put on record."))
            return redirect("publicity_posting", publication.pk)
    return _page(request, publication, form=form, status=422 if form.errors else 200)


@require_POST
def down(request: HttpRequest, posting_id: int) -> HttpResponse:
    """The notice is off the board."""
    posting = _posting(request, posting_id)
    form = TakeDownForm(request.POST, today=today())
    if form.is_valid():
        try:
            actions.take_down(posting=posting, by=request.user, today=today(), **form.cleaned_data)
        except actions.PostingRefused as error:
            messages.error(request, str(_REFUSALS[type(error)]))
        else:
            messages.success(request, _("Put on record."))
    else:
        messages.error(request, _("Say on which day it was taken down, and by whom."))
    return redirect("publicity_posting", posting.publication_id)


@require_POST
def more_photos(request: HttpRequest, posting_id: int) -> HttpResponse:
    """Further photos of a posting."""
    posting = _posting(request, posting_id)
    form = PhotosForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["photos"]:
        try:
            actions.add_photos(posting=posting, pictures=form.cleaned_data["photos"], by=request.user)
        except tuple(_REFUSALS) as error:
            messages.error(request, str(_REFUSALS[type(error)]))
        else:
            messages.success(request, _("The photos are kept."))
    else:
        messages.error(request, _("Choose at least one photo."))
    return redirect("publicity_posting", posting.publication_id)


@require_safe
@never_cache
def photo(request: HttpRequest, photo_id: str) -> HttpResponse:
    """One photo, for staff of the area alone; that it was looked at is on record."""
    found = _photo(request, photo_id)
    try:
        response = HttpResponse(actions.see_photo(photo=found, by=request.user), content_type="image/jpeg")
    except photos.PhotoLost as error:
        raise Http404 from error
    response["Content-Disposition"] = f'inline; filename="{found.pk}.jpg"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remove_photo(request: HttpRequest, photo_id: str) -> HttpResponse:
    """Asks, then takes the photo away."""
    found = _photo(request, photo_id)
    if request.method == "POST":
        actions.remove_photo(photo=found, by=request.user)
        messages.success(request, _("The photo is deleted."))
        return redirect("publicity_posting", found.posting.publication_id)
    context = {"photo": found, "publication": found.posting.publication, **_header(_("Delete a photo"))}
    return render(request, "publicity/admin/posting_photo_remove.html", context)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """By village and month: how many lists had to hang, and how many did in time."""
    area = _area(request)
    period = request.GET.get("period", "") or period_of(today())
    try:
        first_day(period)
    except BadPeriod:
        period = period_of(today())
    rows = figures(area, period=period, today=today())
    names = ("due", "in_time", "late", "missing")
    context = {
        "period": period,
        "rows": rows,
        "totals": {name: sum(getattr(row, name) for row in rows) for name in names},
        **_header(_("Notice boards by village")),
    }
    return render(request, "publicity/admin/posting_statistics.html", context)


def _page(request: HttpRequest, publication: Publication, *, form: PostingForm, status: int) -> HttpResponse:
    day: date = today()
    paper = paper_of(publication, today=day)
    context = {
        "publication": publication,
        "paper": paper,
        "word": STANDINGS[paper.standing],
        "form": form,
        "down_form": TakeDownForm(today=day),
        "photos_form": PhotosForm(),
        "postings": publication.postings.prefetch_related("photos").select_related("recorded_by"),
        **_header(_("Notice board")),
    }
    return render(request, "publicity/admin/posting.html", context, status=status)


def _area(request: HttpRequest) -> Area:
    if not allowed(request.user, Action.RECORD_POSTING) or request.user.area is None:
        raise PermissionDenied
    return request.user.area


def _list(request: HttpRequest, list_id: str) -> Publication:
    publication = get_object_or_404(Publication.objects.with_places(), pk=list_id)
    if not allowed(request.user, Action.RECORD_POSTING, publication.village):
        raise PermissionDenied
    return publication


def _posting(request: HttpRequest, posting_id: int) -> Posting:
    posting = get_object_or_404(Posting.objects.select_related("publication__village__parent"), pk=posting_id)
    if not allowed(request.user, Action.RECORD_POSTING, posting.publication.village):
        raise PermissionDenied
    return posting


def _photo(request: HttpRequest, photo_id: str) -> PostingPhoto:
    found = get_object_or_404(PostingPhoto.objects.select_related("posting__publication__village__parent"), pk=photo_id)
    if not allowed(request.user, Action.RECORD_POSTING, found.posting.publication.village):
        raise PermissionDenied
    return found


def _header(title: str) -> dict[str, str]:
    return {"page_title": title, "header_icon": "clipboard-list"}
