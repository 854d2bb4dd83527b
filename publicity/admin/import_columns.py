"""What the columns of a held file are: shown, corrected, remembered for the office, forgotten."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from publicity import pending
from publicity.actions.checking import Checked, may_import
from publicity.actions.layouts import ColumnTwice, LayoutNotYours, forget_columns, remember_columns
from publicity.admin import import_session
from publicity.domain.roster_layout import ColumnView, How, Layout
from publicity.domain.roster_terms import Column
from publicity.import_wording import COLUMNS
from publicity.models.layouts import RememberedColumns

PER_PAGE = 30
CHOICES = [("", gettext_lazy("— not read —")), *((column.value, words) for column, words in COLUMNS.items())]
HOW = {
    How.KNOWN: gettext_lazy("by its heading"),
    How.GUESSED: gettext_lazy("guessed"),
    How.REMEMBERED: gettext_lazy("remembered"),
    How.UNREAD: gettext_lazy("not read"),
}


class ColumnsForm(forms.Form):
    """One choice for each column of a layout."""

    def __init__(self, layout: Layout, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        for view in layout.views:
            label = _("What column %(column)s is") % {"column": view.letters}
            initial = view.column.value if view.column else ""
            self.fields[_field(view)] = forms.ChoiceField(
                label=label,
                choices=CHOICES,
                required=False,
                initial=initial,
                widget=forms.Select(attrs={"aria-label": label}),
            )

    @property
    def rows(self) -> Iterator[tuple[ColumnView, BoundField, str]]:
        """Each column with its field and how it came to its meaning."""
        for view in self.layout.views:
            yield view, self[_field(view)], str(HOW[view.how])

    @property
    def choices(self) -> dict[int, Column | None]:
        """What was chosen, by index; after validation."""
        values = {view.index: self.cleaned_data[_field(view)] for view in self.layout.views}
        return {index: Column(value) if value else None for index, value in values.items()}


class Columns(NamedTuple):
    """The columns of sheets with the same headings, as the page shows them."""

    form: ColumnsForm
    sheets: str
    uncertain: int
    remembered: RememberedColumns | None


def columns_of(request: HttpRequest, checked: Checked) -> list[Columns]:
    """What each column was taken for, once for all sheets with the same headings."""
    by_signature: dict[str, tuple[Layout, list[str]]] = {}
    for each in checked.reading.layouts:
        by_signature.setdefault(each.layout.signature, (each.layout, []))[1].append(each.sheet)
    kept = {item.signature: item for item in RememberedColumns.objects.of_office(request.user.office)}
    return [
        Columns(
            ColumnsForm(layout),
            "、".join(filter(None, sheets)),
            sum(view.how is How.GUESSED for view in layout.views),
            kept.get(signature),
        )
        for signature, (layout, sheets) in by_signature.items()
    ]


@require_POST
def correct(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Remembers what was said of the columns; the held file is read anew when it is looked at."""
    held = get_object_or_404(import_session.own_waiting(request), pk=import_id)
    try:
        checked = import_session.reopened(request, held)
    except pending.PendingLost:
        return import_session.lost(request)
    wanted = request.POST.get("signature", "")
    layout = next((e.layout for e in checked.reading.layouts if e.layout.signature == wanted), None)
    form = ColumnsForm(layout, request.POST) if layout else None
    if layout is None or form is None or not form.is_valid():
        messages.error(request, _("This choice does not fit the file. Choose again."))
        return redirect("roster_import_preview", held.pk)
    try:
        remember_columns(layout=layout, choices=form.choices, by=request.user)
    except ColumnTwice as error:
        text = _("Two columns can't both be: %(meaning)s. Set one of them to not read.")
        messages.error(request, text % {"meaning": COLUMNS[error.column]})
    except LayoutNotYours as error:
        raise PermissionDenied from error
    else:
        messages.success(request, _("The columns are remembered for your office and the file was read anew."))
    return redirect("roster_import_preview", held.pk)


@require_safe
@never_cache
def remembered(request: HttpRequest) -> HttpResponse:
    """What this office has said of columns."""
    if not may_import(request.user):
        raise PermissionDenied
    found = RememberedColumns.objects.of_office(request.user.office).select_related("chosen_by")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    for item in page:
        item.meanings = [
            (letters, item.headings[letters], COLUMNS[column] if column else HOW[How.UNREAD])
            for letters, column in zip(item.headings, item.as_columns.values(), strict=False)
        ]
    header = import_session.header(_("Remembered columns"))
    return render(request, "publicity/admin/import_remembered.html", {"page": page, **header})


@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forgets one memory of one's own office; goes back to the file that was looked at, if any."""
    found = RememberedColumns.objects.of_office(request.user.office)
    try:
        forget_columns(remembered=get_object_or_404(found, pk=pk), by=request.user)
    except LayoutNotYours as error:
        raise PermissionDenied from error
    messages.success(request, _("Forgotten: the next file with these headings is read by its headings alone."))
    held = import_session.own_waiting(request).filter(pk=_uuid(request.POST.get("import", ""))).first()
    return redirect("roster_import_preview", held.pk) if held else redirect("roster_columns")


def _field(view: ColumnView) -> str:
    return f"column-{view.index}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
