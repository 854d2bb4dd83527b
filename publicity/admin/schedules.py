"""The staff's door to schedules: what is written down, and villages that owe no list any more."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from county.access import allowed
from county.domain.roles import Action
from county.today import today
from publicity.actions.schedules import ClosingRefused, close_village
from publicity.admin.changes_forms import ClosingForm
from publicity.models.schedules import Expectation, VillageClosing
from publicity.wording import STAGES

MONTHS = 24


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The schedules by month, and the form that ends a village's duty."""
    if request.user.area is None or not allowed(request.user, Action.KEEP_SCHEDULE, request.user.area):
        raise PermissionDenied
    form = ClosingForm(request.POST or None, area=request.user.area)
    if request.method == "POST" and form.is_valid():
        return _close(request, form)
    logged = Expectation.objects.order_by("-period", "stage").values("period", "stage", "due_on")
    title = _("Schedules of lists")
    context = {
        "page_title": title,
        "header_title": title,
        "header_icon": "calendar",
        "rows": [{**row, "stage_name": STAGES[row["stage"]]} for row in logged.annotate(villages=Count("pk"))[:MONTHS]],
        "closings": VillageClosing.objects.select_related("village__parent").order_by("-from_period"),
        "form": form,
    }
    return render(request, "publicity/admin/schedules.html", context)


def _close(request: HttpRequest, form: ClosingForm) -> HttpResponse:
    try:
        close_village(**form.cleaned_data, by=request.user, today=today())
    except ClosingRefused:
        messages.error(request, _("Not put on record: it is there already, or the month has begun."))
    else:
        messages.success(request, _("On record and in the ledger: this village owes no list from that month on."))
    return HttpResponseRedirect(reverse("publicity_schedules"))
