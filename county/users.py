"""Staff accounts in Wagtail's admin: one name field, and the office that bounds a person's roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from county.models.offices import Office


class OfficeField(forms.ModelChoiceField):
    """The office a person acts for."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Office.objects.all(),
            required=False,
            label=_("Office"),
            help_text=_("Roles count only inside this office's area."),
            **kwargs,
        )


class StaffCreationForm(UserCreationForm):
    """A new account; mail and given name may stay empty."""

    email = forms.EmailField(required=False, label=_("Email"))
    first_name = forms.CharField(required=False, label=_("Given name"))
    office = OfficeField()

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"office"}


class StaffEditForm(UserEditForm):
    """An account as it is."""

    email = forms.EmailField(required=False, label=_("Email"))
    first_name = forms.CharField(required=False, label=_("Given name"))
    office = OfficeField()

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"office"}


class StaffViewSet(UserViewSet):
    """Wagtail's user screens with our forms."""

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """The edit or the creation form."""
        return StaffEditForm if for_update else StaffCreationForm
