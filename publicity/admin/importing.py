"""Rosters in Wagtail's admin: hand in, look at what changes, confirm or cancel; what was imported before."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from county.models.offices import Office
from county.today import today
from publicity import pending
from publicity.actions.checking import Checked, check_import, may_import
from publicity.actions.importing import ImportRefused, NotWaiting, cancel_import, confirm_import, hold_import
from publicity.admin.import_columns import columns_of
from publicity.admin.import_form import ImportForm
from publicity.admin.import_session import forget_key, header, keep_key, lost, own_waiting, reopened
from publicity.domain.periods import period_of
from publicity.domain.stages import Stage
from publicity.import_wording import told
from publicity.models.rosters import STAGES, RosterImport

PER_PAGE = 30
# A screenful of problems helps; the command's JSON has all of them.
MAX_SHOWN = 500


@require_safe
@never_cache
def history(request: HttpRequest) -> HttpResponse:
    """The imports that this office handed in; the county's sees all."""
    page = Paginator(_imports(request), PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "publicity/admin/import_history.html", {"page": page, **header(_("Rosters"))})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def upload(request: HttpRequest) -> HttpResponse:
    """The form; a file without problems is held and previewed, one with problems is shown with what to do."""
    if not may_import(request.user):
        raise PermissionDenied
    if request.method != "POST":
        first = Stage.LONG_TERM if _is_county(request) else Stage.PROPOSED
        return _form(request, ImportForm(initial={"stage": first, "period": period_of(today())}))
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=422)
    data, name = form.data_of_file(), form.cleaned_data["file"].name
    checked = check_import(data=data, target=form.target, by=request.user)
    try:
        held, key = hold_import(checked=checked, data=data, file_name=name, by=request.user)
    except ImportRefused:
        return _refused(request, checked, name)
    keep_key(request, held, key)
    return redirect("roster_import_preview", held.pk)


@require_safe
@never_cache
def preview(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What the held file would change, by village; nothing of it is stored yet."""
    held = get_object_or_404(own_waiting(request), pk=import_id)
    try:
        checked = reopened(request, held)
    except pending.PendingLost:
        return lost(request)
    if checked.refused:
        return _refused(request, checked, held.file_name, held)
    context = {
        "held": held,
        "checked": checked,
        "warnings": told(checked.reading.warnings)[:MAX_SHOWN],
        "warning_count": len(checked.reading.warnings),
        **_columns(request, held, checked),
        **header(_("Check the roster"), f"{held.get_stage_display()} {held.period}"),
    }
    return render(request, "publicity/admin/import_preview.html", context)


@require_POST
def confirm(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Stores the held file."""
    held = get_object_or_404(own_waiting(request), pk=import_id)
    try:
        checked = reopened(request, held)
        confirm_import(checked=checked, by=request.user, held=held)
    except (pending.PendingLost, NotWaiting):
        return lost(request)
    except ImportRefused as refusal:
        return _refused(request, refusal.checked, held.file_name, held)
    forget_key(request, held)
    text = _("The roster is stored: %(households)s households. Another person can now publish the lists.")
    messages.success(request, text % {"households": len(checked.reading.lines)})
    return redirect("roster_imports")


@require_POST
def cancel(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Throws the held file away."""
    held = get_object_or_404(own_waiting(request), pk=import_id)
    try:
        cancel_import(held=held, by=request.user)
    except NotWaiting:
        return lost(request)
    forget_key(request, held)
    messages.success(request, _("The import is cancelled; the file is deleted and nothing was stored."))
    return redirect("roster_imports")


def _imports(request: HttpRequest) -> QuerySet[RosterImport]:
    if not may_import(request.user):
        raise PermissionDenied
    imports = RosterImport.objects.select_related("uploaded_by")
    return imports if _is_county(request) else imports.filter(uploaded_by__office=request.user.office)


def _is_county(request: HttpRequest) -> bool:
    office = request.user.office
    return office is not None and office.kind == Office.Kind.COUNTY


def _form(request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
    return render(request, "publicity/admin/import.html", {"form": form, **header(_("Import a roster"))}, status=status)


def _refused(request: HttpRequest, checked: Checked, file_name: str, held: RosterImport | None = None) -> HttpResponse:
    """The problems; of a file that is held because columns may be meant otherwise, its columns too."""
    context = {
        "checked": checked,
        "stage": dict(STAGES)[checked.target.stage],
        "file_name": file_name,
        "problems": told(checked.reading.problems)[:MAX_SHOWN],
        "problem_count": len(checked.reading.problems),
        **(_columns(request, held, checked) if held else {}),
        **header(_("The roster is refused")),
    }
    return render(request, "publicity/admin/import_refused.html", context, status=200 if held else 422)


def _columns(request: HttpRequest, held: RosterImport, checked: Checked) -> dict[str, Any]:
    """What the part about columns needs."""
    columns = columns_of(request, checked)
    return {
        "held": held,
        "columns": columns,
        "guessed": sum(each.uncertain for each in columns),
        "several_sheets": len(checked.reading.layouts) > 1,
    }
