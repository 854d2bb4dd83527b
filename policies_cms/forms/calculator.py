"""The question: by when must I have an answer?"""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from county.domain.limits import Asked, Cause, Step
from county.models.areas import Area

CAUSES: dict[str, Any] = {
    Cause.OBJECTION.value: _("Somebody objected to the first list"),
    Cause.SPLIT_RESIDENCE.value: _("We live elsewhere than we are registered"),
    Cause.ELSEWHERE.value: _("I applied outside the place of registration"),
    Cause.HARD_INVESTIGATION.value: _("The office says that the inquiry is hard"),
}
STEPS: dict[str, Any] = {
    Step.WAITING.value: _("I am waiting for the decision"),
    Step.AGAIN.value: _("I was told that it is examined anew"),
    Step.REFUSED.value: _("I was told no, but have no letter yet"),
}
# The rules in force began in 2021; who asks about earlier applications needs a person, not a calculator.
EARLIEST = date(2021, 7, 1)
AHEAD = timedelta(days=366)
_DATE_WRONG = {"required": _("Enter the day."), "invalid": _("Enter a day that exists, such as 2026-11-20.")}


class DayField(forms.DateField):
    """A day; the browser's own calendar where it has one, 2026-11-20 typed elsewhere."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"], **kwargs)
        self.error_messages |= _DATE_WRONG


class TownshipChoice(forms.ModelChoiceField):
    """Townships by name; nothing chosen is an answer too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Area.objects.townships(),
            required=False,
            empty_label=_("I don't know"),
            error_messages={"invalid_choice": _("Choose one listed.")},
            **kwargs,
        )


class CalculatorForm(forms.Form):
    """Nothing here names anybody, so the answers may stand in the address and be sent on."""

    accepted = DayField(
        label=_("The day on which the window accepted the application"),
        help_text=_("It stands on your slip. Without a slip: the day on which nothing was missing any more."),
    )
    township = TownshipChoice(
        label=_("Where you applied"), help_text=_("Some townships decide themselves and are quicker.")
    )
    causes = forms.MultipleChoiceField(
        label=_("Does any of this hold?"),
        help_text=_("Only then may it take longer."),
        required=False,
        choices=list(CAUSES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    step = forms.ChoiceField(
        label=_("Where it stands"),
        required=False,
        choices=list(STEPS.items()),
        initial=Step.WAITING.value,
        widget=forms.RadioSelect,
    )
    since = DayField(
        label=_("On which day you were told that"),
        help_text=_("Only if you were told no or that it is examined anew."),
        required=False,
    )
    use_required_attribute = False

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.today = today

    def clean_accepted(self) -> date:
        """A day that a calendar can say something about."""
        day: date = self.cleaned_data["accepted"]
        if day < EARLIEST:
            raise ValidationError(_("That is long ago: other rules held. Please ask at the window or call."))
        if day > self.today + AHEAD:
            raise ValidationError(_("That day is too far ahead; check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """The two later steps need their day, not before the application."""
        cleaned = super().clean() or {}
        step = cleaned.get("step") or Step.WAITING.value
        accepted, since = cleaned.get("accepted"), cleaned.get("since")
        if step != Step.WAITING.value and "since" not in self.errors:
            if since is None:
                self.add_error("since", _("Enter the day on which you were told."))
            elif since > self.today + AHEAD:
                self.add_error("since", _("That day is too far ahead; check the year."))
            elif accepted and since < accepted:
                self.add_error("since", _("This day lies before the application; check both."))
        return cleaned

    def asked(self, *, delegated: bool) -> Asked:
        """The valid answers; who decides in the township is the caller's to know."""
        cleaned = self.cleaned_data
        return Asked(
            accepted=cleaned["accepted"],
            delegated=delegated,
            causes=frozenset(map(Cause, cleaned["causes"])),
            step=Step(cleaned["step"] or Step.WAITING.value),
            since=cleaned["since"],
        )
