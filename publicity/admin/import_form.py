"""What is asked when a roster is handed in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from county.models.settings import CountySettings
from publicity.actions.checking import Target
from publicity.domain.periods import BadPeriod, first_day, period_of
from publicity.domain.stages import Programme, Stage
from publicity.models.rosters import STAGES
from publicity.programmes import NAMES, programmes_on
from publicity.readers.files import MAX_FILE

MAX_BATCH = 99


class ImportForm(forms.Form):
    """One file for one stage and month."""

    programme = forms.ChoiceField(label=_("Programme"), choices=list(NAMES.items()), initial=Programme.DIBAO)
    stage = forms.ChoiceField(label=_("List"), choices=STAGES)
    period = forms.CharField(
        label=_("Month"), widget=forms.DateInput(attrs={"type": "month"}), help_text=_("Such as 2026-11.")
    )
    batch = forms.IntegerField(
        label=_("Batch of the month"),
        min_value=1,
        max_value=MAX_BATCH,
        initial=1,
        help_text=_("Proposed lists may come in several batches a month; everything else is batch 1."),
    )
    file = forms.FileField(
        label=_("Roster"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("Choose a file of at most 20 MB.")},
        help_text=_("Excel (.xlsx) or CSV, at most 20 MB. Nothing is stored before you confirm."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        switched_on = programmes_on(CountySettings.load())
        self.fields["programme"].choices = [(item, NAMES[item]) for item in switched_on]
        self.fields["programme"].required = len(switched_on) > 1
        if len(switched_on) == 1:
            self.fields["programme"].widget = forms.HiddenInput()

    def clean_period(self) -> str:
        """A month."""
        period = self.cleaned_data["period"]
        try:
            return period_of(first_day(period))
        except BadPeriod as error:
            raise forms.ValidationError(_("The month must be written as 2026-11.")) from error

    def clean(self) -> dict[str, Any]:
        """Only proposed lists have batches."""
        cleaned = super().clean() or {}
        if cleaned.get("stage") and cleaned["stage"] != Stage.PROPOSED and cleaned.get("batch", 1) != 1:
            self.add_error("batch", _("Only proposed lists have batches."))
        return cleaned

    @property
    def target(self) -> Target:
        """What the import is for; after validation."""
        data = self.cleaned_data
        return Target(data["stage"], data["period"], data["batch"], data["programme"] or Programme.DIBAO)

    def data_of_file(self) -> bytes:
        """The file, or one byte more than may be: it is in memory and goes nowhere else."""
        file: UploadedFile = self.cleaned_data["file"]
        return file.read(MAX_FILE + 1)
