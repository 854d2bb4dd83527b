"""What every question page shares: a form for one step and the order of steps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area

Answers = dict[str, str]
Text = str | Promise
TEXT_LIMIT = 5000


class StepForm(forms.Form):
    """One page of questions. Answers are plain texts, so that they can travel sealed in a field."""

    summary: dict[str, Text] = {}
    """Field name → how the check page names it."""
    hints: dict[str, Text] = {}
    """Value of the radio question → the line under it."""
    card_field = ""
    """The field shown as large choices, if any."""
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def cards(self) -> list[tuple[BoundWidget, Text]]:
        """Each choice of the radio question with the line under it."""
        if not self.card_field:
            return []
        return [(radio, self.hints.get(str(radio.data["value"]), "")) for radio in self[self.card_field]]

    def card_question(self) -> BoundField | None:
        """The radio question, if there is one."""
        return self[self.card_field] if self.card_field else None

    def other_fields(self) -> list[BoundField]:
        """Every field but the radio question."""
        return [bound for bound in self if bound.name != self.card_field]

    def answers(self) -> Answers:
        """The valid answers as texts."""
        return {name: str(value or "").strip() for name, value in self.cleaned_data.items()}

    @classmethod
    def described(cls, answers: Answers) -> list[tuple[Text, Text]]:
        """Name and readable value of each answer, in order."""
        blank = cls()
        rows = []
        for name, bound_field in blank.fields.items():
            value = answers.get(name, "")
            choices = getattr(bound_field, "choices", None)
            shown = _label_of(choices, value) if choices and value else value
            rows.append((cls.summary.get(name) or bound_field.label or name, shown or _("Not given")))
        return rows


@dataclass(frozen=True)
class Step:
    """One page: its slug, its form, and when it is asked at all."""

    slug: str
    title: Text
    form: type[StepForm]
    lead: Text = ""
    asked: Callable[[Answers], bool] = field(default=lambda answers: True)
    optional: bool = False
    """Whether the page may be left empty; it says so."""


@dataclass(frozen=True)
class Journey:
    """A door: its steps in order; the check page follows the last."""

    door: str
    title: Text
    steps: tuple[Step, ...]

    def asked(self, answers: Answers) -> list[Step]:
        """The steps that these answers call for."""
        return [step for step in self.steps if step.asked(answers)]

    def find(self, slug: str, answers: Answers) -> Step | None:
        """A step by its slug, if it is asked at all."""
        return next((step for step in self.asked(answers) if step.slug == slug), None)

    def unanswered(self, answers: Answers) -> Step | None:
        """The first step whose answers are missing or no longer valid."""
        return next((step for step in self.asked(answers) if not step.form(answers).is_valid()), None)


def place_choices(*, townships: bool, blank: Text) -> list[Any]:
    """Villages grouped by township; with `townships`, each group starts with the township as a whole."""
    groups: dict[str, list[tuple[str, Text]]] = {}
    names = {area.code: area.name for area in Area.objects.townships()}
    for area in Area.objects.villages().order_by("parent_id", "code"):
        group = groups.setdefault(area.parent_id, [])
        if townships and not group:
            whole = _("%(township)s (not one village)") % {"township": names.get(area.parent_id, "")}
            group.append((area.parent_id, whole))
        group.append((area.code, area.name))
    return [("", blank), *((names.get(code, code), group) for code, group in groups.items())]


class NoAnswers(StepForm):
    """The page of files: what it takes lies sealed elsewhere, not among the answers."""


FILES = "files"
FILES_STEP = Step(FILES, _("Do you have photos, recordings or papers?"), NoAnswers, optional=True)


class WordsField(forms.CharField):
    """Many words; the hint says how many. Too many come back whole: a `maxlength` would cut a paste in silence."""

    def __init__(
        self,
        *,
        rows: int = 8,
        max_length: int = TEXT_LIMIT,
        help_text: Text = "",
        error_messages: dict[str, Text] | None = None,
        **kwargs: Any,
    ) -> None:
        too_long = _("At most %(limit_value)d characters; this has %(show_value)d")
        super().__init__(
            max_length=max_length,
            help_text=format_lazy(
                "{} {}", help_text, format_lazy(_("At most {number} characters."), number=max_length)
            ),
            error_messages={"max_length": too_long, **(error_messages or {})},
            widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        """A new line is one character, as whoever counts would count it."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without Django's `maxlength`."""
        return {}


def _label_of(choices: Any, value: str) -> Text:
    for key, label in choices:
        if isinstance(label, list | tuple):
            for inner, name in label:
                if str(inner) == value:
                    return name if str(name).startswith(str(key)) else f"{key}{name}"
        elif str(key) == value:
            return label
    return value
