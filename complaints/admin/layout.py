"""The columns of the queue: what there are, and those that a member has chosen."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from complaints.actions.layout import keep_layout
from complaints.admin.desk import CaseDeskMixin
from complaints.admin.filters import SORTS
from complaints.models.desk import QueueLayout

COLUMNS: dict[str, Promise] = {
    "due": gettext_lazy("Due"),
    "kind": gettext_lazy("Kind"),
    "about": gettext_lazy("Whom it concerns"),
    "place": gettext_lazy("Place"),
    "way": gettext_lazy("Way of entry"),
    "filed": gettext_lazy("Filed"),
    "state": gettext_lazy("State"),
    "holder": gettext_lazy("In the hands of"),
    "office": gettext_lazy("Handling office"),
}
"""Beside the number, which every row has."""
USUAL = ["due", "kind", "about", "place", "filed", "state", "holder"]
SORTED_BY = {"due": ("due", "-due"), "filed": ("filed", "-filed"), "state": ("state",), "holder": ("holder",)}
"""Columns whose heading sorts, with the orders it turns through."""


class LayoutForm(forms.Form):
    """Which columns, and in which order the cases stand."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"),
        choices=list(COLUMNS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one column.")},
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"), choices=[(name, told) for name, (told, _fields) in SORTS.items()]
    )


def layout_of(user: Any) -> tuple[list[str], str]:
    """The member's columns and order."""
    kept = QueueLayout.objects.filter(user=user).first()
    if kept is None:
        return USUAL, ""
    return [name for name in kept.columns if name in COLUMNS] or USUAL, kept.sort if kept.sort in SORTS else ""


class LayoutView(CaseDeskMixin, FormView):
    """Keeps a member's columns; nothing of any case is in them."""

    template_name = "complaints/admin/layout.html"
    page_title = gettext_lazy("Columns and order of the queue")
    crumb = gettext_lazy("Columns and order of the queue")
    form_class = LayoutForm

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        columns, sort = layout_of(self.request.user)
        return {"columns": columns, "sort": sort or "due"}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keeps, or goes back to the usual columns."""
        if "usual" in request.POST:
            keep_layout(user=request.user, columns=USUAL, sort="")
            return self._back()
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: LayoutForm) -> HttpResponse:
        """Keeps them and goes back to the queue."""
        keep_layout(user=self.request.user, **form.cleaned_data)
        return self._back()

    def _back(self) -> HttpResponse:
        messages.success(self.request, _("The queue now looks as you chose."))
        return HttpResponseRedirect(reverse("complaints_admin:queue"))
