"""The objection to a list (anyone, also without a name) and the applicant's review."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from complaints.forms.base import TEXT_LIMIT, Answers, Journey, Step, StepForm, place_choices, text_area
from complaints.forms.tip import CONTACT_LEAD, ContactForm

REASONS = [
    ("income", _("Income is higher than it should be")),
    ("property", _("There is property such as a car, a house or a shop")),
    ("people", _("The number of people is wrong")),
    ("away", _("Does not live here, or has died")),
    ("amount", _("Category or amount is wrong")),
    ("left-out", _("Somebody in need is missing from the list")),
    ("other", _("Something else")),
]
PHONE = re.compile(r"^[0-9+()\-\s]{7,20}$")


class DoubtForm(StepForm):
    """The doubt and what is known about it."""

    reason = forms.ChoiceField(
        label=_("What is your doubt?"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what your doubt is")},
    )
    text = forms.CharField(
        label=_("What do you know about it?"),
        help_text=_("Facts that can be checked. Without a name you can leave out what would show who you are."),
        max_length=TEXT_LIMIT,
        widget=text_area(),
        error_messages={"required": _("Write what you know about it")},
    )
    card_field = "reason"
    summary = {"reason": _("Your doubt"), "text": _("What you know about it")}


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
    place = forms.ChoiceField(
        label=_("Village or community where the application was made"),
        error_messages={"required": _("Choose the village or community")},
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
        "place": _("Village"),
        "helper": _("Written by"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(townships=False, blank=_("Choose a place"))

    def clean_phone(self) -> str:
        """Digits, with what people put between them."""
        phone = str(self.cleaned_data["phone"])
        if not PHONE.match(phone):
            raise ValidationError(_("Write a phone number of 7 to 20 digits, such as 13800000000"))
        return phone


class DisputeForm(StepForm):
    """What the applicant disputes, and why."""

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
    text = forms.CharField(
        label=_("Why do you disagree?"),
        help_text=_("Income, illness, study, work, upkeep: what the check may have missed"),
        max_length=TEXT_LIMIT,
        widget=text_area(),
        error_messages={"required": _("Write why you disagree")},
    )
    card_field = "dispute"
    summary = {"dispute": _("To be looked at again"), "text": _("Why")}


def _no_list(answers: Answers) -> bool:
    return not answers.get("list")


OBJECTION = Journey(
    door="objection",
    title=_("Object to a list"),
    steps=(
        Step("village", _("Which village is it about?"), VillageForm, asked=_no_list),
        Step("doubt", _("What is your doubt?"), DoubtForm),
        Step("contact", _("Do you want to leave a contact?"), ContactForm, lead=CONTACT_LEAD),
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
        Step("dispute", _("What should be looked at again?"), DisputeForm),
    ),
)
