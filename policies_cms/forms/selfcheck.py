"""The questions of the self-check; everything may stay unanswered."""

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.models.standards import Residence
from policies_cms.domain.selfcheck import Answers, Situation, Where
from policies_cms.forms.calculator import TownshipChoice

UNSAID = ("", _("I don't know"))
SITUATIONS: dict[str, Any] = {
    Situation.SUDDEN.value: _("A fire, an accident or a sudden illness has struck us"),
    Situation.DISASTER.value: _("A disaster has hit us, and after the first help it is still hard"),
    Situation.JOBLESS.value: _("Somebody has had no income for months in a row and gets no unemployment insurance"),
    Situation.GRADUATE.value: _("Somebody has finished university, has found no work and lacks the basics"),
    Situation.NOBODY.value: _(
        "Somebody old, disabled or under age can't work, has no income and nobody who must and can keep them"
    ),
    Situation.KEPT_DISABLED.value: _(
        "A grown-up with a severe disability has no work and is kept by brothers, sisters or old people"
    ),
    Situation.DISABLED_OR_ILL.value: _("Somebody in the family is severely disabled or severely ill"),
    Situation.NEW_WORK.value: _("We receive the allowance, and somebody has taken up work"),
    Situation.NEW_BUSINESS.value: _("We receive the allowance, and somebody has a first business licence"),
}
WHERE: dict[str, Any] = {
    Where.REGISTERED.value: _("We are registered here"),
    Where.PERMIT.value: _("We live here for long, with a residence permit"),
    Where.NEITHER.value: _("Neither"),
}
_MONEY_WRONG = {
    "invalid": _("Write an amount in yuan as a number, such as 1500."),
    "min_value": _("An amount can't be below zero."),
    "max_value": _("This is more than the check can count; check the digits."),
    "max_digits": _("This is more than the check can count; check the digits."),
    "max_decimal_places": _("Write at most two digits after the point."),
}
_PERSONS_WRONG = {
    "invalid": _("Write the number of people as a number, such as 3."),
    "min_value": _("One person at least: you."),
    "max_value": _("This is more than the check can count; check the digits."),
}


class MoneyField(forms.DecimalField):
    """Yuan, also as people type them: １，５００ or 1500元."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:
        """Takes off what is no digit of the amount."""
        text = unicodedata.normalize("NFKC", str(value or ""))
        for extra in ("，", ",", " ", "元", "¥", "￥"):
            text = text.replace(extra, "")
        return super().to_python(text)


def money(**kwargs: Any) -> MoneyField:
    """An amount of a household's month."""
    return MoneyField(
        required=False, min_value=0, max_value=1_000_000, decimal_places=2, error_messages=_MONEY_WRONG, **kwargs
    )


class SelfCheckForm(forms.Form):
    """One page of questions."""

    residence = forms.ChoiceField(
        label=_("Where does the family live?"),
        required=False,
        choices=[UNSAID, *Residence.choices],
        widget=forms.RadioSelect,
    )
    persons = forms.IntegerField(
        label=_("How many people live together?"),
        help_text=_("Those who share the household: husband or wife, children, also students away from home."),
        required=False,
        min_value=1,
        max_value=30,
        error_messages=_PERSONS_WRONG,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    income = money(
        label=_("What comes in each month, all together (yuan)?"),
        help_text=_("Wages, pensions, farming, rent, what relatives must pay. A rough number is enough."),
    )
    costs = money(
        label=_("What has to be paid each month for illness, care or school (yuan)?"),
        help_text=_("Only what can't be avoided and nobody refunds. Leave it empty if there is nothing."),
    )
    where = forms.ChoiceField(
        label=_("Are you registered here?"),
        required=False,
        choices=[*WHERE.items(), UNSAID],
        widget=forms.RadioSelect,
    )
    situations = forms.MultipleChoiceField(
        label=_("Does any of this hold?"),
        help_text=_("Choose all that hold, or none."),
        required=False,
        choices=list(SITUATIONS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    township = TownshipChoice(label=_("Which window is near you?"))
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def answers(self) -> Answers:
        """The valid answers."""
        cleaned = self.cleaned_data
        return Answers(
            residence=cleaned["residence"],
            persons=cleaned["persons"],
            income=cleaned["income"],
            costs=cleaned["costs"],
            where=Where(cleaned["where"]) if cleaned["where"] else None,
            situations=frozenset(map(Situation, cleaned["situations"])),
        )
