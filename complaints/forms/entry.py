"""What staff fill in for a case that came on paper, by phone, in person or from the media."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from complaints.domain.clock import ENTERED_WITHIN
from complaints.domain.kinds import Kind, Subject, Way
from complaints.forms.base import WordsField, place_choices
from complaints.forms.send import FilesForm
from complaints.words import KINDS, SUBJECTS, WAYS
from county.models.areas import Area
from county.today import today
from publicity.models.publications import Publication, PublicationEntry

TOLD_BY = {
    "receipt": _("Comes back with the receipt"),
    "phone": _("By phone"),
    "letter": _("By letter"),
    "visit": _("At home or in the village"),
    "none": _("Can't be told: no name was left"),
}
NEEDS_CONTACT = ("phone", "letter", "visit")


class DeskForm(FilesForm):
    """The case, the day it came, the scans, and how the person will learn of the result."""

    way = forms.ChoiceField(
        label=_("How did it come in?"), choices=[(way.value, WAYS[way]) for way in Way if way is not Way.WEB]
    )
    received_on = forms.DateField(
        label=_("Day on which it came"),
        help_text=_("The clock counts from this day, not from the day of entering."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind.value, KINDS[kind]) for kind in (Kind.OBJECTION, Kind.REVIEW, Kind.TIP_HOUSEHOLD)],
    )
    subject = forms.ChoiceField(
        label=_("Whom it concerns"),
        choices=[(item.value, SUBJECTS[item]) for item in Subject if item is not Subject.DISCIPLINE],
        help_text=_("About officials it goes to discipline inspection at once; you can't open it afterwards."),
    )
    place = forms.ChoiceField(label=_("Place"), required=False)
    listed = forms.ChoiceField(
        label=_("List that it objects to"),
        help_text=_("For an objection; only lists that are open now."),
        required=False,
    )
    entry = forms.IntegerField(
        label=_("Number on that list"), help_text=_("Empty: the whole list."), min_value=1, required=False
    )
    text = WordsField(
        label=_("What was said or written"),
        help_text=_("Of media: who reported what, when and where."),
    )
    name = forms.CharField(label=_("Name (optional)"), required=False, max_length=60)
    told_by = forms.ChoiceField(label=_("How the person can be told"), choices=list(TOLD_BY.items()))
    contact = forms.CharField(
        label=_("Phone or address for that"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = [
        "way",
        "received_on",
        "kind",
        "subject",
        "place",
        "listed",
        "entry",
        "text",
        "files",
        "name",
        "told_by",
        "contact",
    ]

    def __init__(self, *args: Any, area: Area | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = today()
        self.fields["place"].choices = place_choices(townships=True, blank=_("I don't know"))
        self.fields["listed"].choices = [("", _("none")), *_open_lists(area)]

    def clean_received_on(self) -> date:
        """Not in the future, and not so old that its time limit is over on entering."""
        day: date = self.cleaned_data["received_on"]
        if day > today():
            raise ValidationError(_("The day lies in the future."))
        if day < today() - timedelta(days=ENTERED_WITHIN):
            raise ValidationError(
                _("More than %(days)s days ago. Enter the day on which your office had it in hand."),
                params={"days": ENTERED_WITHIN},
            )
        return day

    def clean(self) -> dict[str, Any]:
        """List and number fit; a way to be told has what it needs."""
        data = super().clean() or self.cleaned_data
        if data.get("told_by") in NEEDS_CONTACT and not data.get("contact"):
            self.add_error("contact", _("Enter the phone or address under which the person can be told."))
        self._clean_list(data)
        return data

    def _clean_list(self, data: dict[str, Any]) -> None:
        publication = Publication.objects.filter(pk=data.get("listed") or "").first()
        if publication and data.get("place") and data["place"] != publication.village_id:
            self.add_error("place", _("The list is of another village. Choose that village, or leave the place open."))
        data["entry_id"] = ""
        if not data.get("entry"):
            return
        if publication is None:
            self.add_error("listed", _("Choose the list on which the number stands."))
            return
        entry = PublicationEntry.objects.filter(publication=publication, number=data["entry"]).first()
        if entry is None:
            self.add_error("entry", _("That list has no entry with this number."))
        else:
            data["entry_id"] = str(entry.pk)

    def contact_words(self) -> str:
        """Name, way and address in one text, as it lies sealed in the case."""
        data = self.cleaned_data
        lines = [data["name"], str(TOLD_BY[data["told_by"]]), data["contact"]]
        return "\n".join(line for line in lines if line)


def _open_lists(area: Area | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Open lists by township, of the office's area."""
    groups: dict[str, list[tuple[str, str]]] = {}
    found = Publication.objects.open_on(today()).select_related("village__parent__parent")
    for publication in found.order_by("village_id", "-published_on"):
        village = publication.village
        if area is None or area.covers(village):
            groups.setdefault(str(village.parent), []).append((publication.pk, publication.title))
    return list(groups.items())
