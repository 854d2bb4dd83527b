"""Recusal on a page of its own: who, why, and what follows."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from complaints.actions import recusing
from complaints.actions.handling import NotAllowed, WordsMissing
from complaints.admin.case import CaseMixin
from complaints.forms.base import TEXT_LIMIT
from county.models.staff import User
from county.today import today


class RecuseForm(forms.Form):
    """Oneself or a colleague, and the reason."""

    who = forms.ModelChoiceField(label=gettext_lazy("Who is kept from this case?"), queryset=None, empty_label=None)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Sealed in the case; colleagues who handle it read it, the sender does not."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        max_length=TEXT_LIMIT,
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].queryset = User.objects.filter(pk__in=[user.pk for user in people])


class RecuseView(CaseMixin, FormView):
    """Can't be undone, so it is a page and not a button."""

    template_name = "complaints/admin/recuse.html"
    page_title = gettext_lazy("Keep somebody from this case")
    form_class = RecuseForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The crumb names the case only for those who find it."""
        self.crumb = str(kwargs["number"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the people whom this reader may name."""
        self.case = self.find()
        people = recusing.may_be_recused(self.case, self.request.user)
        return {**super().get_form_kwargs(), "people": people, "initial": {"who": self.request.user}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the number for the way back."""
        context = super().get_context_data(**kwargs)
        return {**context, "number": self.kwargs["number"]}

    def form_valid(self, form: RecuseForm) -> HttpResponse:
        """Done, and to where this reader still may be."""
        values = form.cleaned_data
        try:
            recusing.recuse(
                case=self.case,
                by=self.request.user,
                member_key=self.member_key,
                reason=values["reason"],
                today=today(),
                user=values["who"],
            )
        except recusing.NobodyLeft:
            form.add_error(None, _("Nobody else could handle it. First let a colleague share the office's key."))
        except WordsMissing:
            form.add_error("reason", _("Please write something."))
        except NotAllowed:
            form.add_error(None, _("Your role does not allow this step here."))
        else:
            messages.success(self.request, _("Done. They find this case nowhere any more."))
            return HttpResponseRedirect(reverse("complaints_admin:queue"))
        return self.form_invalid(form)
