"""A township's notices as one file: order, progress, download. The key lies in the session alone."""

from base64 import b64decode, b64encode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from county.today import today
from publicity.actions.errors import NotAllowed
from publicity.actions.print_runs import NothingToPrint, order_prints, zip_of
from publicity.admin.paper_forms import PrintRunForm
from publicity.admin.printing import header, printing_area
from publicity.models.papers import PrintRun
from publicity.sealed_prints import PrintsLost
from publicity.tasks import make_print_run
from publicity.wording import STAGES

SESSION_KEY = "print_runs"
REFRESH_SECONDS = 2
_WHY = {
    "NotAllowed": gettext_lazy("not in your area"),
    "NotOpen": gettext_lazy("closed in the meantime"),
    "RosterChanged": gettext_lazy("the roster has changed since; publish a new version first"),
    "TypstError": gettext_lazy("could not be set; report this"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def order(request: HttpRequest) -> HttpResponse:
    """The form; with POST the order itself."""
    area = printing_area(request.user)
    form = PrintRunForm(request.POST or None, office_area=area)
    if request.method == "POST" and form.is_valid():
        try:
            run, key = order_prints(by=request.user, today=today(), now=timezone.now(), **form.cleaned_data)
        except NothingToPrint:
            form.add_error(None, _("No list of this township, stage and month is open."))
        except NotAllowed as error:
            raise PermissionDenied from error
        else:
            keys = {str(run.pk): b64encode(key).decode()}
            request.session[SESSION_KEY] = request.session.get(SESSION_KEY, {}) | keys
            make_print_run.enqueue(run_id=str(run.pk))
            return redirect("publicity_print_run", run.pk)
    context = {"form": form, **header(_("All notices in one file"))}
    return render(request, "publicity/admin/notice_run_order.html", context)


@require_safe
@never_cache
def progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """How far it is; the page asks again by itself, without a script, until it is done."""
    run = _own(request, run_id)
    working = run.state in (PrintRun.State.WAITING, PrintRun.State.RUNNING)
    context = {
        "run": run,
        "working": working,
        "stage": STAGES[run.stage],
        "refused": [(item["village"], _WHY.get(item["why"], item["why"])) for item in run.refused],
        "has_key": str(run.pk) in request.session.get(SESSION_KEY, {}),
        **header(_("All notices in one file")),
    }
    response = render(request, "publicity/admin/notice_run.html", context)
    if working:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


@require_safe
@never_cache
def download(request: HttpRequest, run_id: UUID) -> HttpResponseBase:
    """The file, unsealed while it is sent."""
    run = _own(request, run_id)
    key = b64decode(request.session.get(SESSION_KEY, {}).get(str(run.pk), ""))
    try:
        pieces = zip_of(run=run, private_key=key, by=request.user)
    except NotAllowed as error:
        raise PermissionDenied from error
    except PrintsLost:
        messages.error(request, _("This file is no longer held. Order it again."))
        return redirect(reverse("publicity_print_order"))
    response = StreamingHttpResponse(pieces, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="notices-{run.area_id}-{run.period}-{run.size}.zip"'
    return response


def _own(request: HttpRequest, run_id: UUID) -> PrintRun:
    """The reader's own order within its hour."""
    printing_area(request.user)
    runs = PrintRun.objects.filter(requested_by=request.user, expires_at__gt=timezone.now())
    return get_object_or_404(runs.select_related("area__parent"), pk=run_id)
