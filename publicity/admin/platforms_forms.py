"""The forms of recipient platforms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from publicity.actions.platforms import TOKEN_DAYS
from publicity.platform_seal import BadKey, public_key
from publicity.wording import STAGES

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class PlatformForm(forms.Form):
    """Who receives full names, what for, on what ground, and the key that they are sealed to."""

    name = forms.CharField(
        label=_("Name of the platform"),
        help_text=_("As in the document, such as 纪委“互联网+监督”平台."),
        max_length=80,
        error_messages={"required": _("Enter the platform's name.")},
    )
    purpose = forms.CharField(
        label=_("What it uses the names for"),
        max_length=200,
        error_messages={"required": _("Say what the platform uses the names for.")},
    )
    legal_basis = forms.CharField(
        label=_("Legal basis or agreement"),
        help_text=_("Document, number and article; a second person checks it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Name the document that the platform may receive names by.")},
    )
    stages = forms.MultipleChoiceField(
        label=_("Lists it may fetch"),
        choices=list(STAGES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of list.")},
    )
    key = forms.CharField(
        label=_("Public key of the platform"),
        help_text=_("X25519, 32 bytes in base64. The platform makes the pair itself and keeps the private key."),
        max_length=100,
        widget=forms.TextInput(attrs=_PLAIN),
        error_messages={"required": _("Enter the platform's public key.")},
    )

    def clean_key(self) -> str:
        """The key as it is stored."""
        try:
            return public_key(self.cleaned_data["key"])
        except BadKey as error:
            text = _("This is no X25519 public key: ask the platform for 32 bytes in base64, about 44 characters.")
            raise forms.ValidationError(text) from error


class TokenForm(forms.Form):
    """For how long a token works."""

    days = forms.IntegerField(
        label=_("Days that the token works"), min_value=1, max_value=TOKEN_DAYS, initial=TOKEN_DAYS
    )


class SureForm(forms.Form):
    """A tick that says that the person has looked."""

    sure = forms.BooleanField(error_messages={"required": _("Tick that you have checked it.")})

    def __init__(self, *args: object, text: str, **kwargs: object) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["sure"].label = text
