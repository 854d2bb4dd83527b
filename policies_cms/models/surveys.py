"""Surveys without a trace of who answered."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.forms import BaseForm, FormBuilder
from wagtail.contrib.forms.models import AbstractFormField, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from county.models.audit import AppendOnly
from county.today import today
from policies_cms.blocks import TEXT_FEATURES
from policies_cms.domain.results import Form, Question, Results, Told
from policies_cms.models.base import PortalPage
from policies_cms.survey_charts import drawn

LONGEST_ANSWER = 500
"""Characters of an answer in words."""
LARGEST_NUMBER = 999_999
"""Of an answer that is a number: nobody's joke moves the mean without end."""
FEWEST_OPTIONS = 2
# What asks for a trace of the person (mail address, link, exact time) or hides a value is not offered.
ANSWER_TYPES = [
    ("radio", gettext_lazy("one answer of several, as buttons")),
    ("dropdown", gettext_lazy("one answer of several, as a list")),
    ("checkboxes", gettext_lazy("any number of answers")),
    ("number", gettext_lazy("a number")),
    ("multiline", gettext_lazy("words of one's own")),
]
FORMS = {
    "radio": Form.ONE,
    "dropdown": Form.ONE,
    "checkboxes": Form.SEVERAL,
    "number": Form.NUMBER,
    "multiline": Form.WORDS,
}


class Audience(models.TextChoices):
    """Where a survey's results are told (一定范围内公布, 内蒙古 2013)."""

    PUBLIC = "public", gettext_lazy("to everybody, on this site")
    STAFF = "staff", gettext_lazy("to the offices concerned only")


class SurveyFormBuilder(FormBuilder):
    """Wagtail's, with bounds on what is written, and the choices that results are counted by."""

    def create_multiline_field(self, field: "SurveyField", options: dict[str, Any]) -> forms.Field:
        """At most `LONGEST_ANSWER` characters."""
        return super().create_multiline_field(field, {**options, "max_length": LONGEST_ANSWER})

    def create_number_field(self, field: "SurveyField", options: dict[str, Any]) -> forms.Field:
        """From 0 to `LARGEST_NUMBER`, two decimals."""
        return super().create_number_field(
            field, {**options, "min_value": 0, "max_value": LARGEST_NUMBER, "decimal_places": 2}
        )

    def get_formatted_field_choices(self, field: "SurveyField") -> list[tuple[str, str]]:
        """Each option as its own label."""
        return [(option, option) for option in field.options]


class SurveyField(AbstractFormField):
    """One question."""

    page = ParentalKey("SurveyPage", on_delete=models.CASCADE, related_name="form_fields")
    field_type = models.CharField(gettext_lazy("kind of answer"), max_length=16, choices=ANSWER_TYPES)
    field_type.required_on_save = True

    @property
    def options(self) -> tuple[str, ...]:
        """The answers to choose from: apart by lines, else by commas, Chinese ones too."""
        text = self.choices.strip()
        lines = text.splitlines() if "\n" in text else text.split("," if "," in text else "，")
        parts = (line.strip().rstrip(",，").strip() for line in lines)
        return tuple(filter(None, parts))

    @property
    def question(self) -> Question:
        """The question as results are counted from it."""
        return Question(self.clean_name, self.label, FORMS[self.field_type], self.options, self.required)

    def clean(self) -> None:
        """A choice needs something to choose from, each once."""
        super().clean()
        if FORMS.get(self.field_type) not in (Form.ONE, Form.SEVERAL):
            return
        if len(self.options) < FEWEST_OPTIONS:
            raise ValidationError({"choices": _("Write at least two answers to choose from, one a line.")})
        if len(set(self.options)) < len(self.options):
            raise ValidationError({"choices": _("An answer stands here twice.")})


class SurveyPage(FormMixin, PortalPage):
    """A survey: the answers and the day are kept, nothing about the sender and no finer time."""

    introduction = RichTextField(gettext_lazy("introduction"), features=TEXT_FEATURES, blank=True)
    thanks = models.CharField(gettext_lazy("words of thanks"), max_length=200, blank=True)
    opens_on = models.DateField(
        gettext_lazy("answers from"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Empty: once it is published."),
    )
    closes_on = models.DateField(
        gettext_lazy("open until"),
        null=True,
        blank=True,
        help_text=gettext_lazy("The last day. Results can be released from the day after, and never change."),
    )
    needs_code = models.BooleanField(
        gettext_lazy("one answer a code"),
        default=False,
        help_text=gettext_lazy(
            "Only who has an opinion card with a code can answer, and once. Without codes one person can answer often."
        ),
    )
    audience = models.CharField(
        gettext_lazy("who may see the results"), max_length=8, choices=Audience, default=Audience.PUBLIC
    )

    form_builder = SurveyFormBuilder
    landing_page_template = "policies_cms/survey_thanks.html"
    text_fields = ("introduction",)
    search_fields = [*PortalPage.search_fields, index.SearchField("introduction")]
    content_panels = [
        *PortalPage.content_panels,
        FormSubmissionsPanel(),
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")]),
                FieldPanel("needs_code"),
                FieldPanel("audience"),
            ],
            heading=gettext_lazy("When, who and for whom"),
        ),
        InlinePanel("form_fields", heading=gettext_lazy("Questions"), label=gettext_lazy("Question")),
        FieldPanel("thanks"),
    ]
    parent_page_types = ["policies_cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = gettext_lazy("survey")
        verbose_name_plural = gettext_lazy("surveys")

    def clean(self) -> None:
        """A survey can't end before it begins."""
        super().clean()
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            raise ValidationError({"closes_on": _("This day lies before the first day.")})

    def is_open(self, day: date) -> bool:
        """Whether answers are taken on `day`."""
        return not self.is_early(day) and not self.is_over(day)

    def is_early(self, day: date) -> bool:
        """Whether it has not begun."""
        return self.opens_on is not None and day < self.opens_on

    def is_over(self, day: date) -> bool:
        """Whether its last day has passed."""
        return self.closes_on is not None and self.closes_on < day

    def get_form_class(self) -> type[BaseForm]:
        """With a field for the code where one is needed."""
        built = super().get_form_class()
        if not self.needs_code:
            return built
        code = forms.CharField(
            label=_("Code on your opinion card"),
            max_length=20,
            help_text=_("Ten letters and digits. It lets you answer once and tells nobody who you are."),
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        )
        return type("CodedForm", (built,), {"answer_code": code, "field_order": ["answer_code"]})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the address that takes the answers (it needs no cookie), where it stands, and released results."""
        context = super().get_context(request, *args, **kwargs)
        release = SurveyRelease.objects.filter(survey_id=self.pk).first() if self.audience == Audience.PUBLIC else None
        return context | {
            "answer_url": reverse("policies_cms:answer", args=[self.pk or 0]),
            "is_early": self.is_early(today()),
            "is_over": self.is_over(today()),
            "release": release,
            "tables": drawn(release.results, large=request.GET.get("view") == "large") if release else [],
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> TemplateResponse:
        """Shows the empty survey; answers come in through `policies_cms.views.answer`."""
        initial = {"answer_code": request.GET.get("code", "")[:20]}
        return self.show(request, self.get_form(page=self, user=request.user, initial=initial))

    def show(self, request: HttpRequest, form: BaseForm) -> TemplateResponse:
        """The survey with `form` as it stands."""
        context = self.get_context(request) | {"form": form}
        return TemplateResponse(request, self.get_template(request), context)


class SurveyCode(models.Model):
    """A code that has not been used. It goes when it is used: nothing joins a code and an answer."""

    digest = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(SurveyPage, on_delete=models.CASCADE, related_name="codes")

    class Meta:
        verbose_name = gettext_lazy("unused code of a survey")
        verbose_name_plural = gettext_lazy("unused codes of surveys")

    def __str__(self) -> str:
        return str(self.survey)


class SurveyRelease(AppendOnly):
    """What was told of a survey: once, after it ended, never changed."""

    survey = models.OneToOneField(SurveyPage, on_delete=models.PROTECT, primary_key=True, related_name="release")
    released_on = models.DateField(gettext_lazy("released on"))
    figures = models.JSONField()

    class Meta:
        verbose_name = gettext_lazy("released results")
        verbose_name_plural = gettext_lazy("released results")

    def __str__(self) -> str:
        return str(self.survey)

    @property
    def results(self) -> Results:
        """The figures as they were counted."""
        questions = tuple(
            Told(
                told["label"],
                Form(told["form"]),
                tuple((option, number) for option, number in told["rows"]),
                told["mean"],
            )
            for told in self.figures["questions"]
        )
        return Results(self.figures["answers"], questions)
