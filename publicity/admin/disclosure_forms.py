"""The county's form for what a channel shows."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from publicity.actions.disclosure import wished
from publicity.disclosure_wording import NAME_FORMS, field_name, refusals
from publicity.domain.disclosure import FIELDS, FULL_NAME_CHANNELS, Channel, NotDisclosable, Profile, required
from publicity.domain.stages import Programme, Stage


class AnyOf(forms.MultipleChoiceField):
    """Offers the allowed fields and lets the domain judge what comes back: its refusals say why."""

    def valid_value(self, value: Any) -> bool:
        """Everything is passed on to the limits."""
        return True


class ProfileForm(forms.Form):
    """Fields, form of name, first day."""

    fields_shown = AnyOf(
        label=_("What is shown"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    name = forms.ChoiceField(label=_("Form of the name"), widget=forms.RadioSelect)
    in_force_from = forms.DateField(
        label=_("For lists published from"),
        widget=AdminDateInput,
        help_text=_("Lists that are out keep what they were published with."),
    )

    def __init__(
        self,
        *args: Any,
        stage: Stage,
        channel: Channel,
        programme: Programme,
        chosen: Profile,
        today: date,
        **kwargs: Any,
    ) -> None:
        self.at = {"stage": stage, "channel": channel, "programme": programme}
        self.today = today
        initial = {"fields_shown": list(chosen.fields), "name": chosen.name.value, "in_force_from": today}
        super().__init__(*args, initial=initial, **kwargs)
        must = required(stage, channel, programme)
        self.fields["fields_shown"].choices = [
            (item.value, f"{field_name(programme, item)}{' *' if item in must else ''}") for item in FIELDS[programme]
        ]
        forms_of_name = [NAME_FORMS_ORDER[0]] if channel not in FULL_NAME_CHANNELS else NAME_FORMS_ORDER
        self.fields["name"].choices = [(form, NAME_FORMS[form]) for form in forms_of_name]

    def clean_in_force_from(self) -> date:
        """From today on: what is out stays as it went out."""
        day: date = self.cleaned_data["in_force_from"]
        if day < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        """Every limit that the wish runs against, in words."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return data
        try:
            wished(**self.at, **self.wish())
        except NotDisclosable as error:
            for reason in refusals(self.at["programme"], error):
                self.add_error("fields_shown", reason)
        return data

    def wish(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        return {"fields": data["fields_shown"], "name": data["name"], "in_force_from": data["in_force_from"]}


NAME_FORMS_ORDER = list(NAME_FORMS)
