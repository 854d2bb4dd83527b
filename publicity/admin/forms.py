"""Forms of the staff's publishing pages."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

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
    """The press itself; a new version needs a reason."""

    reason_code = forms.ChoiceField(label=_("Why is a new version published?"), required=False)

    def __init__(self, *args: Any, replacing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not replacing:
            del self.fields["reason_code"]
            return
        words = dict(Publication._meta.get_field("reason_code").choices)
        choices = [(reason.value, words[reason]) for reason in sorted(REPLACING)]
        self.fields["reason_code"].choices = [("", _("Choose a reason")), *choices]
        self.fields["reason_code"].required = True
