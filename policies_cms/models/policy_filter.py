"""What a reader of the policy list asks for: a plain form that works without a script."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from policies_cms.domain.validity import Validity

if TYPE_CHECKING:
    from policies_cms.models.policies import PolicyQuerySet

VALIDITY_LABELS = {
    Validity.NOT_YET: _("Not yet in force"),
    Validity.IN_FORCE: _("In force"),
    Validity.EXPIRED: _("No longer in force"),
    Validity.REPEALED: _("Repealed"),
}


class PolicyFilter(forms.Form):
    """State on a day, year of publication, issuing body, subject; choices are those that occur."""

    state = forms.ChoiceField(label=_("Validity"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)
    body = forms.ChoiceField(label=_("Issuing body"), required=False)
    subject = forms.ChoiceField(label=_("Subject"), required=False)

    def __init__(self, data: QueryDict, *, policies: "PolicyQuerySet") -> None:
        super().__init__(data, auto_id="policy-%s")
        everything: list[tuple[Any, Any]] = [("", _("all"))]
        years = policies.order_by("-date_published").dates("date_published", "year", order="DESC")
        self.fields["state"].choices = [*everything, *VALIDITY_LABELS.items()]
        self.fields["year"].choices = [*everything, *((str(day.year), str(day.year)) for day in years)]
        self.fields["body"].choices = [*everything, *self._values(policies, "issuing_body")]
        self.fields["subject"].choices = [*everything, *self._values(policies, "subject")]

    @staticmethod
    def _values(policies: "PolicyQuerySet", name: str) -> list[tuple[str, str]]:
        found = policies.exclude(**{name: ""}).order_by(name).values_list(name, flat=True).distinct()
        return [(value, value) for value in found]

    @property
    def is_used(self) -> bool:
        """Whether anything that exists was asked for."""
        self.full_clean()
        return any(self.cleaned_data.values())

    def narrow(self, policies: "PolicyQuerySet", day: date) -> "PolicyQuerySet":
        """The policies asked for; a value that does not occur is left aside, as if nothing had been asked."""
        self.full_clean()
        asked = self.cleaned_data
        if asked.get("state"):
            policies = policies.in_state(Validity(asked["state"]), day)
        if asked.get("year"):
            policies = policies.filter(date_published__year=int(asked["year"]))
        if asked.get("body"):
            policies = policies.filter(issuing_body=asked["body"])
        if asked.get("subject"):
            policies = policies.filter(subject=asked["subject"])
        return policies
