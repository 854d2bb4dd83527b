"""A policy that exists elsewhere: the file or text it comes from, and what is known of it before a draft is made."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from policies_cms.domain.numbers import BadNumber, normal_number
from policies_cms.domain.outline import Grid, Line, Outline, outline, pasted
from policies_cms.importing.docx import MOST_TEXT, Loss, read_docx
from policies_cms.importing.package import MOST_FILE, DocxCode, UnreadableDocx

WHY: dict[DocxCode, Promise] = {
    DocxCode.LARGE: _("The file is too large. Up to 10 MB and 200,000 characters can be read; split the document."),
    DocxCode.OLD_WORD: _(
        "This is an old .doc file or has a password. Open it and save it as .docx without a password."
    ),
    DocxCode.NO_DOCX: _("This is no .docx file. Open it in the program that made it and save it as .docx."),
    DocxCode.BROKEN: _("The file is damaged and can't be read. Save it anew, or paste its text below."),
}
LOSSES: dict[Loss, Promise] = {
    Loss.PICTURES: _("pictures, charts and text boxes: add them by hand"),
    Loss.NOTES: _("footnotes and endnotes: write them into the text"),
    Loss.DELETED: _("passages marked as deleted"),
    Loss.HIDDEN: _("passages formatted as hidden"),
    Loss.FORMULAS: _("formulas: write them as text"),
    Loss.INNER_TABLES: _("tables inside tables: make them tables of their own"),
}


def _day() -> forms.DateInput:
    """A browser shows a day in ISO form only."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SourceForm(forms.Form):
    """A file or a text, one of them."""

    file = forms.FileField(
        label=_("Word file (.docx)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=_("Headings, numbers and tables are kept. Pictures are not."),
    )
    text = forms.CharField(
        label=_("or the text"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Lines that begin with 一、 or （一） become headings, 1. 2. 3. a list, cells with tabs a table."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read: list[Line | Grid] = []
        self.losses: list[tuple[Promise, int]] = []

    def clean(self) -> dict[str, Any]:
        """Reads what was sent; says what can't be taken over."""
        cleaned: dict[str, Any] = super().clean() or {}
        file, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if self.errors:
            return cleaned
        if bool(file) == bool(text):
            raise ValidationError(_("Choose a file or paste a text, one of them."))
        self.read = self._file(file) if file else pasted(text)
        if not self.read:
            raise ValidationError(_("There is no text in it."))
        return cleaned

    def outline(self) -> Outline:
        """What was read, in order."""
        return outline(self.read)

    def _file(self, file: Any) -> list[Line | Grid]:
        try:
            if file.size > MOST_FILE:
                raise UnreadableDocx(DocxCode.LARGE)
            found = read_docx(file.read())
        except UnreadableDocx as error:
            raise ValidationError({"file": WHY[error.code]}) from error
        self.losses = [(LOSSES[loss], count) for loss, count in found.losses.items()]
        return found.parts


class DraftForm(forms.Form):
    """What the page says about the document; filled in with what the text tells of itself."""

    title = forms.CharField(label=_("title"), max_length=200)
    document_number = forms.CharField(label=_("document number"), max_length=80, required=False)
    issuing_body = forms.CharField(label=_("issuing body"), max_length=120)
    subject = forms.CharField(label=_("subject"), max_length=60, required=False)
    date_written = forms.DateField(label=_("date of the document"), required=False, widget=_day())
    date_published = forms.DateField(label=_("published on"), widget=_day())
    effective_on = forms.DateField(label=_("in force from"), widget=_day())
    summary = forms.CharField(
        label=_("summary"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it means for readers, in plain words."),
    )

    def clean_document_number(self) -> str:
        """As offices write it."""
        try:
            return normal_number(self.cleaned_data["document_number"])
        except BadNumber as error:
            raise ValidationError(
                _(
                    "Write the number as on the document: office, year in brackets, number and 号, for example "
                    "明民发〔2026〕8号."
                )
            ) from error


def known_of(found: Outline, *, today: date, organiser: str) -> dict[str, Any]:
    """The first values of a DraftForm."""
    try:
        written = date(*found.written) if found.written else None
    except ValueError:  # a day such as the 31st of June
        written = None
    return {
        "title": found.title,
        "document_number": found.document_number,
        "issuing_body": found.issuing_body or organiser,
        "date_written": written,
        "date_published": today,
        "effective_on": today,
    }
