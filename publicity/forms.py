"""The public question: does this household receive?"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area


class ByTownship(ModelChoiceIterator):
    """Villages in groups headed by their townships."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        """The empty choice, then one group a township."""
        yield "", self.field.empty_label
        for township, villages in groupby(self.queryset, key=lambda village: village.parent):
            yield township.name if township else "", [self.choice(village) for village in villages]


class VillageChoice(forms.ModelChoiceField):
    """Villages under their townships; two villages of one name are told apart by them."""

    iterator = ByTownship

    def __init__(self, **kwargs: Any) -> None:
        villages = Area.objects.villages().select_related("parent").order_by("parent", "code")
        super().__init__(queryset=villages, **kwargs)

    def label_from_instance(self, village: Area) -> str:
        """The name with its township's."""
        return village.long_name


class QueryForm(forms.Form):
    """Village and full name. `township` only remembers which villages were offered."""

    village = VillageChoice(
        label=_("Village or community"),
        empty_label=_("Choose the village or community"),
        error_messages={"required": _("Choose the village or community."), "invalid_choice": _("Choose one listed.")},
    )
    name = forms.CharField(
        label=_("Full name of the head of household"),
        help_text=_(
            "The same characters as on the identity card. Blanks, full-width letters, capitals and the kind of dot "
            "in a name make no difference. It is not stored."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        error_messages={"required": _("Enter the full name.")},
    )

    township = forms.CharField(required=False, widget=forms.HiddenInput)

    def offer(self, township: Area | None) -> "QueryForm":
        """Offers the villages of one township alone; what was sent is checked against all."""
        if township is not None:
            field = self.fields["village"]
            field.queryset = field.queryset.filter(parent=township)
            self.initial["township"] = township.pk
        return self
