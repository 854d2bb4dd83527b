"""Forms of the pages on reasons of changes, and of the page on villages without lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from county.templatetags.portal import cn_month
from county.today import today
from publicity.domain.coverage import month_after, months_to
from publicity.domain.periods import period_of
from publicity.models.change_reasons import REASONS
from publicity.models.schedules import VillageClosing


class MonthFilter(forms.Form):
    """Which month, and whether only households without a reason."""

    period = forms.ChoiceField(label=_("Month"), required=False)
    only_open = forms.BooleanField(label=_("Only those without a reason"), required=False)

    def __init__(self, *args: Any, months: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = months or [period_of(today())]
        self.fields["period"].choices = [(month, cn_month(month)) for month in self.months]

    def chosen(self) -> tuple[str, bool]:
        """The month, the newest where none was chosen, and the tick."""
        given = self.cleaned_data if self.is_valid() else {}
        return given.get("period") or self.months[0], bool(given.get("only_open"))


class ReasonForm(forms.Form):
    """One reason for all that are ticked."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("Choose a reason")), *REASONS])


class ClosingForm(forms.Form):
    """A village that has no lists from a month on."""

    village = forms.ModelChoiceField(label=_("Village or community"), queryset=Area.objects.none())
    from_period = forms.ChoiceField(label=_("From month"))
    reason = forms.ChoiceField(label=_("Reason"), choices=VillageClosing.Reason.choices)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = VillageClosing.objects.values("village")
        villages = Area.objects.villages().within(area).exclude(pk__in=closed).select_related("parent")
        self.fields["village"].queryset = villages
        self.fields["village"].label_from_instance = lambda village: village.long_name
        months = months_to(month_after(period_of(today()), 12), 12)
        self.fields["from_period"].choices = [(month, cn_month(month)) for month in months]
