"""The forms of erasing: what a person types, never what the page already knows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from publicity.models.households import ErasureReason

#: Of the closed set, what people may give; the rest is the program's own.
REASONS = [choice for choice in ErasureReason.choices if choice[0] != ErasureReason.RETENTION]
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class FindForm(forms.Form):
    """A certificate's number or the head's ID number. Always sent as POST: neither lands in an address."""

    typed = forms.CharField(
        label=_("Certificate number, or ID number of the head"),
        max_length=60,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Type the number as it stands on the certificate or the ID card.")},
    )


class AskForm(forms.Form):
    """Whose erasure is asked for: the village, the certificate typed again, and why."""

    village = forms.ModelChoiceField(queryset=Area.objects.villages(), widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *REASONS])
    certificate = forms.CharField(
        label=_("Type the certificate's number again"),
        max_length=60,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Type the certificate's number to say that you mean this household.")},
    )

    def __init__(self, *args: Any, place: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].widget.attrs["id"] = f"{name}-{place}"


class ConfirmForm(forms.Form):
    """The second person types the number that the paper before them says."""

    certificate = forms.CharField(
        label=_("Certificate number of the household"),
        max_length=60,
        help_text=_("From the order or the file in your hands: this page does not show it."),
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Type the certificate's number to say that you mean this household.")},
    )
