"""The public question: does this household receive?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area


class VillageChoice(forms.ModelChoiceField):
    """Villages under their townships; two villages of one name are told apart by them."""

    def __init__(self, **kwargs: Any) -> None:
        villages = Area.objects.villages().select_related("parent").order_by("parent", "code")
        super().__init__(queryset=villages, **kwargs)

    def label_from_instance(self, village: Area) -> str:
        """The name below its township's heading."""
        return village.long_name


class QueryForm(forms.Form):
    """Village and full name."""

    village = VillageChoice(
        label=_("Village or community"),
        empty_label=_("Choose the village or community"),
        error_messages={"required": _("Choose the village or community."), "invalid_choice": _("Choose one listed.")},
    )
    name = forms.CharField(
        label=_("Full name of the head of household"),
        help_text=_("As on the identity card. It is not stored."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the full name.")},
    )
