"""Villages without a list this month: say that there is nobody, and why; the county sees for how long already."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.today import today
from publicity.actions.drafts import Ground
from publicity.actions.empties import publish_none, streaks, villages_without_list
from publicity.actions.errors import PublishingRefused
from publicity.actions.publishing import stages_of
from publicity.admin.event_forms import NoRecipientsForm
from publicity.admin.forms import RosterFilter
from publicity.domain.stages import Stage
from publicity.wording import refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The villages of the reader's area without roster and list, to choose from; below, those flagged to the county."""
    publishes = Stage.LONG_TERM in stages_of(by=request.user, ground=Ground.read(today()))
    supervises = allowed(request.user, Action.SUPERVISE_LISTS)
    if request.user.area is None or not (publishes or supervises):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else request.GET
    period = RosterFilter(data or None, stages=[Stage.LONG_TERM]).chosen()["period"]
    villages = villages_without_list(area=request.user.area, period=period)
    form = NoRecipientsForm(request.POST or None)
    chosen = [village for village in villages if village.pk in set(request.POST.getlist("village"))]
    if request.method == "POST" and publishes and form.is_valid():
        if not chosen:
            form.add_error(None, _("Choose at least one village."))
        elif _publish(request, form, chosen, period):
            return HttpResponseRedirect(f"{reverse('publicity_empties')}?period={period}")
    context = {
        "page_title": _("Villages without a list"),
        "header_title": _("Villages without a list"),
        "header_icon": "home",
        "period": period,
        "villages": villages,
        "chosen": {village.pk for village in chosen},
        "publishes": publishes,
        "form": form,
        "streaks": streaks(area=request.user.area),
    }
    return render(request, "publicity/admin/empties.html", context)


def _publish(request: HttpRequest, form: NoRecipientsForm, villages: list[Area], period: str) -> bool:
    """Whether anything could be tried; what speaks against one village is told of that village."""
    try:
        results = publish_none(villages=villages, period=period, by=request.user, today=today(), **form.cleaned_data)
    except PublishingRefused as error:
        form.add_error(None, refusal(error))
        return False
    published = 0
    for village, result in results:
        if isinstance(result, PublishingRefused):
            messages.error(request, f"{village.long_name}：{refusal(result)}")
        else:
            published += 1
    if published:
        messages.success(request, _("Published for %(n)s villages that there is nobody this month.") % {"n": published})
    return True
