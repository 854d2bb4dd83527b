"""The objection to a list (anyone, also without a name) and the applicant's review."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from complaints.domain.kinds import Subject
from complaints.forms.base import FILES_STEP, Answers, Journey, Step, StepForm, WordsField, place_choices
from complaints.forms.tip import CONTACT_LEAD, LEFT_OUT, WHOM_LEAD, ContactForm, WhomForm

OFFICIAL = "official"
REASONS = [
    ("income", _("Income is higher than it should be")),
    ("property", _("There is property such as a car, a house or a shop")),
    ("people", _("The number of people is wrong")),
    ("away", _("Does not live here, or has died")),
    ("amount", _("Category or amount is wrong")),
    (LEFT_OUT, _("Somebody in need is missing from the list")),
    (OFFICIAL, _("A cadre or official had a hand in it")),
    ("other", _("Something else")),
]
PHONE = re.compile(r"^[0-9+()\-\s]{7,20}$")


class DoubtForm(StepForm):
    """What the doubt is."""

    reason = forms.ChoiceField(
        label=_("What is your doubt?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what your doubt is")},
    )
    card_field = "reason"
    summary = {"reason": _("Your doubt")}
    hints = {
        OFFICIAL: _("Goes to discipline inspection; the office concerned can't see it here"),
        LEFT_OUT: _("Whoever is in need can also apply, or be helped to apply: faster than an objection"),
    }


class FactsForm(StepForm):
    """What is known about it."""

    text = WordsField(
        label=_("Facts that can be checked"),
        help_text=_("Write only what is needed. Without a name, leave out what would show who you are."),
        error_messages={
            "required": _("Write what you know about it"),
        },
    )
    summary = {"text": _("What you know about it")}


class OfficialForm(WhomForm):
    """Which official had a hand in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officials = [choice for choice in self.fields["whom"].choices if choice[0] != Subject.HOUSEHOLD.value]
        self.fields["whom"].choices = officials


class VillageForm(StepForm):
    """For an objection that does not start from a list: which village, which household."""

    place = forms.ChoiceField(
        label=_("Village or community"), error_messages={"required": _("Choose the village or community")}
    )
    household = forms.CharField(
        label=_("Which household or list? (optional)"),
        help_text=_("As it stands on the notice, such as “Zhang**” or the number in the list"),
        required=False,
        max_length=100,
    )
    summary = {"place": _("Place"), "household": _("Household or list")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(townships=False, blank=_("Choose a place"))


class ApplicantForm(StepForm):
    """The applicant must be reachable: the review's result is told to a person."""

    name = forms.CharField(
        label=_("Applicant's name"),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the applicant's name")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        help_text=_("The township calls this number about the review"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": _("Write a phone number")},
    )
    helper = forms.CharField(
        label=_("If you write for the applicant: who are you? (optional)"),
        help_text=_("Such as: son, neighbour, village helper"),
        required=False,
        max_length=100,
    )
    summary = {
        "name": _("Applicant"),
        "phone": _("Phone"),
        "helper": _("Written by"),
    }

    def clean_phone(self) -> str:
        """Digits, with what people put between them."""
        phone = str(self.cleaned_data["phone"])
        if not PHONE.match(phone):
            raise ValidationError(_("Write a phone number of 7 to 20 digits, such as 13800000000"))
        return phone


class HomeForm(StepForm):
    """Where the application was made."""

    place = forms.ChoiceField(
        label=_("Village or community"), error_messages={"required": _("Choose the village or community")}
    )
    summary = {"place": _("Village")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(townships=False, blank=_("Choose a place"))


class DisputeForm(StepForm):
    """What the applicant disputes."""

    dispute = forms.ChoiceField(
        label=_("What should be looked at again?"),
        choices=[
            ("refused", _("The result says I don't qualify")),
            ("not-listed", _("I applied and am not on the list")),
            ("amount", _("Category or amount")),
            ("people", _("The people who are covered")),
            ("other", _("Something else")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should be looked at again")},
    )
    card_field = "dispute"
    summary = {"dispute": _("To be looked at again")}


class WhyForm(StepForm):
    """Why the applicant disputes it."""

    text = WordsField(
        label=_("Say it in your own words"),
        help_text=_("Income, illness, study, work, upkeep: what the check may have missed"),
        error_messages={
            "required": _("Write why you disagree"),
        },
    )
    summary = {"text": _("Why")}


def _no_list(answers: Answers) -> bool:
    return not answers.get("list")


def _about_official(answers: Answers) -> bool:
    return answers.get("reason") == OFFICIAL


OBJECTION = Journey(
    door="objection",
    title=_("Object to a list"),
    steps=(
        Step("village", _("Which village is it about?"), VillageForm, asked=_no_list),
        Step("doubt", _("What is your doubt?"), DoubtForm),
        Step("whom", _("Whom does it concern?"), OfficialForm, lead=WHOM_LEAD, asked=_about_official),
        Step("facts", _("What do you know about it?"), FactsForm),
        FILES_STEP,
        Step("contact", _("Do you want to leave a contact?"), ContactForm, lead=CONTACT_LEAD, optional=True),
    ),
)
REVIEW = Journey(
    door="review",
    title=_("Ask for a review of my application"),
    steps=(
        Step(
            "applicant",
            _("Who asks for the review?"),
            ApplicantForm,
            lead=_("A review is for the applicant, so we need a name and a phone number. You need not be on any list."),
        ),
        Step("home", _("Where was the application made?"), HomeForm),
        Step("dispute", _("What should be looked at again?"), DisputeForm),
        Step("why", _("Why do you disagree?"), WhyForm),
        FILES_STEP,
    ),
)
