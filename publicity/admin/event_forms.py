"""Forms of what staff do to a list that is out. Days are typed or picked; the public reads the reason."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from publicity.actions.events import REASON_LENGTH
from publicity.domain.events import FITTING, Because, Kind
from publicity.models.events import ListEvent
from publicity.models.runs import NoRecipients

BECAUSE = dict(ListEvent._meta.get_field("reason_code").flatchoices)


class ReasonForm(forms.Form):
    """Why, as a code and in words."""

    because = forms.ChoiceField(label=_("Reason"))
    reason = forms.CharField(
        label=_("Reason in words"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The public reads this. Name nobody; at most 200 characters."),
        error_messages={"required": _("Say why in words: the public reads it.")},
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code in Because if code in FITTING[kind]]
        self.fields["because"].choices = [(code.value, BECAUSE[code]) for code in codes]
        if len(codes) == 1:
            self.fields["because"].widget = forms.HiddenInput()
            self.initial["because"] = codes[0].value

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"because": self.cleaned_data["because"], "reason": self.cleaned_data["reason"]}


class DayForm(ReasonForm):
    """With a day: the new last day, or the first or last day lost."""

    day = forms.DateField(
        label=_("Day"),
        widget=AdminDateInput,
        error_messages={"invalid": _("Write the day as 2026-11-30."), "required": _("Give the day.")},
    )
    field_order = ("day", "because", "reason")

    def __init__(
        self, *args: Any, kind: Kind, name: str, label: str | Promise, first: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.name = name
        self.fields["day"].label = label
        if first is not None:
            self.initial["day"] = first

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return super().values() | {self.name: self.cleaned_data["day"]}


class OutageForm(ReasonForm):
    """From when to when the site was out of service."""

    since = forms.DateField(label=_("First day lost"), widget=AdminDateInput)
    through = forms.DateField(label=_("Last day lost"), widget=AdminDateInput)
    field_order = ("since", "through", "because", "reason")

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return super().values() | {"since": self.cleaned_data["since"], "through": self.cleaned_data["through"]}


class DelegationForm(forms.Form):
    """A delegation, as its letter has it."""

    township = forms.ModelChoiceField(label=_("Township"), queryset=None, empty_label=_("Choose a township"))
    since = forms.DateField(label=_("From"), widget=AdminDateInput)
    until = forms.DateField(
        label=_("Until"),
        widget=AdminDateInput,
        required=False,
        help_text=_("Leave empty when the letter names no end."),
    )
    scope = forms.CharField(
        label=_("What is delegated"), max_length=200, help_text=_("As the letter says it; the public reads this.")
    )
    letter = forms.CharField(label=_("Document number of the letter"), max_length=80)
    document = forms.ModelChoiceField(
        label=_("The letter itself"),
        queryset=None,
        required=False,
        help_text=_("Upload it under Documents first; then the public can read it."),
    )

    def __init__(self, *args: Any, townships: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["township"].queryset = townships
        self.fields["document"].queryset = documents


class RevokeForm(forms.Form):
    """The last day of a delegation."""

    until = forms.DateField(
        label=_("Last day of the delegation"), widget=AdminDateInput, help_text=_("Yesterday ends it at once.")
    )


class NoRecipientsForm(forms.Form):
    """Why villages have nobody to publish."""

    why = forms.ChoiceField(
        label=_("Why is there nobody?"), choices=[("", _("Choose a reason")), *NoRecipients.Why.choices]
    )
    note = forms.CharField(
        label=_("Note for the county"), max_length=200, required=False, help_text=_("Not public. Name nobody.")
    )
