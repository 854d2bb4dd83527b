"""The staff login form: the one place that sees the password, so it opens the member's key."""

from typing import Any

from django.views.decorators.debug import sensitive_variables
from wagtail.admin.forms.auth import LoginForm

from complaints.session import open_session


class StaffLoginForm(LoginForm):
    """Wagtail's form without "remember me"; after a good password it opens the member's key, if there is one."""

    remember = None

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Authenticates, then opens the key for this session."""
        cleaned = super().clean()
        user = self.get_user()
        if user is not None and self.request is not None:
            open_session(self.request, user, cleaned["password"])
        return cleaned
