"""Files of editors: what the public already reads is never swapped behind the approval's back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from policies_cms.domain.filetypes import LONGEST_SIGN, fits
from policies_cms.models.files import is_on_a_live_page

MOST_MEGABYTES = 20
_IN_USE = _(
    "A published page carries this file, so it can't be exchanged here. Upload the new file beside it, put it on the "
    "page as a new version, and have the page approved."
)


class _Guarded:
    """A form whose file stays while a live page carries it."""

    instance: Any

    def clean_file(self) -> Any:
        """Refuses another file in the place of one that is public."""
        parent: Any = super()
        file = parent.clean_file() if hasattr(parent, "clean_file") else self.cleaned_data["file"]  # type: ignore[attr-defined]
        if "file" in self.changed_data and self.instance.pk and is_on_a_live_page(self.instance):  # type: ignore[attr-defined]
            raise ValidationError(_IN_USE)
        return file


class DocumentForm(_Guarded, BaseDocumentForm):
    """One document: small enough to be fetched by phone, and of the type that its name says."""

    def clean_file(self) -> Any:
        """Checks size and first bytes of a new file."""
        file = super().clean_file()
        if "file" not in self.changed_data or not file:
            return file
        if file.size > MOST_MEGABYTES << 20:
            raise ValidationError(
                _("The file has more than %(most)s MB. Make it smaller, or split it.") % {"most": MOST_MEGABYTES}
            )
        file.seek(0)
        head = file.read(LONGEST_SIGN)
        file.seek(0)
        extension = file.name.rpartition(".")[2]
        if not fits(extension, head):
            raise ValidationError(
                _("The file is not what its name ends with (%(ending)s). Save it anew in the program that made it.")
                % {"ending": extension.lower()}
            )
        return file


class ImageForm(_Guarded, BaseImageForm):
    """One image."""
