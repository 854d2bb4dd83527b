"""What staff fill in for each step of a case."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from complaints.domain.clock import EXTENSION_DAYS
from complaints.domain.lifecycle import Change, NotAcceptedBecause, Outcome
from complaints.forms.base import WordsField, place_choices
from complaints.models.outcomes import TEXT_LIMIT as OUTCOME_LIMIT
from complaints.models.outcomes import TITLE_LIMIT
from complaints.words import CHANGES, NOT_ACCEPTED, OUTCOMES
from county.models.staff import User
from county.today import today
from publicity.domain.gate import scan

PUBLIC_LIMIT = 500
ANSWER_DAYS = 5
"""Days offered to the sender for what is missing."""


def _choices(words: dict[str, Any], only: list[Any]) -> list[tuple[str, Any]]:
    return [(item.value, words[item]) for item in only]


def _public(text: str) -> str:
    """`text` if it may go out; raises ValidationError."""
    if scan(text):
        raise ValidationError(_("There is an ID, phone or bank card number in it. Take it out."))
    return text


class PlainStep(forms.Form):
    """A step without words."""


class ReasonStep(forms.Form):
    """A step with a reason."""

    reason = WordsField(label=_("Reason"), rows=4)


class AskStep(forms.Form):
    """Once, what is missing."""

    text = WordsField(
        label=_("What is missing?"),
        help_text=_("The sender reads this with the receipt code. It can be asked only once, so ask for everything."),
        rows=5,
    )
    until = forms.DateField(
        label=_("Answer wanted by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, due_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = today()
        self.last = due_on if due_on > day else None
        wanted = day + timedelta(days=ANSWER_DAYS)
        self.fields["until"].initial = min(wanted, self.last) if self.last else wanted

    def clean_until(self) -> date:
        """A day that is still to come, and leaves the office time to decide."""
        until: date = self.cleaned_data["until"]
        if until <= today():
            raise ValidationError(_("Choose a day after today."))
        if self.last and until > self.last:
            raise ValidationError(
                _("The clock runs on, so the day can't be after the due day, %(day)s."),
                params={"day": date_format(self.last, "Y年n月j日")},
            )
        return until


class DecideStep(forms.Form):
    """The outcome with reasons, what was looked at, what changes, and the words for the village."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=_choices(OUTCOMES, list(Outcome)), widget=forms.RadioSelect)
    change = forms.ChoiceField(
        label=_("What changes for the household"),
        choices=_choices(CHANGES, list(Change)),
        widget=forms.RadioSelect,
    )
    evidence = WordsField(
        label=_("What was looked at"),
        help_text=_("Visits, records, papers, people asked (without names), each with its day. The sender reads it."),
        rows=4,
    )
    reasons = WordsField(
        label=_("Reasons for the sender"),
        help_text=_("What was found and what follows from it. Somebody else approves it first."),
        rows=7,
    )
    public_text = WordsField(
        label=_("Words that are publicised in the village"),
        help_text=_("No name, no ID or phone number, no illness. Left empty, nothing is publicised."),
        rows=4,
        max_length=PUBLIC_LIMIT,
        required=False,
        error_messages={"required": _("The result goes up again in the village: write the words for it.")},
    )

    def __init__(self, *args: Any, publicised: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if publicised:
            field = self.fields["public_text"]
            field.required = True
            field.help_text = _(
                "The result of an objection or review goes up again in the village. No name, no ID or phone number, no "
                "illness."
            )

    def clean_public_text(self) -> str:
        """Stops numbers that may not go out while they can still be taken out."""
        return _public(str(self.cleaned_data["public_text"]))


class NotAcceptStep(forms.Form):
    """Why not, and where to turn: prepared words, own words, or both."""

    because = forms.ChoiceField(
        label=_("Why is it not taken up?"),
        choices=_choices(NOT_ACCEPTED, list(NotAcceptedBecause)),
        widget=forms.RadioSelect,
    )
    prepared = forms.ChoiceField(
        label=_("Prepared words for another office"),
        help_text=_("For what is not this office's matter. The county keeps the list in its settings."),
        required=False,
    )
    earlier = forms.CharField(
        label=_("Number of the earlier case"),
        help_text=_("For the same fact again: the finished case that dealt with it. The sender reads no number."),
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    guidance = WordsField(
        label=_("Explanation and guidance for the sender"),
        help_text=_("Prepared words come first, yours below them."),
        rows=5,
        required=False,
    )

    def __init__(self, *args: Any, prepared: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = prepared or {}
        self.fields["prepared"].choices = [("", _("none")), *((title, title) for title in self.texts)]

    def clean(self) -> dict[str, Any]:
        """The whole explanation; the number of the earlier case where it is the same fact again."""
        data = super().clean() or self.cleaned_data
        repeated = data.get("because") == NotAcceptedBecause.REPEATED
        prepared = "" if repeated else self.texts.get(data.pop("prepared", ""), "")
        data.pop("prepared", None)
        data["guidance"] = "\n\n".join(text for text in (prepared, data.get("guidance", "").strip()) if text)
        if not data["guidance"]:
            self.add_error("guidance", _("Choose prepared words or write an explanation: the sender reads it."))
        if repeated and not data.get("earlier"):
            self.add_error("earlier", _("Enter the number of the case that dealt with it."))
        if not repeated:
            data["earlier"] = ""
        return data


class AnswerStep(forms.Form):
    """Words to the sender."""

    text = WordsField(label=_("Answer to the sender"), rows=5)


class ExtendStep(ReasonStep):
    """The one extension."""

    days = forms.IntegerField(label=_("Working days"), min_value=1, max_value=EXTENSION_DAYS, initial=5)
    field_order = ["days", "reason"]


class SuperviseStep(ReasonStep):
    """Why the county watches it, and by when the result is wanted."""

    until = forms.DateField(
        label=_("Result wanted by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ["until", "reason"]

    def clean_until(self) -> date:
        """Not a day that is over."""
        until: date = self.cleaned_data["until"]
        if until <= today():
            raise ValidationError(_("Choose a day after today."))
        return until


class ReportStep(forms.Form):
    """What special supervision led to."""

    text = WordsField(
        label=_("Result of special supervision"),
        help_text=_("What was found, what was put right, who answers for it. For staff; the sender reads the answer."),
        rows=5,
    )


class AssignStep(forms.Form):
    """Which colleague."""

    to = forms.ChoiceField(
        label=_("Colleague"),
        error_messages={
            "required": _("Choose a colleague."),
            "invalid_choice": _("Choose a colleague of this office who holds its key."),
        },
    )

    def __init__(self, *args: Any, people: Sequence[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        known = [(pk, str(person)) for pk, person in self.people.items()]
        self.fields["to"].choices = [("", _("Choose a colleague.")), *known]

    def clean_to(self) -> User:
        """The colleague."""
        return self.people[str(self.cleaned_data["to"])]


class OutcomeStep(forms.Form):
    """What the public reads of a case that the media exposed."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    text = WordsField(
        label=_("What was found and what was done"),
        help_text=_("Everybody reads it. No name of a household, no ID or phone number, no illness."),
        max_length=OUTCOME_LIMIT,
    )

    def clean_title(self) -> str:
        """Without numbers that may not go out."""
        return _public(str(self.cleaned_data["title"]))

    def clean_text(self) -> str:
        """Without numbers that may not go out."""
        return _public(str(self.cleaned_data["text"]))


class WithdrawStep(forms.Form):
    """Why a published outcome goes; the reason is public too."""

    reason = WordsField(
        label=_("Reason"),
        help_text=_("It stands on the page in place of the text."),
        rows=3,
        max_length=PUBLIC_LIMIT,
    )

    def clean_reason(self) -> str:
        """Without numbers that may not go out."""
        return _public(str(self.cleaned_data["reason"]))


class NoteStep(forms.Form):
    """A note that the sender never reads."""

    text = WordsField(label=_("Internal note"), rows=3)


class SplitStep(forms.Form):
    """The household fact, in the discipline office's own words."""

    place = forms.ChoiceField(label=_("Village or community"))
    fact = WordsField(
        label=_("What civil affairs should check"),
        help_text=_(
            "In your own words, only about the household: nothing of the tip, its sender or the official. It goes to "
            "an office that is not complained of and looks there like any report."
        ),
        rows=4,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(townships=False, blank=_("Choose a place"))


class UnlockForm(forms.Form):
    """The staff password, for the key."""

    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )
