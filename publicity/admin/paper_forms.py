"""Forms of the pages for paper: how to print, what to put on record, which file to hand in."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from county.papers import SIZES
from publicity.actions.posting import MOST_PHOTOS
from publicity.actions.printing import MOST_COPIES
from publicity.admin.forms import RosterFilter
from publicity.domain.stages import Stage

SIZE_CHOICES = [(size, size) for size in SIZES]
NAME_CHOICES = [("full", _("As the notice shows them, in full for the village's board")), ("masked", _("Masked"))]


class PrintForm(forms.Form):
    """One list: size, copies, names."""

    size = forms.ChoiceField(label=_("Paper"), choices=SIZE_CHOICES, initial=SIZES[0], widget=forms.RadioSelect)
    names = forms.ChoiceField(
        label=_("Names on the notice"), choices=NAME_CHOICES, initial="full", widget=forms.RadioSelect
    )
    copies = forms.IntegerField(
        label=_("Copies"),
        min_value=1,
        max_value=MOST_COPIES,
        initial=1,
        help_text=_("How many you will print; it goes on record."),
    )


class PrintRunForm(RosterFilter):
    """All lists of an area, stage and month in one file."""

    field_order = ["area", "stage", "period", "size", "names"]
    area = forms.ModelChoiceField(label=_("Township"), queryset=Area.objects.none(), empty_label=None)
    size = forms.ChoiceField(label=_("Paper"), choices=SIZE_CHOICES, initial=SIZES[0], widget=forms.RadioSelect)
    names = forms.ChoiceField(
        label=_("Names on the notice"), choices=NAME_CHOICES, initial="full", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, office_area: Area, **kwargs: Any) -> None:
        super().__init__(*args, stages=list(Stage), **kwargs)
        self.fields["area"].queryset = Area.objects.within(office_area).filter(
            kind__in=[Area.Kind.COUNTY, Area.Kind.TOWNSHIP]
        )


class Photos(forms.ClearableFileInput):
    """Several files at once; a phone offers its camera."""

    allow_multiple_selected = True
    needs_multipart_form = True


class PhotosField(forms.FileField):
    """A list of files; each is drawn anew by the action, which says what is no photo."""

    widget = Photos

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        """The bytes of each."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(PhotosField, self).clean(file, initial).read() for file in files]


def _photos() -> PhotosField:
    return PhotosField(
        label=_("Photos of the board"),
        required=False,
        help_text=_(
            "At most %(n)s. Place and device are taken out. Only staff of this area see them; "
            "they are deleted some months after the list has ended."
        )
        % {"n": MOST_PHOTOS},
        widget=Photos(attrs={"multiple": True, "accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )


class _Day(forms.DateField):
    """A day by the phone's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class PostingForm(forms.Form):
    """Which board, since when, by whom."""

    board = forms.CharField(label=_("Which board"), max_length=80, initial=_("Board at the village committee"))
    up_on = _Day(label=_("Posted on"))
    posted_by = forms.CharField(
        label=_("Posted by"), max_length=40, help_text=_("Name of the person; staff alone see it.")
    )
    photos = _photos()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"up_on": today}, **kwargs)


class PhotosForm(forms.Form):
    """Further photos."""

    photos = _photos()


class TakeDownForm(forms.Form):
    """Off the board."""

    down_on = _Day(label=_("Taken down on"))
    taken_down_by = forms.CharField(label=_("Taken down by"), max_length=40)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"down_on": today}, **kwargs)


class StampedForm(forms.Form):
    """The PDF as the e-seal system gave it."""

    file = forms.FileField(
        label=_("PDF with the electronic seal"),
        help_text=_("The masked notice, at most 20 MB, as the seal system gave it."),
        validators=[FileExtensionValidator(["pdf"], _("Hand in a PDF."))],
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )
