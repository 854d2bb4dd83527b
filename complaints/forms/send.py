"""The last page before sending: files and captcha. And the pages with a receipt code."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from complaints import captcha
from complaints.domain.receipt import BadReceipt, parse_receipt
from complaints.forms.base import WordsField
from complaints.uploads import ACCEPT, case_limit, file_limit, sort_files
from complaints.words import RATINGS


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files, or an empty list."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in files]


class FilesForm(forms.Form):
    """Files, with why some of them are not taken as the field's errors.

    `refused` are reasons found while the files came in; `before` bytes in `count` files are already with the case.
    """

    files = FilesField(label=_("Photos, recordings or papers (optional)"), required=False, allow_empty_file=True)
    use_required_attribute = False

    def __init__(
        self, *args: Any, refused: list[str] | None = None, before: int = 0, count: int = 0, **kwargs: Any
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.refused, self.before, self.count = refused or [], before, count
        self.taken: list[UploadedFile] = []
        """The files that are fine, also when others are not."""
        self.fields["files"].widget.attrs["accept"] = ACCEPT
        self.fields["files"].help_text = _(
            "At most %(limit)s MB a file, %(total)s MB together. Of photos and PDF papers a copy without hidden data "
            "(place, camera, author) is made and the original kept sealed; office papers, sound and video are kept as "
            "they are and may name their author."
        ) % {"limit": file_limit() // 1024**2, "total": case_limit() // 1024**2}

    def clean_files(self) -> list[UploadedFile]:
        """Tells which files are not taken, and why."""
        self.taken, problems = sort_files(self.cleaned_data["files"], before=self.before, count=self.count)
        if self.refused or problems:
            raise ValidationError([*self.refused, *problems])
        return self.taken


class SendForm(forms.Form):
    """The captcha's answer is either the letters of the picture or the sum."""

    captcha = forms.CharField(
        label=_("Letters in the picture, or the answer to the sum"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, answers: list[str] | None = None, words: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.right_answers = answers or []
        if words:
            self.ask(words)

    def ask(self, words: str) -> None:
        """Puts the sum beside the field, for those who can't see the picture."""
        self.fields["captcha"].help_text = _(
            "Against automatic sending. Letters may be small or capital. Who can't see the picture answers the sum: "
            "%(sum)s"
        ) % {"sum": words}

    def clean_captcha(self) -> str:
        """Either answer counts."""
        typed = str(self.cleaned_data["captcha"])
        if not typed:
            raise ValidationError(_("Enter the letters in the picture, or the answer to the sum"))
        if not captcha.is_answer(typed, self.right_answers):
            raise ValidationError(_("That was not right. Here is a new picture and a new sum"))
        return typed


class CodeForm(forms.Form):
    """A receipt code, with any blanks between the groups."""

    code = forms.CharField(
        label=_("Receipt code"),
        help_text=_("25 digits in five groups; blanks don't matter"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the receipt code")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """The 25 digits."""
        try:
            return parse_receipt(str(self.cleaned_data["code"]))
        except BadReceipt as error:
            raise ValidationError(_("A receipt code has 25 digits. Please count them again")) from error


class AddForm(FilesForm):
    """More facts and files from the sender."""

    text = WordsField(
        label=_("What do you want to add?"),
        required=False,
        rows=5,
    )
    field_order = ["text", "files"]

    def clean(self) -> dict[str, Any]:
        """Either words or a file."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("text") and not data.get("files"):
            self.add_error("text", _("Write something or choose a file"))
        return data


class RateForm(forms.Form):
    """How it was handled, and why if the sender wants to say."""

    rating = forms.ChoiceField(
        label=_("How was it handled?"),
        choices=list(RATINGS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three")},
    )
    why = WordsField(label=_("Why? (optional)"), max_length=500, required=False, rows=3)
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class DisagreeForm(forms.Form):
    """Why the sender disagrees with the outcome."""

    reason = WordsField(
        label=_("Why do you disagree?"),
        rows=5,
        error_messages={"required": _("Write why you disagree")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
