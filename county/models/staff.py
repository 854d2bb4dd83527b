"""Staff: Django's users with the office they act for."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from county.models.areas import Area
from county.models.offices import Office


class User(AbstractUser):
    """A member of staff. Roles are groups; the office bounds where they count."""

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("office")
    )

    @property
    def area(self) -> Area | None:
        """The area that this person's office answers for."""
        return self.office.area if self.office else None

    def __str__(self) -> str:
        return self.get_full_name() or self.username
