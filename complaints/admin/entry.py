"""Entering a case that came on paper, by phone, in person or from the media."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from complaints import queries, tokens
from complaints.actions.desk import ENTERERS, enter_case
from complaints.actions.intake import Receipt
from complaints.admin.desk import CaseDeskMixin
from complaints.domain.kinds import Kind, Subject, Way
from complaints.domain.receipt import format_receipt
from complaints.domain.routing import NoRecipient
from complaints.forms.entry import DeskForm
from complaints.uploads import sealed_uploads
from complaints.words import KINDS, promise
from county.access import allowed
from county.models.areas import Area
from county.today import today


class EntryView(CaseDeskMixin, FormView):
    """The form; afterwards the receipt, to be printed and handed to who brought it."""

    template_name = "complaints/admin/entry.html"
    page_title = _("Enter a letter, call or visit")
    crumb = _("Enter a letter, call or visit")
    header_icon = "edit"
    form_class = DeskForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who handle cases."""
        if not any(allowed(request.user, action) for action in ENTERERS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the files that the admin's own handler dropped: it takes a request as a whole or not at all."""
        kwargs = super().get_form_kwargs()
        kwargs["area"] = self.request.user.area
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        if int(self.request.META.get("CONTENT_LENGTH") or 0) > most:
            kwargs["refused"] = [_("Here files may have %(most)s MB together.") % {"most": most // 1024**2}]
        return kwargs

    @cached_property
    def once(self) -> str:
        """What names this showing of the form, so that a second click makes no second case."""
        return self.request.POST.get("once") or tokens.new_nonce()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the name of this showing."""
        return super().get_context_data(once=self.once, **kwargs)

    def form_valid(self, form: DeskForm) -> HttpResponse:
        """Files the case and shows the receipt once; a second click on the same page is shown the same receipt."""
        if not tokens.claim(self.once):
            return self._second(form)
        try:
            receipt = self._entered(form.cleaned_data, form.contact_words())
        except Exception as error:
            tokens.release(self.once)
            if not isinstance(error, NoRecipient):
                raise
            form.add_error(None, _("No office that may learn of it holds a key, so nothing was stored."))
            return self.form_invalid(form)
        told = {
            "number": receipt.case_number,
            "due": receipt.due.isoformat(),
            "kind": receipt.kind.value,
            "code": receipt.code,
            "received_on": form.cleaned_data["received_on"].isoformat(),
        }
        tokens.note_result(self.once, told)
        return self._receipt(told)

    def _entered(self, values: dict[str, Any], contact: str) -> Receipt:
        return enter_case(
            by=self.request.user,
            way=Way(values["way"]),
            kind=Kind(values["kind"]),
            subject=Subject(values["subject"]),
            village=Area.objects.select_related("parent__parent").filter(pk=values["place"]).first(),
            publication_id=values["listed"],
            entry_id=values["entry_id"],
            text=values["text"],
            contact=contact,
            files=sealed_uploads(values["files"]),
            received_on=values["received_on"],
            today=today(),
        )

    def _second(self, form: DeskForm) -> HttpResponse:
        tokens.wait_for(self.once)
        found = tokens.recall(self.once)
        if isinstance(found, dict):
            return self._receipt(found)
        form.add_error(None, _("This was taken in already and is in the queue; its receipt is not shown again."))
        return self.form_invalid(form)

    def _receipt(self, told: dict[str, str]) -> HttpResponse:
        kind = Kind(told["kind"])
        context = {
            **self.get_context_data(),
            "number": told["number"],
            "due": date.fromisoformat(told["due"]),
            "kind": KINDS[kind],
            "promise": promise(kind),
            "received_on": date.fromisoformat(told["received_on"]),
            "groups": format_receipt(told["code"]).split(" "),
            "ours": queries.queue_for(self.request.user).filter(number=told["number"]).exists(),
        }
        return render(self.request, "complaints/admin/entered.html", context)
