"""How long a case is kept beyond its time, and why."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from complaints.domain.retention import HOLD_DAYS, BadHold, checked_hold
from complaints.models.retention import CaseHold


class HoldForm(forms.Form):
    """A reason of the closed set, and a day."""

    reason = forms.ChoiceField(label=_("Why is it kept?"), choices=CaseHold.Reason.choices)
    until = forms.DateField(
        label=_("Held until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day such as 2027-03-01.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].initial = today + timedelta(days=HOLD_DAYS)

    def clean_until(self) -> date:
        """After today and within a year."""
        try:
            return checked_hold(self.cleaned_data["until"], self.today)
        except BadHold as error:
            last = self.today + timedelta(days=HOLD_DAYS)
            raise ValidationError(
                _("Choose a day after today and no later than %(last)s."), params={"last": last.isoformat()}
            ) from error
