"""Entering a case that came on paper, by phone, in person or from the media."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from complaints.actions.intake import receive_case
from complaints.admin.queue import CaseDeskMixin
from complaints.domain.kinds import Kind, Subject
from complaints.domain.receipt import format_receipt
from complaints.domain.routing import NoRecipient
from complaints.forms.steps import DeskForm
from complaints.uploads import sealed_uploads
from county.access import allowed
from county.domain.roles import Action
from county.models.areas import Area
from county.today import today


class EntryView(CaseDeskMixin, FormView):
    """The thin form; afterwards the receipt, to be handed to who brought it."""

    template_name = "complaints/admin/entry.html"
    page_title = _("Enter a letter, call or visit")
    crumb = _("Enter a letter, call or visit")
    header_icon = "edit"
    form_class = DeskForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who handle cases."""
        if not (allowed(request.user, Action.HANDLE_CASE) or allowed(request.user, Action.HANDLE_DISCIPLINE)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the files that the admin's own handler dropped: it takes a request as a whole or not at all."""
        kwargs = super().get_form_kwargs()
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        if int(self.request.META.get("CONTENT_LENGTH") or 0) > most:
            kwargs["refused"] = [_("Here files may have %(most)s MB together.") % {"most": most // 1024**2}]
        return kwargs

    def form_valid(self, form: DeskForm) -> HttpResponse:
        """Files the case and shows the receipt once."""
        values = form.cleaned_data
        try:
            receipt = receive_case(
                kind=Kind(values["kind"]),
                subject=Subject(values["subject"]),
                village=Area.objects.select_related("parent__parent").filter(pk=values["place"]).first(),
                text=values["text"],
                contact=values["contact"],
                files=sealed_uploads(values["files"]),
                way=values["way"],
                today=today(),
            )
        except NoRecipient:
            form.add_error(None, _("No office that may learn of it holds a key, so nothing was stored."))
            return self.form_invalid(form)
        context = {
            **self.get_context_data(),
            "receipt": receipt,
            "groups": format_receipt(receipt.code).split(" "),
        }
        return render(self.request, "complaints/admin/entered.html", context)
