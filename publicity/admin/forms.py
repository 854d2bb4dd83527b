"""Forms of the staff's publishing pages."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from county.today import today
from publicity.domain.periods import period_of
from publicity.domain.reasons import REPLACING
from publicity.domain.stages import Stage
from publicity.models.publications import Publication
from publicity.wording import STAGES


class RosterFilter(forms.Form):
    """Which stage and month."""

    stage = forms.ChoiceField(label=_("Stage"))
    period = forms.CharField(
        label=_("Month"),
        max_length=7,
        validators=[RegexValidator(r"^20\d\d-(0[1-9]|1[0-2])$", _("Write the month as 2026-11."))],
    )

    def __init__(self, *args: Any, stages: list[Stage], **kwargs: Any) -> None:
        self.defaults = {"stage": stages[-1].value, "period": period_of(today())}
        super().__init__(*args, initial=self.defaults, **kwargs)
        self.fields["stage"].choices = [(stage.value, STAGES[stage]) for stage in stages]

    def chosen(self) -> dict[str, str]:
        """Stage and month as chosen, or this month's where nothing valid was."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {name: given.get(name) or default for name, default in self.defaults.items()}


class PublishForm(forms.Form):
    """The press itself; a new version needs a reason, and opens at once."""

    reason_code = forms.ChoiceField(label=_("Why is a new version published?"), required=False)
    appraised_on = forms.DateField(
        label=_("Day of the democratic appraisal"),
        widget=AdminDateInput,
        error_messages={"required": _("Give the day of the appraisal; votes are never published.")},
    )
    opens_on = forms.DateField(
        label=_("Opens on"),
        widget=AdminDateInput,
        required=False,
        help_text=_("Leave empty to open today. Until that day nobody sees a row, and the time is counted from it."),
    )

    def __init__(self, *args: Any, replacing: bool, stage: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if stage != Stage.APPRAISAL:
            del self.fields["appraised_on"]
        if not replacing:
            del self.fields["reason_code"]
            return
        del self.fields["opens_on"]
        words = dict(Publication._meta.get_field("reason_code").choices)
        choices = [(reason.value, words[reason]) for reason in sorted(REPLACING)]
        self.fields["reason_code"].choices = [("", _("Choose a reason")), *choices]
        self.fields["reason_code"].required = True

    def clean_appraised_on(self) -> date:
        """An appraisal that is still to come has no result."""
        day: date = self.cleaned_data["appraised_on"]
        if day > today():
            raise forms.ValidationError(_("The appraisal has to be held before its result is published."))
        return day

    def clean_opens_on(self) -> date | None:
        """Today or later."""
        day: date | None = self.cleaned_data["opens_on"]
        if day is not None and day < today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day
