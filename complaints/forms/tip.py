"""The tip-off, one question a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.domain.kinds import Subject
from complaints.forms.base import FILES_STEP, Answers, Journey, Step, StepForm, WordsField, place_choices

LEFT_OUT = "left-out"
PROBLEMS = [
    ("favour", _("Allowance for favour or friendship (人情保)")),
    ("kin", _("Allowance for relatives or connections (关系保)")),
    ("wrong", _("Someone receives who should not (错保)")),
    (LEFT_OUT, _("Someone is left out who should receive (漏保)")),
    ("false", _("False papers, hidden income, or money drawn in somebody's name (骗保)")),
    ("misconduct", _("Officials taking advantage: gifts, meals, money taken or withheld")),
    ("refusal", _("An application refused without reason, or left lying")),
    ("publicity", _("A list not put up, put up too short, or not true")),
    ("means", _("Income and property should be checked again")),
    ("other", _("Something else about the minimum living allowance")),
]
KNOWN = [
    ("seen", _("I saw or lived it myself")),
    ("papers", _("I have papers, photos or recordings of it")),
    ("told", _("Somebody who was there told me")),
    ("heard", _("People say so")),
    ("list", _("From a published list or the notice board")),
    ("", _("I would rather not say")),
]


class ProblemForm(StepForm):
    """What kind of problem."""

    problem = forms.ChoiceField(
        label=_("What kind of problem is it?"),
        choices=PROBLEMS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what kind of problem it is")},
    )
    card_field = "problem"
    summary = {"problem": _("Kind of problem")}
    hints = {
        "favour": _("A handler or cadre arranged it for someone close"),
        "kin": _("For a cadre's own relatives, or by pressure or introduction"),
        "wrong": _("Income or property too high, has moved away, has died, papers are false"),
        LEFT_OUT: _("We first show how to apply, or how to help someone apply"),
        "misconduct": _("By anybody who handles applications or money"),
        "refusal": _("They must take an application, and say no in writing with reasons"),
        "publicity": _("On the board in the village, or here"),
    }


class WhomForm(StepForm):
    """Whom it concerns: this alone decides who may know of it."""

    whom = forms.ChoiceField(
        label=_("Whom does it concern?"),
        choices=[
            (Subject.VILLAGE_CADRE.value, _("A village or community cadre")),
            (Subject.TOWNSHIP_STAFF.value, _("Staff of the township or subdistrict")),
            (Subject.COUNTY_STAFF.value, _("Staff of the county's civil affairs bureau")),
            (Subject.HOUSEHOLD.value, _("A household that may not qualify, or was left out")),
            (Subject.DISCIPLINE.value, _("The discipline inspection office itself")),
            (Subject.UNKNOWN.value, _("I am not sure")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom it concerns; “I am not sure” is fine")},
    )
    card_field = "whom"
    summary = {"whom": _("Whom it concerns")}
    hints = {
        Subject.VILLAGE_CADRE.value: _("Goes to the discipline inspection office in charge"),
        Subject.TOWNSHIP_STAFF.value: _("Goes to the discipline inspection office in charge"),
        Subject.COUNTY_STAFF.value: _("Goes to the discipline inspection office in charge"),
        Subject.HOUSEHOLD.value: _("Goes to the township's civil affairs office"),
        Subject.DISCIPLINE.value: _("Not taken in here: we show you where to turn; nothing is stored"),
        Subject.UNKNOWN.value: _("Goes to the discipline inspection office first"),
    }


class PlaceForm(StepForm):
    """Where, as far as the sender knows."""

    place = forms.ChoiceField(
        label=_("Village, community or township"),
        help_text=_("Choose the nearest. If you don't know, leave it."),
        required=False,
    )
    summary = {"place": _("Place")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices(townships=True, blank=_("I don't know"))


class StatementForm(StepForm):
    """What happened, in the sender's words."""

    text = WordsField(
        label=_("Tell it in your own words"),
        help_text=_("Who, what, where. Write only what is needed; leave out what would show who you are."),
        error_messages={
            "required": _("Write what happened"),
        },
    )
    summary = {"text": _("What happened")}


class WhenForm(StepForm):
    """When, roughly."""

    when = forms.CharField(
        label=_("When it happened, or since when (optional)"),
        help_text=_("Roughly is enough, such as: this spring, since last year"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    summary = {"when": _("When")}


class KnownForm(StepForm):
    """How the sender knows of it: who looks into it can weigh it better."""

    known = forms.ChoiceField(
        label=_("How do you know?"),
        choices=KNOWN,
        widget=forms.RadioSelect,
        required=False,
    )
    card_field = "known"
    summary = {"known": _("How you know it")}
    hints = {"told": _("Don't name them here; only they may decide that")}


class ContactForm(StepForm):
    """Who the sender is, if they want to say."""

    name = forms.CharField(label=_("Your name (optional)"), required=False, max_length=50)
    phone = forms.CharField(
        label=_("Phone or other way to reach you (optional)"),
        required=False,
        max_length=100,
    )
    summary = {"name": _("Full name"), "phone": _("How to reach you")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].widget.attrs["autocomplete"] = "off"


CONTACT_LEAD = _(
    "You need not say who you are: with the receipt code you can read the answer and add facts without a name. "
    "A name is kept sealed with the case and only shown to those who handle it; tips under a real name are "
    "handled first."
)
WHOM_LEAD = _(
    "This decides who handles it. The office complained of can't see your tip in this system; when it "
    "is looked into, the other side may learn that somebody reported."
)


def _left_out(answers: Answers) -> bool:
    return answers.get("problem") == LEFT_OUT


def _not_left_out(answers: Answers) -> bool:
    return not _left_out(answers)


TIP = Journey(
    door="tip",
    title=_("Send a tip"),
    steps=(
        Step("problem", _("What kind of problem is it?"), ProblemForm),
        # Asked first for who is left out: the window that can help is the township's.
        Step(
            "where",
            _("Where does the person in need live?"),
            PlaceForm,
            lead=_("So that we can show you the window that takes the application."),
            asked=_left_out,
        ),
        Step("whom", _("Whom does it concern?"), WhomForm, lead=WHOM_LEAD),
        Step("place", _("Where was it?"), PlaceForm, asked=_not_left_out),
        Step("what", _("What happened?"), StatementForm),
        Step("when", _("When was it?"), WhenForm, optional=True),
        Step("known", _("How do you know?"), KnownForm, optional=True),
        FILES_STEP,
        Step("contact", _("Do you want to leave a contact?"), ContactForm, lead=CONTACT_LEAD, optional=True),
    ),
)
