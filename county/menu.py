"""An entry of the admin's menus that only those see who may use what it leads to."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from county.access import allowed
from county.domain.roles import Action


class DutyMenuItem(MenuItem):
    """Shown to those whom `may` allows: an action of the table of roles, or a rule on the person."""

    def __init__(self, *args: Any, may: Action | Callable[[Any], object], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may = may

    def is_shown(self, request: HttpRequest) -> bool:
        """By role, not by superuser."""
        if isinstance(self._may, Action):
            return allowed(request.user, self._may)
        return bool(self._may(request.user))
