"""May this person do this here? The table of roles, bounded by the office's area."""

from typing import Any

from county.domain.roles import Action, permits
from county.models.areas import Area
from county.models.staff import User


def roles_of(user: Any) -> frozenset[str]:
    """The names of the person's groups, read once per object."""
    if not hasattr(user, "_role_names"):
        user._role_names = frozenset(user.groups.values_list("name", flat=True)) if user.pk else frozenset()
    return user._role_names


def allowed(user: Any, action: Action, area: Area | None = None) -> bool:
    """Whether `user` holds a role for `action` and `area` lies in their office's area.

    Superusers get nothing extra: four eyes and sealed cases hold for them too.
    """
    if not isinstance(user, User) or not user.is_active or not permits(roles_of(user), action):
        return False
    if area is None:
        return True
    return user.area is not None and user.area.covers(area)
