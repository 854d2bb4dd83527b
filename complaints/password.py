"""Changing one's own password puts the member's key under the new one.

Without this the key would stay under the old password and its cases would stay shut. A password set by somebody else
gives no access: the key remains under the one that only its owner knew.
"""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.views.account import ChangePasswordPanel

from complaints.actions.keys import NoMemberKey, WrongPassword, change_password


class MemberPasswordForm(PasswordChangeForm):
    """Wagtail's form of the account page."""

    @sensitive_variables()
    def save(self, commit: bool = True) -> Any:
        """Changes the password and re-encrypts the key, both or neither."""
        with transaction.atomic():
            user = super().save(commit)
            # Nothing to carry over: no key yet, or one that the former password did not open either.
            with suppress(NoMemberKey, WrongPassword):
                change_password(
                    user=user, old=self.cleaned_data["old_password"], new=self.cleaned_data["new_password1"]
                )
        return user


# Wagtail has a setting for the login form and none for this one; its hook would add a second panel beside the first.
ChangePasswordPanel.form_class = MemberPasswordForm
