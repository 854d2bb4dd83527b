"""Who keeps the prepared words."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from county.domain.roles import Role


@transaction.atomic
def set_up_guidance() -> None:
    """Whoever manages the site may keep the prepared words of guidance; safe to repeat."""
    managers = Group.objects.get_or_create(name=Role.ADMIN.value)[0]
    managers.permissions.add(
        *Permission.objects.filter(content_type__app_label="complaints", codename="change_guidancetexts")
    )
