"""What staff fill in for each step of a case, and for a case that came on paper, by phone or in person."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from complaints.domain.clock import EXTENSION_DAYS
from complaints.domain.kinds import Kind, Subject, Way
from complaints.domain.lifecycle import Event, NotAcceptedBecause, Outcome
from complaints.forms.base import TEXT_LIMIT, place_choices
from complaints.forms.send import FilesForm
from complaints.words import KINDS, NOT_ACCEPTED, OUTCOMES, SUBJECTS, WAYS
from county.today import today
from publicity.domain.gate import scan

PUBLIC_LIMIT = 500


def _words(rows: int = 5) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})


def _choices(words: dict[str, Any], only: list[Any]) -> list[tuple[str, Any]]:
    return [(item.value, words[item]) for item in only]


class PlainStep(forms.Form):
    """A step without words."""


class ReasonStep(forms.Form):
    """A step with a reason."""

    reason = forms.CharField(label=_("Reason"), widget=_words(4), max_length=TEXT_LIMIT)


class AskStep(forms.Form):
    """Once, what is missing."""

    text = forms.CharField(
        label=_("What is missing?"),
        help_text=_("The sender reads this with the receipt code. It can be asked only once, so ask for everything."),
        widget=_words(),
        max_length=TEXT_LIMIT,
    )
    until = forms.DateField(
        label=_("Answer wanted by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = today() + timedelta(days=5)


class DecideStep(forms.Form):
    """The outcome with reasons, and the words for the village."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=_choices(OUTCOMES, list(Outcome)), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons for the sender"),
        help_text=_("What was looked at, what was found, what follows. Somebody else approves it first."),
        widget=_words(7),
        max_length=TEXT_LIMIT,
    )
    public_text = forms.CharField(
        label=_("Words that are publicised in the village"),
        help_text=_("No name, no ID or phone number, no illness. Left empty, nothing is publicised."),
        widget=_words(4),
        max_length=PUBLIC_LIMIT,
        required=False,
    )

    def clean_public_text(self) -> str:
        """Stops numbers that may not go out while they can still be taken out."""
        text = str(self.cleaned_data["public_text"])
        if scan(text):
            raise ValidationError(_("There is an ID, phone or bank card number in it. Take it out."))
        return text


class NotAcceptStep(forms.Form):
    """Why not, and where to turn."""

    because = forms.ChoiceField(
        label=_("Why is it not taken up?"),
        choices=_choices(NOT_ACCEPTED, list(NotAcceptedBecause)),
        widget=forms.RadioSelect,
    )
    guidance = forms.CharField(
        label=_("Explanation and guidance for the sender"), widget=_words(), max_length=TEXT_LIMIT
    )


class AnswerStep(forms.Form):
    """Words to the sender."""

    text = forms.CharField(label=_("Answer to the sender"), widget=_words(), max_length=TEXT_LIMIT)


class ExtendStep(ReasonStep):
    """The one extension."""

    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=EXTENSION_DAYS, initial=5)
    field_order = ["days", "reason"]


class NoteStep(forms.Form):
    """A note that the sender never reads."""

    text = forms.CharField(label=_("Internal note"), widget=_words(3), max_length=TEXT_LIMIT)


class SplitStep(forms.Form):
    """The household fact, in the discipline office's own words."""

    place = forms.ChoiceField(label=_("Village or community"))
    fact = forms.CharField(
        label=_("What civil affairs should check"),
        help_text=_(
            "In your own words, only about the household: nothing of the tip, its sender or the official. It goes to "
            "an office that is not complained of and looks there like any report."
        ),
        widget=_words(4),
        max_length=TEXT_LIMIT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(townships=False, blank=_("Choose a place"))


STEP_FORMS: dict[Event, type[forms.Form]] = {
    Event.ACCEPT: PlainStep,
    Event.ASK_MORE: AskStep,
    Event.START_REVIEW: PlainStep,
    Event.DECIDE: DecideStep,
    Event.APPROVE: PlainStep,
    Event.RETURN: ReasonStep,
    Event.NOT_ACCEPT: NotAcceptStep,
    Event.ANSWER: AnswerStep,
    Event.TRANSFER: ReasonStep,
    Event.SUPERVISE: ReasonStep,
    Event.EXTEND: ExtendStep,
    Event.CLOSE: PlainStep,
}


class UnlockForm(forms.Form):
    """The staff password, for the key."""

    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class DeskForm(FilesForm):
    """A case that came on paper, by phone, in person or from the media."""

    way = forms.ChoiceField(
        label=_("How did it come in?"), choices=_choices(WAYS, [way for way in Way if way is not Way.WEB])
    )
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=_choices(KINDS, [Kind.OBJECTION, Kind.REVIEW, Kind.TIP_HOUSEHOLD])
    )
    subject = forms.ChoiceField(
        label=_("Whom it concerns"),
        choices=_choices(SUBJECTS, [item for item in Subject if item is not Subject.DISCIPLINE]),
        help_text=_("About officials it goes to discipline inspection at once; you can't open it afterwards."),
    )
    place = forms.ChoiceField(label=_("Place"), required=False)
    text = forms.CharField(label=_("What was said or written"), widget=_words(8), max_length=TEXT_LIMIT)
    contact = forms.CharField(label=_("Name and way to reach (optional)"), required=False, max_length=200)
    field_order = ["way", "kind", "subject", "place", "text", "contact", "files"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(townships=True, blank=_("I don't know"))
